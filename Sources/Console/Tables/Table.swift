import Terminal
import Topology

/// What stands in a cell of a table.
struct Cell: Sendable {
    /// The text; cut to the column's width.
    var text: String
    /// How it looks.
    var role: StyleRole
    /// It covers the columns behind its own whose names begin with this; they are not asked for.
    var covers: String?

    /// A cell.
    init(_ text: String, _ role: StyleRole = .text, covers: String? = nil) {
        self.text = text
        self.role = role
        self.covers = covers
    }
}

/// Draws the rows of a view that are visible, and only those.
///
/// The first column of the terminal shows the selection, the second the mark, the third the state's shape; the table's own
/// columns follow.
struct Table {
    /// Columns before the first of the table's own.
    static let lead = 5

    /// Where the columns stand.
    let layout: TableLayout
    /// Where the table stands, heading included.
    let area: Area

    /// Fits columns into an area; the last column of the terminal is left for the sign of a change.
    init(_ columns: [Column], in area: Area) {
        layout = TableLayout(columns, x: area.x + Self.lead, width: area.width - Self.lead - 1)
        self.area = area
    }

    /// How many rows are visible below the heading.
    var visible: Int { max(0, area.height - 1) }

    /// Draws the heading; the column that orders the rows says so.
    func drawHeading(_ sort: Sort?, with pen: inout Pen) {
        guard area.height > 0 else { return }
        pen.fill(area.top(1), role: .tableHead)
        for place in layout.places {
            var title = place.column.title.text(pen.language)
            if let sort, sort.column == place.column.id { title += sort.descending ? " ↓" : " ↑" }
            put(title, place, y: area.y, role: .tableHead, with: &pen)
        }
    }

    /// Draws the visible rows of a view.
    ///
    /// - Parameters:
    ///   - shape: the state's sign of a row and its role.
    ///   - cell: what stands in a column of a row.
    func drawRows(
        of state: ConsoleState, with pen: inout Pen, shape: (Int) -> (mark: String, role: StyleRole),
        cell: (Int, ColumnID, inout Pen) -> Cell
    ) {
        let view = state.view
        let marking = !view.marks.isEmpty
        for line in 0..<visible {
            let row = view.scroll + line
            guard row < view.rows.count else { break }
            let y = area.y + 1 + line
            var changed = false
            if case .instance(let key)? = marking || state.changes.any ? view.rows.subject(row) : nil {
                if view.marks.contains(key) { pen.text("*", x: area.x + 1, y: y, width: 1, role: .marked) }
                changed = state.changes.contains(key)
            }
            let (mark, role) = shape(row)
            pen.text(mark, x: area.x + 2, y: y, width: 2, role: role)
            var index = 0
            while index < layout.places.count {
                var place = layout.places[index]
                let cell = cell(row, place.column.id, &pen)
                let isState = place.column.id == .state
                index += 1
                while let covers = cell.covers, index < layout.places.count,
                    layout.places[index].column.id.rawValue.hasPrefix(covers)
                {
                    place.width = layout.places[index].x + layout.places[index].width - place.x
                    index += 1
                }
                put(cell.text, place, y: y, role: changed && isState ? .changed : cell.role, with: &pen)
            }
            if changed {
                pen.text("◀", x: area.x + area.width - 1, y: y, width: 1, role: .changed)
                if let expiry = state.changes.nextExpiry { pen.changes(at: expiry) }
            }
            if row == view.row { pen.select(row: y, in: area) }
        }
    }

    private func put(_ text: String, _ place: TableLayout.Place, y: Int, role: StyleRole, with pen: inout Pen) {
        if place.column.right {
            pen.right(text, x: place.x, y: y, width: place.width, role: role)
        } else {
            pen.text(text, x: place.x, y: y, width: place.width, role: role)
        }
    }
}
