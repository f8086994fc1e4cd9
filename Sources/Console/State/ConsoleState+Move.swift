extension ConsoleState {
    /// Selects a row; a number beyond the rows is the nearest one.
    mutating func select(row: Int) {
        guard view.rows.count > 0 else { return }
        view.row = min(max(0, row), view.rows.count - 1)
        view.selected = view.rows.subject(view.row)
        view.hasMoved = true
    }

    /// One step in a direction, as the screen lays its rows out.
    mutating func move(_ direction: MoveDirection) {
        if direction == .left || direction == .right, screen.turn(direction, in: &self) { return }
        select(row: screen.row(from: view.row, direction, view, self))
    }

    /// So many half pages.
    mutating func movePages(half count: Int) {
        let height = max(2, screen.visibleRows(of: view, in: self))
        let step = max(1, height / 2) * count
        view.scroll = min(max(0, view.scroll + step), max(0, view.rows.count - height))
        select(row: view.row + step)
    }

    /// To the first row of the next section, where a screen has several.
    mutating func moveSection(_ step: Int) {
        if screen.moveFocus(in: &self) { return }
        let starts = screen.sections(of: view, in: self)
        guard starts.count > 1 else { return }
        let current = starts.lastIndex { $0 <= view.row } ?? 0
        let next = (current + step + starts.count) % starts.count
        select(row: starts[next])
    }
}

/// Where an arrow key leads.
enum MoveDirection: Sendable { case up, down, left, right }
