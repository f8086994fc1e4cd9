import Topology

extension ConsoleState {
    /// Whether Esc leads anywhere.
    var canGoBack: Bool { !back.isEmpty || !view.filter.isEmpty }

    /// Looks at something new; Esc comes back.
    mutating func push(_ new: View) {
        keptViews[view.screen] = view.subject == nil ? view.kept : keptViews[view.screen]
        back.append(new.screen == HelpScreen.id ? view : view.kept)
        if back.count > Self.longestBack { back.removeFirst() }
        view = new
    }

    /// Goes to a screen by its number or name, as it was left.
    mutating func show(_ screen: ScreenID, filter: String? = nil) {
        if view.screen != screen || view.subject != nil {
            push(keptViews[screen] ?? View(screen))
        }
        if let filter { view.filter = filter }
    }

    /// One step back; never out of the console.
    mutating func goBack() -> [Effect] {
        if let before = back.popLast() {
            if view.subject == nil { keptViews[view.screen] = view.kept }
            view = before
        } else if !view.filter.isEmpty {
            view.filter = ""
        }
        return []
    }

    /// What the selected row is about.
    var selection: Subject? { view.rows.count > 0 ? view.rows.subject(view.row) : nil }

    /// Whether Enter leads anywhere.
    var selectionOpens: Bool { selection.map { screen.opens($0, in: self) } ?? false }

    /// Enter: to what the row is about.
    mutating func openSelection() -> [Effect] {
        guard let selection else { return [] }
        return screen.open(selection, in: &self)
    }

    /// What is copied of the selected row.
    var selectionText: String? { selection.flatMap { screen.text(of: $0, in: self) } }

    /// Orders by the next of the screen's columns; after the last by the screen's own order.
    mutating func sortByNextColumn() {
        let columns = screen.sortColumns
        guard let sort = view.sort, let index = columns.firstIndex(of: sort.column) else {
            view.sort = columns.first.map { Sort($0) }
            return
        }
        view.sort = index + 1 < columns.count ? Sort(columns[index + 1]) : nil
    }

    /// The same order the other way round.
    mutating func reverseOrder() {
        guard let column = view.sort?.column ?? screen.sortColumns.first else { return }
        view.sort = Sort(column, descending: !(view.sort?.descending ?? false))
    }

    /// Leaves; asked first where an operation runs, because the operator should know that it goes on.
    mutating func askToQuit() -> [Effect] {
        guard let first = journal.moving.first else { return [.quit] }
        return ask(say(PromptText.quit, title(of: first)), then: [.quit])
    }
}
