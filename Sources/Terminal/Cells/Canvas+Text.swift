extension Canvas {
    /// Draws a text on one row, cut at the right edge and at `maxWidth` columns.
    ///
    /// - Parameters:
    ///   - ellipsis: marks a cut with `…` in the last column, so that a name that was cut never passes for another.
    /// - Returns: the columns that were taken, so that the next text can follow.
    @discardableResult
    public mutating func put(
        _ text: String, x: Int, y: Int, style: StyleRole = .text, attributes: CellAttributes = [],
        maxWidth: Int = .max, ellipsis: Bool = false
    ) -> Int {
        guard y >= 0, y < height, x < width, x > -Self.farthest, maxWidth > 0 else { return 0 }
        let end = x <= Int.max - maxWidth ? min(width, x + maxWidth) : width
        if ellipsis, text.utf8.count > end - x, metrics.columns(of: text) > end - x {
            return put(
                metrics.truncated(text, to: end - x), x: x, y: y, style: style, attributes: attributes,
                maxWidth: maxWidth)
        }
        return draw(text, x: x, end: end, y: y, Pen(role: style, attributes: attributes)) - x
    }

    /// Draws a text so that its last column is just before `endX`; what is too long loses its end.
    ///
    /// - Returns: the columns that were taken.
    @discardableResult
    public mutating func putRight(
        _ text: String, endX: Int, y: Int, style: StyleRole = .text, attributes: CellAttributes = [],
        maxWidth: Int = .max, ellipsis: Bool = false
    ) -> Int {
        let columns = min(metrics.columns(of: text), maxWidth)
        return put(
            text, x: max(endX, -Self.farthest) - columns, y: y, style: style, attributes: attributes, maxWidth: columns,
            ellipsis: ellipsis)
    }

    /// Draws a text in the middle of the columns from `x` on.
    @discardableResult
    public mutating func putCentered(
        _ text: String, x: Int, y: Int, width: Int, style: StyleRole = .text, attributes: CellAttributes = []
    ) -> Int {
        let columns = min(metrics.columns(of: text), width)
        return put(
            text, x: x + (width - columns) / 2, y: y, style: style, attributes: attributes, maxWidth: columns,
            ellipsis: true)
    }

    /// How far left of the edge a text can begin; no text is so long that any of it would show from farther away.
    private static let farthest = 1_000_000

    private struct Pen {
        let role: StyleRole
        let attributes: CellAttributes
    }

    /// Draws from `x`, which may lie left of the edge, to `end`, and answers the column it came to.
    private mutating func draw(_ text: String, x: Int, end: Int, y: Int, _ pen: Pen) -> Int {
        var column = x
        var base: Int?
        let row = index(x: 0, y: y)
        for scalar in text.unicodeScalars {
            switch metrics.kind(of: scalar) {
            case .printable(1):
                if column >= end { return column }
                base = set(scalar.value, column: column, row: row, pen)
                column += 1
            case .printable:
                if column + 1 >= end {
                    if column < end, column >= 0 { set(Cell.space, column: column, row: row, pen) }
                    return min(column + 1, end)
                }
                base = setWide(scalar.value, column: column, row: row, pen)
                column += 2
            case .mark:
                if let base {
                    join(scalar, to: base)
                } else if column == x {
                    if column >= end { return column }
                    base = set(Cell.replacement, column: column, row: row, pen)
                    column += 1
                }
            case .unprintable:
                if column >= end { return column }
                set(Cell.replacement, column: column, row: row, pen)
                base = nil
                column += 1
            case .invisible:
                break
            }
        }
        return column
    }

    @discardableResult
    private mutating func set(_ content: UInt32, column: Int, row: Int, _ pen: Pen) -> Int? {
        guard column >= 0 else { return nil }
        let position = row + column
        if cells[position].width != 1 { repair(position) }
        cells[position] = Cell(content: content, role: pen.role, attributes: pen.attributes, width: 1)
        return position
    }

    private mutating func setWide(_ content: UInt32, column: Int, row: Int, _ pen: Pen) -> Int? {
        guard column >= 0 else {
            if column == -1 { set(Cell.space, column: 0, row: row, pen) }
            return nil
        }
        set(Cell.space, column: column, row: row, pen)
        set(Cell.space, column: column + 1, row: row, pen)
        let position = row + column
        cells[position].content = content
        cells[position].width = 2
        cells[position + 1].width = 0
        return position
    }

    private mutating func join(_ mark: Unicode.Scalar, to position: Int) {
        var text = contents(of: cells[position])
        guard text.unicodeScalars.count < ClusterTable.maximumScalars else { return }
        text.unicodeScalars.append(mark)
        cells[position].content = Cell.clusterFlag | clusters.index(of: text)
    }
}
