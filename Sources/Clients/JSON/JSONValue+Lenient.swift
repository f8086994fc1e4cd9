extension JSONValue {
    /// A string, number or boolean as text; nothing for `null`, objects and arrays.
    ///
    /// Servers and their versions differ in which of these they write (Eureka: `@enabled` is a string, `port` a number).
    public var text: String? {
        if let string { return string }
        return switch kind {
        case .number: int.map(String.init) ?? unsigned.map(String.init) ?? double.map { "\($0)" }
        case .bool: bool.map { $0 ? "true" : "false" }
        case .string, .null, .object, .array: nil
        }
    }

    /// Whether it is this string, byte by byte; compared where it lies.
    public func isText(_ text: StaticString) -> Bool { utf8 != nil && JSONName(self) == text }

    /// A whole number, or a string that holds one.
    public var intOrString: Int? {
        if let int { return int }
        // A whole number may be written as 8080.0.
        guard let bytes = utf8 else { return double.flatMap { Int(exactly: $0) } }
        return Self.int(bytes)
    }

    /// Decimal digits, with a sign or without; nothing where it is anything else or does not fit.
    private static func int(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let isNegative = bytes.first == UInt8(ascii: "-")
        let digits = isNegative ? bytes.dropFirst() : bytes[...]
        // 18 digits always fit; what is longer is rare, and no matter for speed.
        guard !digits.isEmpty, digits.count <= 18 else { return Int(String(decoding: bytes, as: UTF8.self)) }
        var number = 0
        for byte in digits {
            guard byte &- UInt8(ascii: "0") < 10 else { return nil }
            number = number &* 10 &+ Int(byte &- UInt8(ascii: "0"))
        }
        return isNegative ? -number : number
    }

    /// A number, or a string that holds one (`NaN` and infinities excepted).
    public var doubleOrString: Double? {
        if let double { return double }
        guard let string, let number = Double(string), number.isFinite else { return nil }
        return number
    }

    /// A boolean, or a string `true` or `false` in any case.
    public var boolOrString: Bool? {
        if let bool { return bool }
        guard let bytes = utf8 else { return nil }
        if Self.isWord("true", bytes) { return true }
        return Self.isWord("false", bytes) ? false : nil
    }

    /// Whether the text is this lower-case word, in any case.
    private static func isWord(_ word: StaticString, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count == word.utf8CodeUnitCount else { return false }
        let word = UnsafeBufferPointer(start: word.utf8Start, count: bytes.count)
        return zip(word, bytes).allSatisfy { $0 == $1 | 0x20 }
    }

    /// Numbers above `Int.max` come as unsigned words.
    private var unsigned: UInt64? {
        guard tag == UInt8(ascii: "u") else { return nil }
        return word(1)
    }
}
