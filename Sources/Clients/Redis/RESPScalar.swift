/// The values of RESP that are one line.
enum RESPScalar {
    /// RESP3's own: null, boolean, double, big number.
    static func value(_ kind: UInt8, _ rest: ArraySlice<UInt8>) throws(RESPFault) -> RESPValue {
        switch kind {
        case UInt8(ascii: "_") where rest.isEmpty: return .null
        case UInt8(ascii: "#") where rest.elementsEqual("t".utf8): return .boolean(true)
        case UInt8(ascii: "#") where rest.elementsEqual("f".utf8): return .boolean(false)
        case UInt8(ascii: ","):
            guard (1...64).contains(rest.count), rest.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
                let double = Double(String(decoding: rest, as: UTF8.self))
            else { break }
            return .double(double)
        case UInt8(ascii: "("):
            let digits = rest.first == UInt8(ascii: "-") ? rest.dropFirst() : rest
            guard !digits.isEmpty, digits.allSatisfy({ (48...57).contains($0) }) else { break }
            return .bigNumber(String(decoding: rest, as: UTF8.self))
        default: break
        }
        throw RESPDecoder.malformed([kind] + rest)
    }

    /// A whole number of 64 bits, and nothing besides.
    static func integer(_ text: ArraySlice<UInt8>) -> Int64? {
        let isNegative = text.first == UInt8(ascii: "-")
        let digits = isNegative || text.first == UInt8(ascii: "+") ? text.dropFirst() : text
        guard !digits.isEmpty else { return nil }
        var value: Int64 = 0
        for digit in digits {
            guard (48...57).contains(digit) else { return nil }
            let (tens, over) = value.multipliedReportingOverflow(by: 10)
            let step = Int64(digit) - 48
            let (sum, overflow) =
                isNegative ? tens.subtractingReportingOverflow(step) : tens.addingReportingOverflow(step)
            guard !over, !overflow else { return nil }
            value = sum
        }
        return value
    }
}
