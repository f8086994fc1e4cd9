import Terminal

extension TextMetrics {
    /// The text in lines of a width, broken at spaces where there are any.
    func wrapped(_ text: String, to width: Int) -> [String] {
        guard width > 0 else { return [] }
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ", omittingEmptySubsequences: true) {
            let candidate = line.isEmpty ? String(word) : line + " " + word
            if columns(of: candidate) <= width {
                line = candidate
                continue
            }
            if !line.isEmpty { lines.append(line) }
            line = String(word)
            while columns(of: line) > width {
                let head = beginning(of: line, to: width)
                if head.isEmpty { return lines + [truncated(line, to: width)] }
                lines.append(head)
                line = String(line.dropFirst(head.count))
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }

    /// The text in lines of a width, cut wherever a line is full.
    func cut(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var rest = text
        while columns(of: rest) > width {
            let head = beginning(of: rest, to: width)
            if head.isEmpty { return lines + [truncated(rest, to: width)] }
            lines.append(head)
            rest = String(rest.dropFirst(head.count))
        }
        return lines + [rest]
    }

    private func beginning(of text: String, to width: Int) -> String {
        var head = ""
        var used = 0
        for character in text {
            let cluster = columns(of: String(character))
            if used + cluster > width { break }
            used += cluster
            head.append(character)
        }
        return head
    }
}
