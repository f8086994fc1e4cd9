/// A decoder under test: what must hold for whatever bytes it is given.
public struct FuzzTarget: Sendable {
    /// Its name, which is its folder's in the corpus.
    public let name: String
    /// Runs it once; a trap or a `Finding` is a defect.
    public let run: @Sendable ([UInt8]) throws -> Void

    /// A decoder under test.
    public init(name: String, run: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.name = name
        self.run = run
    }

    /// All of them.
    public static let all = [resp, redis, json, estate, routes, metrics]

    /// The target of a name.
    public static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}

/// Something that must hold and did not.
public struct Finding: Error, Hashable, CustomStringConvertible {
    /// What.
    public let description: String

    /// Something that did not hold.
    public init(_ description: String) { self.description = description }
}

/// - Throws: a `Finding` where it does not hold.
func mustHold(_ condition: Bool, _ what: @autoclosure () -> String) throws(Finding) {
    if !condition { throw Finding(what()) }
}

/// Whether a text can be shown: it does nothing to a terminal but appear.
func isPrintable(_ text: String, linesAllowed: Bool = false) -> Bool {
    text.unicodeScalars.allSatisfy {
        (linesAllowed && $0 == "\n") || ($0.value >= 0x20 && !(0x7F...0x9F).contains($0.value))
    }
}
