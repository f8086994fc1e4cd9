/// Text of the file as messages quote it: short, on one line, and without what could steer a terminal.
func quoted(_ text: String) -> String {
    var shown = printable(text)
    if shown.count > 60 { shown = shown.prefix(57) + "…" }
    return "\"\(shown)\""
}

/// `a`, `a or b`, `a, b or c`.
func alternatives(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
}

/// The text with every character replaced that is not drawn as itself.
func printable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? " " : $0 }))
}

/// Whether a scalar does something to a terminal other than being drawn: controls, line separators, and the marks that
/// turn the direction of writing.
func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7f...0x9f, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff: true
    default: false
    }
}
