extension StringProtocol {
    /// The first place of a text, compared byte by byte: pages of servers are large, and characters are slow.
    func range(of text: String) -> Range<Index>? {
        let needle = Array(text.utf8)
        guard let first = needle.first else { return nil }
        var rest = utf8[...]
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: needle) { return start..<utf8.index(start, offsetBy: needle.count) }
            rest = rest.dropFirst()
        }
        return nil
    }
}
