extension Canvas {
    /// All rows as text, joined by newlines; every row has as many columns as the canvas. For tests of whole screens.
    public var text: String {
        (0..<rows).map { rowText($0) }.joined(separator: "\n")
    }

    /// All rows with one letter a column for the role that shows there (`StyleRole.letter`), joined by newlines.
    public var styleText: String {
        (0..<rows).map { rowStyles($0) }.joined(separator: "\n")
    }

    /// The text of one row of the whole canvas; empty where there is no such row.
    public func rowText(_ y: Int) -> String {
        guard y >= 0, y < rows else { return "" }
        var text = ""
        for cell in cells[y * columns..<(y + 1) * columns] where cell.width > 0 {
            text += contents(of: cell)
        }
        return text
    }

    /// The letters of the roles of one row of the whole canvas; an overlay hides the role below it.
    public func rowStyles(_ y: Int) -> String {
        guard y >= 0, y < rows else { return "" }
        return String(
            cells[y * columns..<(y + 1) * columns].map { ($0.overlay == .text ? $0.role : $0.overlay).letter })
    }

    /// What stands at a cell of the window: its text (empty for the second half of a wide character) and its role.
    public func cell(x: Int, y: Int) -> (text: String, style: StyleRole, overlay: StyleRole)? {
        guard x >= 0, x < width, y >= 0, y < height else { return nil }
        let cell = cells[index(x: x, y: y)]
        return (cell.width == 0 ? "" : contents(of: cell), cell.role, cell.overlay)
    }

    /// The text of a cell, whatever its form.
    func contents(of cell: Cell) -> String {
        if cell.content & Cell.clusterFlag != 0 {
            return clusters.text(at: cell.content & ~Cell.clusterFlag)
        }
        return String(Unicode.Scalar(cell.content).map(Character.init) ?? "\u{FFFD}")
    }
}
