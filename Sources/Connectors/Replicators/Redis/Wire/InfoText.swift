/// What `INFO` answers: lines of `field:value` below headings that begin with `#`.
package struct InfoText: Sendable {
    private var fields: [String: String] = [:]
    /// The replicas in the server's order, each as the value of its `slaveN`.
    private(set) var replicas: [String] = []

    /// More replicas than one server has; a hostile one may list any number.
    static let mostReplicas = 256
    private static let longestLine = 4096

    /// Reads a text; lines that are none are left out.
    package init(_ text: String) {
        for line in text.utf8.split(whereSeparator: { $0 == 10 || $0 == 13 }) {
            guard line.first != UInt8(ascii: "#"), line.count <= Self.longestLine,
                let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex
            else { continue }
            let name = String(decoding: line[..<colon], as: UTF8.self)
            let value = String(decoding: line[line.index(after: colon)...], as: UTF8.self)
            let isReplica = name.hasPrefix("slave") && name.utf8.dropFirst(5).allSatisfy { (48...57).contains($0) }
            if isReplica, name.utf8.count > 5 {
                if replicas.count < Self.mostReplicas { replicas.append(value) }
            } else if fields.count < 4096 {
                fields[name] = value
            }
        }
    }

    /// A field as text; an empty one is none.
    func text(_ name: String) -> String? {
        guard let value = fields[name], !value.isEmpty else { return nil }
        return value
    }

    /// A field as a whole number.
    func int(_ name: String) -> Int64? { fields[name].flatMap { Int64($0) } }

    /// A field as a count: of bytes, an offset. What no server could have counted is none, and nothing overflows by it.
    func count(_ name: String) -> Int64? { Self.count(int(name)) }

    /// A field as a time in seconds, at most ten years; below 0 stands for none.
    func seconds(_ name: String) -> Int64? { Self.seconds(int(name)) }

    static func count(_ value: Int64?) -> Int64? {
        guard let value, (0...1 << 60).contains(value) else { return nil }
        return value
    }

    static func seconds(_ value: Int64?) -> Int64? {
        guard let value, value >= 0 else { return nil }
        return min(value, 315_360_000)
    }

    static func port(_ value: Int64?) -> Int? {
        guard let value, (1...65_535).contains(value) else { return nil }
        return Int(value)
    }

    /// A field that is 0 or 1.
    func flag(_ name: String) -> Bool { fields[name] == "1" }
}
