/// A grid of cells that screens draw on and the driver shows.
///
/// A value: a screen is a pure function from state to canvas, tests print it as text, and the driver compares it with
/// the one before. Nothing drawn ever leaves it: what is outside is cut, and what a terminal would obey (control
/// characters, escape sequences, marks that turn the direction of text) is replaced, because names come from machines
/// that may be hostile.
public struct Canvas: Sendable {
    /// Columns of what is drawn on: all of the canvas, or the region inside `within`.
    public var width: Int { window.width }
    /// Rows of what is drawn on: all of the canvas, or the region inside `within`.
    public var height: Int { window.height }
    /// How the columns of text are counted.
    public let metrics: TextMetrics

    let columns: Int
    let rows: Int
    var cells: [Cell]
    var clusters = ClusterTable()
    private var window: Region

    /// An empty canvas; a negative size counts as 0, and more than 1,000 columns or rows are not kept.
    public init(width: Int, height: Int, metrics: TextMetrics = .standard) {
        columns = min(max(0, width), 1_000)
        rows = min(max(0, height), 1_000)
        self.metrics = metrics
        cells = Array(repeating: .blank, count: columns * rows)
        window = Region(x: 0, y: 0, width: columns, height: rows)
    }

    /// Everything that can be drawn on, as a region.
    public var bounds: Region { Region(x: 0, y: 0, width: width, height: height) }

    /// Draws on a part as if it were a canvas of its own: its top left is 0, 0 and nothing leaves it.
    ///
    /// A part that lies partly outside is cut first.
    public mutating func within<Result>(
        _ region: Region, _ body: (inout Canvas) throws -> Result
    ) rethrows -> Result {
        let outer = window
        let part = region.intersection(bounds)
        window = Region(x: outer.x + part.x, y: outer.y + part.y, width: part.width, height: part.height)
        defer { window = outer }
        return try body(&self)
    }

    /// Fills a region with one character; a wide or unprintable one counts as a space.
    public mutating func fill(_ region: Region, with character: Unicode.Scalar = " ", style: StyleRole = .text) {
        let part = region.intersection(bounds)
        guard !part.isEmpty else { return }
        let fits = metrics.kind(of: character) == .printable(1)
        let cell = Cell(content: fits ? character.value : Cell.space, role: style, attributes: [], width: 1)
        for y in part.y..<part.endY {
            let start = index(x: part.x, y: y)
            repair(start)
            repair(start + part.width - 1)
            for position in start..<start + part.width { cells[position] = cell }
        }
    }

    /// Draws a horizontal line.
    public mutating func horizontalLine(
        x: Int, y: Int, width: Int, style: StyleRole = .border, character: Unicode.Scalar = "─"
    ) {
        fill(Region(x: x, y: y, width: width, height: 1), with: character, style: style)
    }

    /// Draws a vertical line.
    public mutating func verticalLine(
        x: Int, y: Int, height: Int, style: StyleRole = .border, character: Unicode.Scalar = "│"
    ) {
        fill(Region(x: x, y: y, width: 1, height: height), with: character, style: style)
    }

    /// Draws a frame on the outermost cells of a region.
    public mutating func frame(_ region: Region, style: StyleRole = .border) {
        guard region.width >= 2, region.height >= 2 else { return }
        let right = region.endX - 1
        let bottom = region.endY - 1
        horizontalLine(x: region.x, y: region.y, width: region.width, style: style)
        horizontalLine(x: region.x, y: bottom, width: region.width, style: style)
        verticalLine(x: region.x, y: region.y, height: region.height, style: style)
        verticalLine(x: right, y: region.y, height: region.height, style: style)
        put("┌", x: region.x, y: region.y, style: style)
        put("┐", x: right, y: region.y, style: style)
        put("└", x: region.x, y: bottom, style: style)
        put("┘", x: right, y: bottom, style: style)
    }

    /// Lays a role over what is drawn there, so that a selected or changed row keeps the colours of its states.
    ///
    /// The colours that the overlay's style names win; those it leaves to the terminal stay what they were.
    public mutating func overlay(_ role: StyleRole, _ region: Region) {
        let part = region.intersection(bounds)
        guard !part.isEmpty else { return }
        for y in part.y..<part.endY {
            let start = index(x: part.x, y: y)
            for position in start..<start + part.width { cells[position].overlay = role }
        }
    }

    /// The position of a cell of the window; the caller has checked the bounds.
    func index(x: Int, y: Int) -> Int {
        (window.y + y) * columns + window.x + x
    }

    /// Blanks the other half of a wide character of which one half is about to be drawn over.
    mutating func repair(_ position: Int) {
        switch cells[position].width {
        case 0:
            if position > 0 { blank(position - 1) }
        case 2:
            if position + 1 < cells.count { blank(position + 1) }
        default:
            return
        }
        blank(position)
    }

    private mutating func blank(_ position: Int) {
        cells[position].content = Cell.space
        cells[position].width = 1
    }
}
