/// How many columns text takes on the terminal in use.
///
/// Everything that lays out text measures with the same value that the canvas draws with: a name that is counted by
/// `Character` and drawn by column shifts every border to its right.
public struct TextMetrics: Hashable, Sendable {
    /// Columns of a character of ambiguous East-Asian width: 1, or 2 on terminals that are set up that way.
    public let ambiguousWidth: Int

    /// Metrics of a terminal that shows ambiguous characters in one column, which is nearly every one.
    public static let standard = TextMetrics(ambiguousWidth: 1)

    /// Metrics with the given width of ambiguous characters; anything but 2 is taken as 1.
    public init(ambiguousWidth: Int) {
        self.ambiguousWidth = ambiguousWidth == 2 ? 2 : 1
    }

    /// The columns that a text takes when a canvas draws it.
    public func columns(of text: String) -> Int {
        var columns = 0
        var hasBase = false
        for scalar in text.unicodeScalars {
            switch kind(of: scalar) {
            case .printable(let width):
                columns += width
                hasBase = true
            case .mark:
                if !hasBase { columns += 1 }
                hasBase = true
            case .unprintable:
                columns += 1
                hasBase = true
            case .invisible:
                break
            }
        }
        return columns
    }

    /// The text, cut to a number of columns; where something was cut its last column is `…`.
    public func truncated(_ text: String, to limit: Int) -> String {
        guard limit > 0 else { return "" }
        if text.utf8.count <= limit || columns(of: text) <= limit { return text }
        var kept = ""
        var columns = 0
        for character in text {
            let width = self.columns(of: String(character))
            if columns + width > limit - 1 { break }
            kept.append(character)
            columns += width
        }
        return kept + "…"
    }

    /// What becomes of one scalar in a cell.
    enum Kind: Equatable {
        /// It takes this many columns.
        case printable(Int)
        /// It joins the cell before it.
        case mark
        /// It only changes how its neighbours look (joiners, variation selectors): left out, because terminals
        /// disagree on the columns of what it asks for.
        case invisible
        /// It would do something to the screen or hide something from the reader: shown as `�`.
        case unprintable
    }

    func kind(of scalar: Unicode.Scalar) -> Kind {
        let value = scalar.value
        if value < 0x7F { return value >= 0x20 ? .printable(1) : .unprintable }
        if value < 0xA0 || value == 0xAD { return .unprintable }
        if value < 0x300 { return .printable(ambiguous(value)) }
        if (0x2500...0x25FC).contains(value) { return .printable(ambiguous(value)) }
        if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FB).contains(value) { return .mark }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark:
            return Self.isVariationSelector(value) ? .invisible : .mark
        case .format:
            return value == 0x200C || value == 0x200D ? .invisible : .unprintable
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
            return .unprintable
        default:
            break
        }
        if value >= 0x20000 || WidthTables.contains(value, in: WidthTables.wide) { return .printable(2) }
        return .printable(ambiguous(value))
    }

    /// Our own marks and lines count as one column even where ambiguous characters take two: the driver then sends
    /// their ASCII forms, so that layouts stay as they were designed.
    private func ambiguous(_ value: UInt32) -> Int {
        guard ambiguousWidth == 2, Glyphs.ascii(for: value) == nil else { return 1 }
        return WidthTables.contains(value, in: WidthTables.ambiguous) ? 2 : 1
    }

    private static func isVariationSelector(_ value: UInt32) -> Bool {
        (0xFE00...0xFE0F).contains(value) || (0xE0100...0xE01EF).contains(value) || (0x180B...0x180F).contains(value)
    }
}
