extension JSONValue {
    /// The members of an object in the text's order; none for anything else.
    @inlinable public var members: Members { Members(self) }

    /// The elements of an array in order; none for anything else.
    @inlinable public var elements: Elements { Elements(self) }

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
    @frozen
    public struct Members: Sequence, IteratorProtocol {
        @usableFromInline let parser: JSONParser
        @usableFromInline var index: Int
        @usableFromInline let end: Int

        @inlinable
        init(_ value: JSONValue) {
            parser = value.parser
            index = value.index + 1
            end = value.tag == UInt8(ascii: "{") ? value.next - 1 : index
        }

        /// The next member.
        @inlinable
        public mutating func next() -> Member? {
            guard index < end else { return nil }
            let value = JSONValue(parser: parser, index: index + 1)
            defer { index = value.next }
            return Member(value: value)
        }
    }

    /// A name and its value.
    @frozen
    public struct Member {
        /// The value.
        public let value: JSONValue

        @inlinable
        init(value: JSONValue) { self.value = value }

        /// The name; it stands before the value.
        @inlinable public var name: JSONName { JSONName(JSONValue(parser: value.parser, index: value.index - 1)) }
    }

    /// The elements of an array.
    @frozen
    public struct Elements: Sequence, IteratorProtocol {
        @usableFromInline let parser: JSONParser
        @usableFromInline var index: Int
        @usableFromInline let end: Int

        @inlinable
        init(_ value: JSONValue) {
            parser = value.parser
            index = value.index + 1
            end = value.tag == UInt8(ascii: "[") ? value.next - 1 : index
        }

        /// The next element.
        @inlinable
        public mutating func next() -> JSONValue? {
            guard index < end else { return nil }
            let value = JSONValue(parser: parser, index: index)
            index = value.next
            return value
        }
    }
}
