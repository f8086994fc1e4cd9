/// A line of the file and a caret below one of its columns.
enum Excerpt {
    /// ```
    ///    12 |     kid: eureka
    ///       |     ^
    /// ```
    static func text(of line: String, number: Int, column: Int) -> String {
        // Searched further than it is shown, because what makes a text a secret may come after it.
        let line = String(String.UnicodeScalarView(line.unicodeScalars.prefix(4096)))
        let shown = Array(withoutSecrets(line).unicodeScalars.prefix(160))
        let label = String(number)
        let gutter = String(repeating: " ", count: max(0, 5 - label.count))
        // A tab is shown as one space, so that the caret below it stands where it should.
        let source = printable(String(String.UnicodeScalarView(shown)))
        let indent = shown.prefix(column - 1).reduce(0) { $0 + width($1) } + max(0, column - 1 - shown.count)
        let blank = String(repeating: " ", count: 5)
        return "\(gutter)\(label) | \(source)\n\(blank) | \(String(repeating: " ", count: min(indent, 170)))^"
    }

    /// Hides what follows a key that names a secret, and what stands before the @ of an address: a message may be read
    /// by more people than the file.
    static func withoutSecrets(_ line: String) -> String {
        hideAfterSecretKeys(hideUserInfo(line))
    }

    private static let secretKeys = ["password", "passwd", "secret", "token", "credentials"]

    private static func hideAfterSecretKeys(_ line: String) -> String {
        // ASCII folding keeps one byte for each byte, so that offsets agree.
        let bytes = Array(line.utf8)
        let folded = bytes.map { (65...90).contains($0) ? $0 + 32 : $0 }
        for key in secretKeys.map({ Array($0.utf8) }) {
            var index = 0
            while index + key.count <= folded.count {
                defer { index += 1 }
                guard folded[index..<index + key.count].elementsEqual(key) else { continue }
                // The key itself may go on (passwordFile), and what counts is the colon after it.
                guard let colon = folded[(index + key.count)...].firstIndex(of: UInt8(ascii: ":")) else { continue }
                let rest = String(decoding: bytes[(colon + 1)...], as: UTF8.self)
                let value = rest.drop { " \t\"'".contains($0) }
                // References are no secrets, and of a mapping only the values below such a key of its own are.
                if value.isEmpty || value.hasPrefix("${") || value.hasPrefix("{") { continue }
                return String(decoding: bytes[...colon], as: UTF8.self) + " (hidden)"
            }
        }
        return line
    }

    /// From the last `://`, or else the last quote or space, before an @ to that @, again for what stands before: a
    /// password may hold any character.
    private static func hideUserInfo(_ line: String) -> String {
        var rest = line[...]
        var shown = ""
        while let at = rest.lastIndex(of: "@"),
            let start = rest[..<at].ranges(of: "://").last?.upperBound
                ?? rest[..<at].lastIndex(where: { " \t\"'".contains($0) }).map({ rest.index(after: $0) })
        {
            shown = "(hidden)" + rest[at...] + shown
            rest = rest[..<start]
        }
        return rest + shown
    }

    /// Columns of a character: two for the wide ones of East Asia.
    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x300...0x36f: 0
        case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
            0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f900...0x1f9ff, 0x20000...0x3fffd:
            2
        default: 1
        }
    }
}
