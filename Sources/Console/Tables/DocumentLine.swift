import Terminal

/// A line of a detail: a label and what stands behind it, or a heading.
struct DocumentLine: Sendable {
    /// What the line tells of.
    var label: String
    /// What it tells.
    var value: String
    /// How the value looks.
    var role: StyleRole
    /// A sign before the value, with a role of its own.
    var mark: (mark: String, role: StyleRole)?
    /// Set for a heading.
    var isHeading = false

    /// A label and its value.
    init(_ label: String, _ value: String, _ role: StyleRole = .text, mark: (mark: String, role: StyleRole)? = nil) {
        self.label = label
        self.value = value
        self.role = role
        self.mark = mark
    }

    /// A heading.
    static func heading(_ title: String) -> DocumentLine {
        var line = DocumentLine(title, "")
        line.isHeading = true
        return line
    }

    /// An empty line.
    static let blank = DocumentLine("", "")
}

extension Pen {
    /// Draws the visible lines of a detail, the selected one shown as such.
    mutating func document(_ lines: [DocumentLine], _ view: View, in area: Area) {
        let labels = min(area.width / 3, max(8, lines.filter { !$0.isHeading }.map { width(of: $0.label) }.max() ?? 0))
        for (offset, line) in lines.dropFirst(view.scroll).prefix(area.height).enumerated() {
            let y = area.y + offset
            if line.isHeading {
                heading(line.label, x: area.x + 1, y: y, width: area.width - 2)
            } else {
                text(line.label, x: area.x + 2, y: y, width: labels, role: .dim)
                var x = area.x + 3 + labels
                if let mark = line.mark {
                    x = text(mark.mark, x: x, y: y, width: 2, role: mark.role) + 1
                }
                text(line.value, x: x, y: y, width: area.x + area.width - 1 - x, role: line.role)
            }
            if view.scroll + offset == view.row { select(row: y, in: area) }
        }
    }
}
