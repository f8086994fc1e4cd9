extension JSONValue {
    /// A string, number or boolean as text; nothing for `null`, objects and arrays.
    ///
    /// Servers and their versions differ in which of these they write (Eureka: `@enabled` is a string, `port` a number).
    public var text: String? {
        switch kind {
        case .string: string
        case .number: int.map(String.init) ?? unsigned.map(String.init) ?? double.map { "\($0)" }
        case .bool: bool.map { $0 ? "true" : "false" }
        case .null, .object, .array: nil
        }
    }

    /// A whole number, or a string that holds one.
    public var intOrString: Int? {
        if let int { return int }
        guard let bytes = utf8, bytes.count <= 20 else {
            // A whole number may be written as 8080.0.
            return double.flatMap { Int(exactly: $0) }
        }
        return Int(String(decoding: bytes, as: UTF8.self))
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
        return switch string?.lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }

    /// Numbers above `Int.max` come as unsigned words.
    private var unsigned: UInt64? {
        guard tag == UInt8(ascii: "u") else { return nil }
        return parser.tape[index + 1]
    }
}
