extension JSONValue {
    /// The members of an object in the text's order; none for anything else.
    public var members: Members { Members(self) }

    /// The elements of an array in order; none for anything else.
    public var elements: Elements { Elements(self) }

    /// The elements of an array, or the value itself where it stands alone; none for `null`.
    ///
    /// XStream's JSON (Eureka before 1.2, and others' servers) writes an array of one as its bare element.
    public var elementsOrSelf: [JSONValue] {
        switch kind {
        case .array: Array(elements)
        case .null: []
        default: [self]
        }
    }

    /// The members of an object.
    public struct Members: Sequence, IteratorProtocol {
        private let parser: JSONParser
        private var index: Int
        private let end: Int

        init(_ value: JSONValue) {
            parser = value.parser
            index = value.index + 1
            end = value.tag == UInt8(ascii: "{") ? value.next - 1 : index
        }

        /// The next member.
        public mutating func next() -> Member? {
            guard index < end else { return nil }
            let name = JSONValue(parser: parser, index: index)
            let value = JSONValue(parser: parser, index: index + 1)
            index = value.next
            return Member(name: JSONName(value: name), value: value)
        }
    }

    /// A name and its value.
    public struct Member {
        /// The name.
        public let name: JSONName
        /// The value.
        public let value: JSONValue
    }

    /// The elements of an array.
    public struct Elements: Sequence, IteratorProtocol {
        private let parser: JSONParser
        private var index: Int
        private let end: Int

        init(_ value: JSONValue) {
            parser = value.parser
            index = value.index + 1
            end = value.tag == UInt8(ascii: "[") ? value.next - 1 : index
        }

        /// The next element.
        public mutating func next() -> JSONValue? {
            guard index < end else { return nil }
            let value = JSONValue(parser: parser, index: index)
            index = value.next
            return value
        }
    }
}

/// A member's name, compared where it lies: switching over names makes no strings.
public struct JSONName {
    let value: JSONValue

    /// The name as a string.
    public var string: String { value.string ?? "" }

    /// Whether it is this name, byte by byte.
    public static func == (name: JSONName, text: StaticString) -> Bool {
        guard let bytes = name.value.utf8, bytes.count == text.utf8CodeUnitCount else { return false }
        return bytes.elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: bytes.count))
    }

    /// Lets `switch` compare names.
    public static func ~= (text: StaticString, name: JSONName) -> Bool { name == text }

    /// Whether it begins with this.
    public func hasPrefix(_ text: StaticString) -> Bool {
        guard let bytes = value.utf8 else { return false }
        return bytes.starts(with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
