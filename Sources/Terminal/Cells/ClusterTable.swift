/// The grapheme clusters of a canvas that are more than one scalar: letters with combining marks, composed Hangul.
///
/// They are rare, so a cell holds an index into this table instead of a string.
struct ClusterTable: Sendable {
    private var texts: [String] = []
    private var indexes: [String: UInt32] = [:]

    /// Marks that one cell can carry; more are left out (a tower of marks would be drawn over other rows).
    static let maximumScalars = 4

    /// The text at an index.
    func text(at index: UInt32) -> String {
        let position = Int(index)
        return position < texts.count ? texts[position] : "\u{FFFD}"
    }

    /// The index of a text, which is added when it is new.
    mutating func index(of text: String) -> UInt32 {
        if let known = indexes[text] { return known }
        let index = UInt32(texts.count)
        texts.append(text)
        indexes[text] = index
        return index
    }
}
