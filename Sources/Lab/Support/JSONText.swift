/// A JSON value, as the bodies of registrations hold it.
enum JSONText: Equatable, Sendable {
    case null
    case bool(Bool)
    /// A number, as it was written.
    case number(String)
    case string(String)
    case array([JSONText])
    case object([String: JSONText])

    /// The value of a whole document; nil where it is none. Nesting is bounded, so that a hostile body costs no stack.
    init?(parsing bytes: [UInt8]) {
        var parser = JSONTextParser(bytes: bytes)
        guard let value = parser.document() else { return nil }
        self = value
    }

    /// The member of an object.
    subscript(_ key: String) -> JSONText? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    /// The text of a string, a number or a truth value: clients write `"8080"` as well as `8080`.
    var text: String? {
        switch self {
        case .string(let text), .number(let text): text
        case .bool(let value): value ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    /// The whole number that ``text`` is.
    var integer: Int64? {
        text.flatMap { Int64($0) }
    }
}

extension JSONText {
    /// The value as a document, members in the order of their names.
    var bytes: [UInt8] {
        var writer = JSONWriter(gzip: false)
        write(to: &writer)
        return writer.finish()
    }

    private func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.raw("null")
        case .bool(let value): value ? writer.raw("true") : writer.raw("false")
        case .number(let text): writer.raw(Array(text.utf8))
        case .string(let text): writer.string(text)
        case .array(let elements):
            writer.raw("[")
            for (index, element) in elements.enumerated() {
                if index > 0 { writer.raw(",") }
                element.write(to: &writer)
            }
            writer.raw("]")
        case .object(let members):
            writer.raw("{")
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { writer.raw(",") }
                writer.string(member.key)
                writer.raw(":")
                member.value.write(to: &writer)
            }
            writer.raw("}")
        }
    }
}
