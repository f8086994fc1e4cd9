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
        for leaf in Self.leaves(of: Array(text.utf8)) { add(leaf) }
    }

    private mutating func add(_ leaf: ArraySlice<UInt8>) {
        let text = String(decoding: leaf, as: UTF8.self)
        if text.hasPrefix("Weight: "), let blank = text.lastIndex(of: " "), let number = Int(text[blank...].dropFirst()),
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

    /// Parts a conjunction at its `&&`, however they are nested; what is in brackets stays together.
    private static func leaves(of text: [UInt8]) -> [ArraySlice<UInt8>] {
        var waiting = [text[...]]
        var leaves: [ArraySlice<UInt8>] = []
        // The last one waiting goes first, so that the order is the text's.
        while let next = waiting.popLast() {
            let inner = peeled(next)
            let parts = leaves.count + waiting.count < most ? split(inner) : [inner]
            if parts.count > 1 {
                waiting.append(contentsOf: parts.reversed())
            } else if inner.count < next.count, leaves.count + waiting.count < most {
                waiting.append(inner)
            } else if !inner.isEmpty {
                leaves.append(inner)
            }
        }
        return leaves
    }

    /// Without blanks at its ends, and without brackets around all of it.
    private static func peeled(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text
        while text.first == UInt8(ascii: " ") { text = text.dropFirst() }
        while text.last == UInt8(ascii: " ") { text = text.dropLast() }
        guard text.first == UInt8(ascii: "("), text.last == UInt8(ascii: ")") else { return text }
        var depth = 0
        for index in text.indices {
            if text[index] == UInt8(ascii: "(") { depth += 1 }
            if text[index] == UInt8(ascii: ")") { depth -= 1 }
            if depth == 0, index != text.endIndex - 1 { return text }
        }
        return depth == 0 ? text.dropFirst().dropLast() : text
    }

    /// The parts between `&&` that stand in no bracket; the whole where brackets do not match.
    private static func split(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var depth = 0
        var start = text.startIndex
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: "&") where depth == 0 && text[index...].starts(with: Array("&& ".utf8)):
                guard index > text.startIndex, text[index - 1] == UInt8(ascii: " ") else { continue }
                parts.append(text[start..<index])
                start = index + 2
            default: break
            }
        }
        guard depth == 0 else { return [text] }
        return parts + [text[start...]]
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
