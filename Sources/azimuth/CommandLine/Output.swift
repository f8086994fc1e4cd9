import FoundationEssentials

/// What commands print.
enum Output {
    /// A line to standard output.
    static func line(_ text: String) {
        print(text)
    }

    /// Text to standard output as it is.
    static func text(_ text: String) {
        print(text, terminator: text.hasSuffix("\n") ? "" : "\n")
    }

    /// A line to standard error.
    static func error(_ text: String) {
        Process.flush()
        Process.writeError(text + "\n")
    }

    /// A value as JSON, one document on standard output: sorted keys, no escaped slashes, so that it reads and diffs well.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Names and messages that peers sent, made safe for a terminal.
    static func sanitised(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
                    default: scalar
                    }
                }))
    }
}
