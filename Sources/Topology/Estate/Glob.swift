/// Shell-like patterns of service and host names: `*` any run, `?` any one character; case is folded.
///
/// Compiled once, so that a rule or a filter costs a row no allocation.
public struct Glob: Hashable, Sendable {
    private let pattern: [UInt8]
    private let isLiteral: Bool

    /// Compiles a pattern.
    public init(_ pattern: String) {
        self.pattern = Array(pattern.lowercased().utf8)
        isLiteral = !self.pattern.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
    }

    /// Whether a text has a character that makes it a pattern.
    public static func isPattern(_ text: String) -> Bool { text.utf8.contains { $0 == 42 || $0 == 63 } }

    /// Whether the whole text matches; linear in text × stars, so a hostile name costs nothing.
    public func matches(_ text: String) -> Bool {
        let folded = FoldedText.folded(text)
        let bytes = folded.utf8Span.span
        return isLiteral ? FoldedText.equal(bytes, pattern) : matches(bytes)
    }

    /// Whether the whole text matches a pattern that is used once.
    public static func matches(_ pattern: String, _ text: String) -> Bool { Glob(pattern).matches(text) }

    private func matches(_ text: borrowing Span<UInt8>) -> Bool {
        var (p, t) = (0, 0)
        var star: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
                star = (p, t)
                p += 1
            } else if p < pattern.count, pattern[p] == UInt8(ascii: "?") {
                p += 1
                t = Self.afterScalar(t, in: text)
            } else if p < pattern.count, pattern[p] == FoldedText.fold(text[t]) {
                p += 1
                t += 1
            } else if let last = star {
                p = last.pattern + 1
                t = Self.afterScalar(last.text, in: text)
                star = (last.pattern, t)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    private static func afterScalar(_ index: Int, in text: borrowing Span<UInt8>) -> Int {
        var next = index + 1
        while next < text.count, text[next] & 0xC0 == 0x80 { next += 1 }
        return next
    }
}
