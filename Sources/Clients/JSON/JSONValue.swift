/// A value of a JSON text, read where the parser left it: nothing is copied before it is asked for.
///
/// Valid until its parser parses again; used later it traps, which is a defect of the caller. Inlined into its users,
/// because a document of a hundred thousand instances asks millions of times.
@frozen
public struct JSONValue {
    @usableFromInline let parser: JSONParser
    @usableFromInline let index: Int
    @usableFromInline let generation: UInt32

    @inlinable
    init(parser: JSONParser, index: Int) {
        self.parser = parser
        self.index = index
        generation = parser.current.pointee.generation
    }

    /// What it is.
    public var kind: Kind {
        switch tag {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        default: .null
        }
    }

    /// The kinds of values.
    public enum Kind: String, Hashable, Sendable { case object, array, string, number, bool, null }

    /// Whether it is `null`.
    public var isNull: Bool { tag == UInt8(ascii: "n") }

    /// The text of a string; nothing for anything else.
    public var string: String? {
        guard let bytes = utf8 else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A whole number that fits; nothing for anything else, fractions included.
    public var int: Int? {
        switch tag {
        case UInt8(ascii: "l"): Int(Int64(bitPattern: word(1)))
        case UInt8(ascii: "u"): Int(exactly: word(1))
        default: nil
        }
    }

    /// A number; nothing for anything else.
    public var double: Double? {
        switch tag {
        case UInt8(ascii: "l"): Double(Int64(bitPattern: word(1)))
        case UInt8(ascii: "u"): Double(word(1))
        case UInt8(ascii: "d"): Double(bitPattern: word(1))
        default: nil
        }
    }

    /// true or false; nothing for anything else.
    public var bool: Bool? {
        switch tag {
        case UInt8(ascii: "t"): true
        case UInt8(ascii: "f"): false
        default: nil
        }
    }

    /// The first member of that name, of an object; nothing where there is none.
    public subscript(name: StaticString) -> JSONValue? {
        for member in members where member.name == name { return member.value }
        return nil
    }

    /// The first member of that name, of an object; nothing where there is none.
    public func member(named name: String) -> JSONValue? {
        for member in members where member.name.string == name { return member.value }
        return nil
    }

    @inlinable
    var tag: UInt8 { UInt8(truncatingIfNeeded: word(0) >> 56) }

    /// The bytes of a string, in the parser's memory.
    @inlinable
    var utf8: UnsafeBufferPointer<UInt8>? {
        let head = word(0)
        guard UInt8(truncatingIfNeeded: head >> 56) == UInt8(ascii: "\"") else { return nil }
        let start = parser.current.pointee.strings + Int(head & 0x00FF_FFFF_FFFF_FFFF)
        let length = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
        return UnsafeBufferPointer(start: start + 4, count: Int(length))
    }

    /// The index behind the value.
    @inlinable
    var next: Int {
        let head = word(0)
        return switch UInt8(truncatingIfNeeded: head >> 56) {
        case UInt8(ascii: "{"), UInt8(ascii: "["): Int(head & 0xFFFF_FFFF)
        case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): index + 2
        default: index + 1
        }
    }

    @inlinable
    func word(_ offset: Int) -> UInt64 {
        precondition(generation == parser.current.pointee.generation, "a JSON value was used after its text")
        return parser.current.pointee.tape[index + offset]
    }
}
