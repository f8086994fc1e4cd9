/// Where the parts of a JSON text lie: what is changed in it is one value, and every other byte stays as it came.
///
/// Only for texts that a parser has accepted; of any other it finds nothing, or too little, and never reads beyond them.
struct JSONSpans {
    /// The text.
    let bytes: [UInt8]

    /// A member's name, still escaped, and where its value lies.
    struct Member: Hashable {
        var name: [UInt8]
        var value: Range<Int>
    }

    /// All of it, without blanks at its ends.
    var whole: Range<Int> {
        var start = 0
        var end = bytes.count
        while start < end, Self.isBlank(bytes[start]) { start += 1 }
        while end > start, Self.isBlank(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    /// The elements of an array; nothing where it is none.
    func elements(of range: Range<Int>) -> [Range<Int>]? {
        guard range.count >= 2, bytes[range.lowerBound] == UInt8(ascii: "[") else { return nil }
        var found: [Range<Int>] = []
        var index = range.lowerBound + 1
        while true {
            index = skippingBlanks(index, range.upperBound)
            guard index < range.upperBound else { return nil }
            if bytes[index] == UInt8(ascii: "]") { return found }
            guard let end = endOfValue(index, range.upperBound) else { return nil }
            found.append(index..<end)
            index = skippingBlanks(end, range.upperBound)
            if index < range.upperBound, bytes[index] == UInt8(ascii: ",") { index += 1 }
        }
    }

    /// The members of an object; nothing where it is none.
    func members(of range: Range<Int>) -> [Member]? {
        guard range.count >= 2, bytes[range.lowerBound] == UInt8(ascii: "{") else { return nil }
        var found: [Member] = []
        var index = range.lowerBound + 1
        while true {
            index = skippingBlanks(index, range.upperBound)
            guard index < range.upperBound else { return nil }
            if bytes[index] == UInt8(ascii: "}") { return found }
            guard bytes[index] == UInt8(ascii: "\""), let nameEnd = endOfValue(index, range.upperBound) else {
                return nil
            }
            let name = Array(bytes[(index + 1)..<(nameEnd - 1)])
            index = skippingBlanks(nameEnd, range.upperBound)
            guard index < range.upperBound, bytes[index] == UInt8(ascii: ":") else { return nil }
            index = skippingBlanks(index + 1, range.upperBound)
            guard let end = endOfValue(index, range.upperBound) else { return nil }
            found.append(Member(name: name, value: index..<end))
            index = skippingBlanks(end, range.upperBound)
            if index < range.upperBound, bytes[index] == UInt8(ascii: ",") { index += 1 }
        }
    }

    /// The value of a member that is there exactly once.
    func member(_ name: String, of range: Range<Int>) -> Range<Int>? {
        let wanted = Array(name.utf8)
        let found = (members(of: range) ?? []).filter { $0.name == wanted }
        return found.count == 1 ? found[0].value : nil
    }

    /// The index behind the value that begins here.
    private func endOfValue(_ start: Int, _ limit: Int) -> Int? {
        var depth = 0
        var index = start
        while index < limit {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                guard let end = endOfString(index, limit) else { return nil }
                index = end
                if depth == 0 { return index }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return index > start ? index : nil }
                depth -= 1
                if depth == 0 { return index + 1 }
            case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
                UInt8(ascii: "\t"):
                if depth == 0 { return index > start ? index : nil }
            default: break
            }
            index += 1
        }
        return depth == 0 && index > start ? index : nil
    }

    private func endOfString(_ start: Int, _ limit: Int) -> Int? {
        var index = start + 1
        while index < limit {
            if bytes[index] == UInt8(ascii: "\\") {
                index += 2
            } else if bytes[index] == UInt8(ascii: "\"") {
                return index + 1
            } else {
                index += 1
            }
        }
        return nil
    }

    private func skippingBlanks(_ start: Int, _ limit: Int) -> Int {
        var index = start
        while index < limit, Self.isBlank(bytes[index]) { index += 1 }
        return index
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
