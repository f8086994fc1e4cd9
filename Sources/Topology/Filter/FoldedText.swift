/// Comparing text without regard to case, byte by byte and without allocating where it is ASCII, as nearly all of it is.
enum FoldedText {
    /// The text itself where it is ASCII (bytes are folded as they are compared), else a lower-cased copy.
    static func folded(_ text: String) -> String {
        text.utf8.allSatisfy { $0 < 0x80 } ? text : text.lowercased()
    }

    /// The lower-case form of an ASCII letter, any other byte as it is.
    @inline(__always)
    static func fold(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 0x20 : byte }

    /// Whether text equals lower-cased bytes.
    static func equal(_ text: borrowing Span<UInt8>, _ lowered: [UInt8]) -> Bool {
        guard text.count == lowered.count else { return false }
        for index in 0..<lowered.count where fold(text[index]) != lowered[index] { return false }
        return true
    }

    /// Whether text holds lower-cased bytes anywhere.
    static func contains(_ text: borrowing Span<UInt8>, _ lowered: [UInt8]) -> Bool {
        guard let first = lowered.first else { return true }
        guard text.count >= lowered.count else { return false }
        for start in 0...(text.count - lowered.count) where fold(text[start]) == first {
            var index = 1
            while index < lowered.count, fold(text[start + index]) == lowered[index] { index += 1 }
            if index == lowered.count { return true }
        }
        return false
    }
}
