/// A bar of eighths of a column: how much of a whole.
enum Bar {
    private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

    /// The filled part in a width; anything above nothing shows, and only the whole fills it.
    static func text(_ part: Int, of whole: Int, width: Int) -> String {
        guard whole > 0, part > 0, width > 0 else { return "" }
        var filled = min(part, whole) * width * 8 / whole
        if filled == 0 { filled = 1 }
        return String(repeating: "█", count: filled / 8) + eighths[filled % 8]
    }
}
