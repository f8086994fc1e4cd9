import Terminal

/// A line of a detail: a label and what stands behind it, a heading, or text alone.
struct DocumentLine: Sendable {
    /// What the line tells of.
    var label: String
    /// What it tells.
    var value: String
    /// How the value looks.
    var role: StyleRole
    /// A sign with a role of its own: before the value, or before the label where it leads.
    var mark: (mark: String, role: StyleRole)?
    /// How it is laid out.
    var form: Form

    /// How a line is laid out.
    enum Form: Sendable {
        /// A label, then the value.
        case pair
        /// A sign, then the label, then the value: the line is about one thing, and the sign is its state.
        case item
        /// Words and a rule.
        case heading
        /// The value alone, over the whole width.
        case text
        /// Parts that each stand at a column of their own, as in a table.
        case parts([DocumentPart])
    }

    /// A label and its value.
    init(
        _ label: String, _ value: String, _ role: StyleRole = .text, mark: (mark: String, role: StyleRole)? = nil,
        form: Form = .pair
    ) {
        self.label = label
        self.value = value
        self.role = role
        self.mark = mark
        self.form = form
    }

    /// A heading.
    static func heading(_ title: String) -> DocumentLine { DocumentLine(title, "", form: .heading) }

    /// Parts at columns of their own.
    static func parts(_ parts: [DocumentPart]) -> DocumentLine {
        let text = parts.map(\.text).filter { !$0.isEmpty }.joined(separator: "  ")
        return DocumentLine("", text, form: .parts(parts))
    }

    /// Text over the whole width.
    static func text(_ value: String, _ role: StyleRole = .text) -> DocumentLine {
        DocumentLine("", value, role, form: .text)
    }

    /// An empty line.
    static let blank = DocumentLine("", "")

    /// The whole value, where the line shows a part of it.
    var whole: String?

    /// What is copied of it.
    var copied: String? {
        if case .heading = form { return nil }
        return value.isEmpty ? nil : whole ?? value
    }

    /// Whether it is about one thing, whose state its sign tells.
    var isItem: Bool { if case .item = form { true } else { false } }

    /// Whether it heads what follows.
    var isHeading: Bool { if case .heading = form { true } else { false } }
}

/// A part of a line at a column of its own.
struct DocumentPart: Sendable {
    /// Its column, from the left edge of the document.
    var x: Int
    /// As many columns as it may take.
    var width: Int
    /// What stands there.
    var text: String
    /// How it looks.
    var role: StyleRole
    /// Whether it stands at the right end of its width.
    var right: Bool

    /// A part.
    init(_ x: Int, _ width: Int, _ text: String, _ role: StyleRole = .text, right: Bool = false) {
        self.x = x
        self.width = width
        self.text = text
        self.role = role
        self.right = right
    }
}

/// A detail's lines with the widths that they are laid out by.
struct Document: Sendable {
    /// The lines.
    private(set) var lines: [DocumentLine] = []
    /// Columns of the labels.
    let labels: Int
    /// Columns of a whole line.
    let width: Int

    /// An empty detail for a terminal so wide.
    init(labels: Int, width: Int) {
        self.labels = min(labels, max(8, width / 3))
        self.width = width
    }

    /// Adds a line.
    mutating func add(_ line: DocumentLine) { lines.append(line) }

    /// Adds a line whose value goes on in lines below where it is too long: what has to be read whole is never cut.
    ///
    /// - Parameter anywhere: cut at the last column rather than at a space, as calls are, which have long words.
    mutating func wrap(_ line: DocumentLine, anywhere: Bool = false, _ metrics: TextMetrics = .standard) {
        var room = max(8, width - labels - 6)
        switch line.form {
        case .text: room = max(8, width - 4)
        case .parts, .heading:
            lines.append(line)
            return
        case .pair, .item: break
        }
        let parts = anywhere ? metrics.cut(line.value, to: room) : metrics.wrapped(line.value, to: room)
        guard parts.count > 1 else {
            var only = line
            only.value = Self.spaced(metrics.columns(of: line.value) <= room ? line.value : parts.first ?? "")
            lines.append(only)
            return
        }
        for (index, part) in parts.enumerated() {
            var next = line
            next.value = Self.spaced(part)
            next.whole = Self.spaced(line.value)
            if index > 0 {
                next.label = ""
                next.mark = line.mark.map { (" ", $0.role) }
            }
            lines.append(next)
        }
    }

    /// Spaces that hold words together while lines are broken are spaces once they are.
    private static func spaced(_ text: String) -> String {
        text.contains("\u{A0}") ? String(text.map { $0 == "\u{A0}" ? " " : $0 }) : text
    }
}

extension Pen {
    /// Draws the visible lines of a detail, the selected one shown as such.
    mutating func document(_ document: Document, _ view: View, in area: Area) {
        for (offset, line) in document.lines.dropFirst(view.scroll).prefix(area.height).enumerated() {
            let y = area.y + offset
            let end = area.x + area.width - 1
            switch line.form {
            case .heading: heading(line.label, x: area.x + 1, y: y, width: area.width - 2)
            case .text: text(line.value, x: area.x + 2, y: y, width: end - area.x - 2, role: line.role)
            case .pair:
                text(line.label, x: area.x + 2, y: y, width: document.labels, role: .dim)
                var x = area.x + 3 + document.labels
                if let mark = line.mark { x = text(mark.mark, x: x, y: y, width: 2, role: mark.role) + 1 }
                text(line.value, x: x, y: y, width: end - x, role: line.role)
            case .item:
                if let mark = line.mark { text(mark.mark, x: area.x + 2, y: y, width: 2, role: mark.role) }
                text(line.label, x: area.x + 4, y: y, width: document.labels, role: .strong)
                let x = area.x + 5 + document.labels
                text(line.value, x: x, y: y, width: end - x, role: line.role)
            case .parts: break
            }
            if case .parts(let parts) = line.form {
                for part in parts {
                    let place = area.x + 2 + part.x
                    let width = min(part.width, end - place)
                    if part.right {
                        right(part.text, x: place, y: y, width: width, role: part.role)
                    } else {
                        text(part.text, x: place, y: y, width: width, role: part.role)
                    }
                }
            }
            if view.scroll + offset == view.row { select(row: y, in: area) }
        }
    }
}
