/// Reads theme files: our own, and btop's.
///
/// Both have one assignment a line, `theme[KEY]="VALUE"`. Ours name a role and give `foreground background
/// attributes`; what is left out is the terminal's own. A file with btop's `main_bg` or `main_fg` is one of btop's:
/// its colours are given to our roles, and keys that mean nothing here are passed over, as btop does.
struct ThemeParser {
    /// The file's name, for messages.
    let file: String

    private struct Assignment {
        let line: Int
        let key: String
        let value: String
    }

    /// The theme that a text describes; roles that it does not name look as in the standard theme.
    func parse(_ text: String) throws(TerminalError) -> Theme {
        var assignments: [Assignment] = []
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for (index, line) in lines.enumerated() {
            if let assignment = try assignment(in: line, number: index + 1) { assignments.append(assignment) }
        }
        let isBtop = assignments.contains { $0.key == "main_bg" || $0.key == "main_fg" }
        var theme = Theme.standard
        if isBtop {
            var colors: [String: TerminalColor] = [:]
            for assignment in assignments { colors[assignment.key] = Self.color(assignment.value) }
            theme = BtopTheme(colors: colors).theme
        }
        let roles = Dictionary(uniqueKeysWithValues: StyleRole.allCases.map { ($0.name, $0) })
        for assignment in assignments {
            if let role = roles[assignment.key] {
                if isBtop, role == .title { continue }
                theme[role] = try style(assignment)
            } else if !isBtop {
                throw unknown(assignment, roles.keys.sorted())
            }
        }
        return theme
    }

    private func assignment(in line: Substring, number: Int) throws(TerminalError) -> Assignment? {
        let line = Self.trimmed(line)
        guard let first = line.first, first != "#" else { return nil }
        guard line.hasPrefix("theme["), let close = line.firstIndex(of: "]") else {
            throw failure(number, "expected theme[role]=\"foreground background attributes\"")
        }
        let key = String(line[line.index(line.startIndex, offsetBy: 6)..<close])
        let rest = Self.trimmed(line[line.index(after: close)...])
        guard rest.first == "=" else { throw failure(number, "expected = after theme[\(key)]") }
        var value = Self.trimmed(rest.dropFirst())
        if value.first == "\"" {
            value = value.dropFirst()
            // btop leaves out what follows the closing quote; some of its themes have something there.
            guard let end = value.firstIndex(of: "\"") else { throw failure(number, "the closing quote is missing") }
            value = value[..<end]
        }
        return Assignment(line: number, key: key, value: String(value))
    }

    private func style(_ assignment: Assignment) throws(TerminalError) -> CellStyle {
        if let color = Self.color(assignment.value) { return CellStyle(color) }
        var style = CellStyle()
        for (position, word) in assignment.value.split(separator: " ").enumerated() {
            if position >= 2 || TerminalColor(name: word) == nil, let attribute = Self.attribute(word) {
                style.attributes.insert(attribute)
            } else if position < 2, let color = TerminalColor(name: word) {
                if position == 0 { style.foreground = color } else { style.background = color }
            } else {
                let known =
                    position < 2
                    ? "a colour is #RRGGBB, default, or one of \(TerminalColor.names.joined(separator: ", "))"
                    : "an attribute is one of bold, dim, italic, underline, reverse"
                throw failure(assignment.line, "theme[\(assignment.key)]: \"\(word)\" is not known; \(known)")
            }
        }
        return style
    }

    /// One colour, in the forms of both kinds of file; nil where the value is empty or is something else.
    private static func color(_ value: String) -> TerminalColor? {
        let words = value.split(separator: " ")
        if words.count == 3 {
            let parts = words.compactMap { UInt8($0) }
            if parts.count == 3 { return .rgb(parts[0], parts[1], parts[2]) }
        }
        return words.count == 1 ? TerminalColor(name: words[0]) : nil
    }

    private static func attribute(_ word: Substring) -> CellAttributes? {
        switch word.lowercased() {
        case "bold": .bold
        case "dim": .dim
        case "italic": .italic
        case "underline": .underline
        case "reverse": .reverse
        default: nil
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return text
    }

    private func failure(_ line: Int, _ what: String) -> TerminalError {
        TerminalError(.theme, "\(file):\(line): \(what)")
    }

    private func unknown(_ assignment: Assignment, _ names: [String]) -> TerminalError {
        let nearest = names.min { Self.distance($0, assignment.key) < Self.distance($1, assignment.key) } ?? ""
        return failure(
            assignment.line,
            "there is no role \"\(assignment.key)\"; the nearest is \"\(nearest)\". All roles are in azimuth.theme")
    }

    /// Levenshtein's distance.
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right.lowercased())
        var row = Array(0...right.count)
        for (index, character) in left.lowercased().enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let cost = right[column] == character ? diagonal : diagonal + 1
                diagonal = row[column + 1]
                row[column + 1] = min(cost, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
