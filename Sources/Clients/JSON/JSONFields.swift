/// The small values that stand beside the elements of a document: strings unescaped, numbers and booleans as written.
public struct JSONFields: Hashable, Sendable {
    private var values: [String: String] = [:]

    /// Room for so many; what comes after is not kept.
    static let limit = 64

    /// None.
    public init() {}

    /// The value of a name.
    public subscript(name: String) -> String? { values[name] }

    /// The value of the first name, in alphabetical order, that begins with this.
    ///
    /// Eureka's `versions__delta` and `apps__hashcode` are escaped in a way that a server's configuration decides.
    public func first(prefix: String) -> String? {
        values.filter { $0.key.hasPrefix(prefix) }.min { $0.key < $1.key }?.value
    }

    /// How many there are.
    public var count: Int { values.count }

    mutating func insert(_ name: String, _ value: String) {
        guard values[name] != nil || values.count < Self.limit else { return }
        values[name] = value
    }
}
