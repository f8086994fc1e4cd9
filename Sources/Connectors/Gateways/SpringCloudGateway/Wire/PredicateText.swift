/// A route's conditions, taken from the text that the gateway prints of them.
///
/// `((RouteDefinitionRouteLocator$$Lambda$1240/0x00007f5b && Paths: [/x/**], match trailing slash: true) && Weight: g 80)`:
/// the name of the lambda changes with each start, and means nothing.
struct PredicateText: Hashable, Sendable {
    /// The conditions that all must hold, but for the weight, in the text's order.
    var conditions: [String] = []
    /// The group of the weight.
    var group: String?
    /// The weight.
    var weight: Int?
    /// Conditions stand behind the weight.
    var isWeightLast = true

    /// How many conditions are taken apart; what is more is kept as one.
    private static let most = 256

    /// Takes a text apart.
    init(_ text: String) {
        let bytes = Array(text.utf8)
        let brackets = Brackets(bytes)
        // The last one waiting goes first, so that the order is the text's.
        var waiting = [0..<bytes.count]
        var count = 0
        while let next = waiting.popLast() {
            let inner = brackets.peeled(next)
            let parts = count + waiting.count < Self.most ? brackets.split(inner) : [inner]
            if parts.count > 1 {
                waiting.append(contentsOf: parts.reversed())
            } else if !inner.isEmpty {
                count += 1
                add(bytes[inner])
            }
        }
    }

    private mutating func add(_ leaf: ArraySlice<UInt8>) {
        let text = String(decoding: leaf, as: UTF8.self)
        if text.hasPrefix("Weight: "), let blank = text.lastIndex(of: " "),
            let number = Int(text[blank...].dropFirst()),
            let start = text.index(text.startIndex, offsetBy: 8, limitedBy: blank), start < blank
        {
            group = String(text[start..<blank])
            weight = number
            isWeightLast = true
            return
        }
        isWeightLast = weight == nil ? isWeightLast : false
        // What every definition begins with, and is always true.
        if text.hasPrefix("RouteDefinitionRouteLocator$$Lambda") { return }
        conditions.append(LambdaName.removed(from: text))
    }
}

/// Which brackets of a text belong together: what is between them stays together, and is passed over in one step, so that
/// a text of nothing but brackets costs no more than any other.
private struct Brackets {
    private let bytes: [UInt8]
    /// By the place of an opening bracket, that of its closing one; 0 for anything else.
    private var closing: [Int]

    /// Pairs brackets; one without its like (in an expression of somebody's) is a character like any other.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        closing = Array(repeating: 0, count: bytes.count)
        var open: [Int] = []
        var lists = 0
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "("): open.append(index)
            case UInt8(ascii: "["):
                open.append(index)
                lists += 1
            case UInt8(ascii: ")"):
                guard let start = open.last, bytes[start] == UInt8(ascii: "(") else { continue }
                open.removeLast()
                closing[start] = index
            case UInt8(ascii: "]"):
                // A list ends here, whatever was opened in it and not closed.
                guard lists > 0 else { continue }
                lists -= 1
                while let start = open.popLast() {
                    guard bytes[start] == UInt8(ascii: "[") else { continue }
                    closing[start] = index
                    break
                }
            default: break
            }
        }
    }

    /// Without blanks at its ends, and without brackets around all of it.
    func peeled(_ range: Range<Int>) -> Range<Int> {
        var range = range
        while true {
            while let first = range.first, bytes[first] == 0x20 { range = range.dropFirst() }
            while let last = range.last, bytes[last] == 0x20 { range = range.dropLast() }
            guard let first = range.first, let last = range.last, bytes[first] == UInt8(ascii: "("),
                closing[first] == last
            else { return range }
            range = (first + 1)..<last
        }
    }

    /// The parts between ` && ` that stand in no bracket.
    func split(_ range: Range<Int>) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        var index = range.lowerBound
        while index < range.upperBound {
            if closing[index] > index {
                index = closing[index]
            } else if isAnd(index, in: range) {
                parts.append(start..<index)
                start = index + 3
                index += 2
            }
            index += 1
        }
        return parts + [start..<range.upperBound]
    }

    private func isAnd(_ index: Int, in range: Range<Int>) -> Bool {
        index > range.lowerBound && index + 2 < range.upperBound && bytes[index] == UInt8(ascii: "&")
            && bytes[index + 1] == UInt8(ascii: "&") && bytes[index - 1] == 0x20 && bytes[index + 2] == 0x20
    }
}

/// Names that Java makes up anew at each start.
enum LambdaName {
    /// `Some$$Lambda$1240/0x00007f5b205f1ef0@1b2c` becomes `Some$$Lambda`, `Some@1b2c3d4e` becomes `Some`.
    static func removed(from text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "@")) || text.utf8.contains(UInt8(ascii: "$")) else { return text }
        let bytes = Array(text.utf8)
        var kept: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index...].starts(with: lambda) {
                kept += lambda
                index += lambda.count
                while index < bytes.count, isNameByte(bytes[index]) { index += 1 }
            } else if let end = endOfHash(bytes, at: index) {
                index = end
            } else {
                kept.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    private static let lambda = Array("$$Lambda".utf8)

    /// `@` and the hash code of an object: 4 to 8 hexadecimal digits, nothing behind them that is part of a word.
    private static func endOfHash(_ bytes: [UInt8], at index: Int) -> Int? {
        guard bytes[index] == UInt8(ascii: "@"), index > 0, isNameByte(bytes[index - 1]) else { return nil }
        var end = index + 1
        while end < bytes.count, isHex(bytes[end]) { end += 1 }
        guard (5...9).contains(end - index) else { return nil }
        return end < bytes.count && (isNameByte(bytes[end]) || bytes[end] == UInt8(ascii: ".")) ? nil : end
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), UInt8(ascii: "/"),
            UInt8(ascii: "@"):
            true
        default: false
        }
    }
}
