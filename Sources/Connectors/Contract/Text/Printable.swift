/// A peer's text made fit for a message: one line, short, nothing that a terminal obeys.
public enum Printable {
    /// At most so many characters; what is cut off shows as `…`.
    public static func line(_ text: String, limit: Int = 120) -> String {
        var line = ""
        var count = 0
        for scalar in text.unicodeScalars {
            if count == limit { return line + "…" }
            line.unicodeScalars.append(isPrintable(scalar) ? scalar : "\u{FFFD}")
            count += 1
        }
        return line
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
