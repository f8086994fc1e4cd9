/// A horizontal bar in eighths of a column: `██████▍`.
public enum Bar {
    private static let eighths: [Character] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

    /// The filled part and the rest; together they take exactly `width` columns.
    ///
    /// Something is never nothing and not quite all is never all: a fraction above 0 shows at least one eighth, one
    /// below 1 leaves at least one eighth free.
    ///
    /// - Parameters:
    ///   - fraction: from 0 to 1; nil or not-a-number is unknown and draws neither.
    ///   - rest: the character of the part that is not filled.
    public static func parts(_ fraction: Double?, width: Int, rest: Character = " ") -> (filled: String, rest: String) {
        guard width > 0 else { return ("", "") }
        guard let fraction, !fraction.isNaN else { return ("", String(repeating: " ", count: width)) }
        let total = width * 8
        var units = Int((min(max(fraction, 0), 1) * Double(total)).rounded())
        if fraction > 0 { units = max(units, 1) }
        if fraction < 1 { units = min(units, total - 1) }
        var filled = String(repeating: "█", count: units / 8)
        if units % 8 > 0 { filled.append(eighths[units % 8]) }
        return (filled, String(repeating: rest, count: width - filled.count))
    }

    /// The whole bar as one text.
    public static func text(_ fraction: Double?, width: Int, rest: Character = " ") -> String {
        let parts = parts(fraction, width: width, rest: rest)
        return parts.filled + parts.rest
    }
}
