/// Text of a peer made fit for messages and logs: short, one line, nothing that a terminal obeys.
enum Excerpt {
    /// The first bytes as one line of printable text; what is cut off shows as `…`.
    static func of(_ bytes: some Sequence<UInt8>, limit: Int = 80) -> String {
        var head = Array(bytes.prefix(limit * 4 + 4))
        // A cut in the middle of a character is ours, not the peer's: it must not look like wrong UTF-8.
        if head.count == limit * 4 + 4 {
            while let last = head.last, last & 0xC0 == 0x80 { head.removeLast() }
            if let last = head.last, last >= 0xC0 { head.removeLast() }
        }
        return of(String(decoding: head, as: UTF8.self), limit: limit)
    }

    /// A text as one line of at most so many printable characters.
    static func of(_ text: String, limit: Int = 80) -> String {
        var line = ""
        var count = 0
        var blank = true
        for scalar in text.unicodeScalars {
            let space = scalar == " " || scalar == "\n" || scalar == "\r" || scalar == "\t"
            if space && blank { continue }
            if count == limit { return line + "…" }
            blank = space
            line.unicodeScalars.append(space ? " " : isPrintable(scalar) ? scalar : "\u{FFFD}")
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
