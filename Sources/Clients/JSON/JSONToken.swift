/// Scalars outside of elements, as they stand in the text: few and short, so clarity goes before speed.
enum JSONToken {
    /// The longest scalar that is kept; longer ones are read over.
    static let limit = 1024

    /// The text between the quotes of a string, unescaped; nothing where an escape or the UTF-8 is wrong.
    static func string(_ raw: [UInt8]) -> String? {
        guard raw.contains(UInt8(ascii: "\\")) else { return String(validating: raw, as: UTF8.self) }
        var text: [UInt8] = []
        var index = 0
        while index < raw.count {
            guard raw[index] == UInt8(ascii: "\\") else {
                text.append(raw[index])
                index += 1
                continue
            }
            guard index + 1 < raw.count else { return nil }
            if raw[index + 1] == UInt8(ascii: "u") {
                guard let (scalar, used) = unicode(raw[index...]) else { return nil }
                text += Array(String(scalar).utf8)
                index += used
            } else {
                guard let byte = escapes[raw[index + 1]] else { return nil }
                text.append(byte)
                index += 2
            }
        }
        return String(validating: text, as: UTF8.self)
    }

    /// A number, boolean or null that is one.
    static func isPrimitive(_ raw: [UInt8]) -> Bool {
        let text = String(decoding: raw, as: UTF8.self)
        if text == "true" || text == "false" || text == "null" { return true }
        guard let first = raw.first, first == UInt8(ascii: "-") || (48...57).contains(first) else { return false }
        return Double(text) != nil && raw.allSatisfy { (48...57).contains($0) || "+-.eE".utf8.contains($0) }
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F, UInt8(ascii: "b"): 8,
        UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9,
    ]

    /// `\u0041`, or a pair of surrogates.
    private static func unicode(_ raw: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
        guard let first = unit(raw) else { return nil }
        if let scalar = Unicode.Scalar(UInt32(first)) { return (scalar, 6) }
        guard let second = unit(raw.dropFirst(6)), (0xD800...0xDBFF).contains(first),
            (0xDC00...0xDFFF).contains(second)
        else { return nil }
        let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        return Unicode.Scalar(value).map { ($0, 12) }
    }

    private static func unit(_ raw: ArraySlice<UInt8>) -> UInt16? {
        let head = Array(raw.prefix(6))
        guard head.count == 6, head[0] == UInt8(ascii: "\\"), head[1] == UInt8(ascii: "u"), head[2] != 0x2B else {
            return nil
        }
        return UInt16(String(decoding: head[2...], as: UTF8.self), radix: 16)
    }
}
