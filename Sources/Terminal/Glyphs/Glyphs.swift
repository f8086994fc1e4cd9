/// Which characters the terminal can show, and what stands in for those it cannot.
///
/// Screens always write the full set; the driver replaces, so that no screen has two forms.
public enum Glyphs: Sendable, Hashable {
    /// UTF-8 and a full font.
    case unicode
    /// UTF-8 on a terminal that shows ambiguous characters in two columns: our own marks of that kind go out as ASCII,
    /// so that they stay one column wide.
    case narrow
    /// UTF-8 on the Linux console, whose font has lines, blocks and arrows but few marks.
    case console
    /// ASCII alone.
    case ascii

    /// What is sent for a scalar; nil where it goes out as it is.
    func substitute(for value: UInt32) -> UInt32? {
        guard value > 0x7E else { return nil }
        switch self {
        case .unicode:
            return nil
        case .narrow:
            guard WidthTables.contains(value, in: WidthTables.ambiguous) else { return nil }
            return Self.ascii(for: value).map(UInt32.init)
        case .console:
            return Self.isInConsoleFont(value) ? nil : Self.ascii(for: value).map(UInt32.init)
        case .ascii:
            return UInt32(Self.ascii(for: value) ?? UInt8(ascii: "?"))
        }
    }

    /// The ASCII form of one of our own glyphs; nil for everything else.
    static func ascii(for value: UInt32) -> UInt8? {
        guard value > 0x7E else { return nil }
        if (0x2500...0x257F).contains(value) { return boxDrawing(value) }
        return table[value]
    }

    private static let table: [UInt32: UInt8] = {
        let pairs: [(Unicode.Scalar, Unicode.Scalar)] = [
            ("●", "*"), ("▲", "!"), ("○", "o"), ("◌", "?"), ("✖", "X"), ("✗", "X"), ("✘", "X"), ("–", "-"),
            ("—", "-"), ("≠", "#"), ("≈", "~"), ("·", "."), ("•", "*"), ("…", "~"), ("✔", "v"), ("✓", "v"),
            ("▌", "|"), ("▐", "|"), ("█", "#"), ("▀", "\""), ("▄", "="), ("░", "."), ("▒", ":"), ("▓", "%"),
            ("▁", "_"), ("▂", "."), ("▃", "-"), ("▅", "+"), ("▆", "*"), ("▇", "%"),
            ("▏", " "), ("▎", "."), ("▍", ":"), ("▋", "|"), ("▊", "|"), ("▉", "#"),
            ("▶", ">"), ("►", ">"), ("◀", "<"), ("◄", "<"), ("▼", "v"), ("△", "^"), ("▽", "v"), ("▸", ">"),
            ("→", ">"), ("←", "<"), ("↑", "^"), ("↓", "v"), ("↵", "^"), ("⏎", "^"), ("↕", "|"), ("⇧", "^"),
            ("≤", "<"), ("≥", ">"), ("×", "x"), ("±", "~"), ("°", "o"), ("µ", "u"), ("μ", "u"), ("÷", "/"),
            ("“", "\""), ("”", "\""), ("‘", "'"), ("’", "'"), ("«", "<"), ("»", ">"), ("‹", "<"), ("›", ">"),
            ("\u{A0}", " "), ("■", "#"), ("□", "o"), ("◆", "*"), ("◇", "o"), ("★", "*"), ("☆", "*"),
            ("\u{FFFD}", "?"),
        ]
        return Dictionary(
            pairs.map { ($0.0.value, UInt8(truncatingIfNeeded: $0.1.value)) }, uniquingKeysWith: { first, _ in first })
    }()

    private static func boxDrawing(_ value: UInt32) -> UInt8 {
        switch value {
        case 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x254D, 0x2550, 0x2574, 0x2576, 0x2578, 0x257A:
            UInt8(ascii: "-")
        case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x254E, 0x254F, 0x2551, 0x2575, 0x2577, 0x2579, 0x257B:
            UInt8(ascii: "|")
        default:
            UInt8(ascii: "+")
        }
    }

    /// What the fonts that Debian and Ubuntu load on the console have in common beyond Latin letters.
    private static func isInConsoleFont(_ value: UInt32) -> Bool {
        switch value {
        case 0xA0...0x17F: true
        case 0x2500, 0x2502, 0x250C, 0x2510, 0x2514, 0x2518, 0x251C, 0x2524, 0x252C, 0x2534, 0x253C: true
        case 0x2550...0x256C: true
        case 0x2580, 0x2584, 0x2588, 0x258C, 0x2590, 0x2591...0x2593: true
        case 0x2190...0x2193: true
        default: false
        }
    }
}
