import Terminal

/// What every key does on the screen that one came from, and why not where it does nothing now; made from the action table.
struct HelpScreen: Screen {
    static let id = ScreenID(rawValue: "help")
    var id: ScreenID { Self.id }
    var title: any Phrase { FrameText.help }

    private static let columns = [
        Column(.kind, ColumnText.keys, 14), Column(.id, ColumnText.action, 18, rank: 2),
        Column(.what, ColumnText.does, 40, most: 100),
    ]

    /// Rows for the selected action in whole words.
    private static let detail = 2

    func rows(of view: View, in state: ConsoleState, previous: RowList) -> RowList {
        let needle = view.filter.lowercased()
        let from = Self.from(state)
        let actions = ActionTable.actions(of: from.view.screen).filter { action in
            guard !needle.isEmpty else { return true }
            let keys = state.keys.keys(of: action, on: from.view.screen).map(\.name).joined(separator: " ")
            return (action.id.rawValue + " " + action.title.text(state.language) + " " + keys)
                .lowercased().contains(needle)
        }
        return .subjects(actions.map { .action($0.id) })
    }

    /// The state as it was on the screen that help was asked on: that is where an action can be done or not.
    private static func from(_ state: ConsoleState) -> ConsoleState {
        guard let view = state.back.last else { return state }
        var from = state
        from.view = view
        from.back.removeLast()
        from.settle()
        return from
    }

    func visibleRows(of view: View, in state: ConsoleState) -> Int { state.layout.body.height - 2 - Self.detail }
    func opens(_ subject: Subject, in state: ConsoleState) -> Bool { true }

    /// Enter goes back and does it.
    func open(_ subject: Subject, in state: inout ConsoleState) -> [Effect] {
        guard case .action(let id) = subject, let action = ActionTable.action(id) else { return [] }
        _ = state.goBack()
        state.settle()
        return state.run(action)
    }

    func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let from = Self.from(state)
        let screen = from.screen
        pen.title(
            title, screen.title.text(pen.language) + "  " + state.view.filter, end: String(state.view.rows.count),
            in: area)
        let table = Table(Self.columns, in: area.below(1).above(Self.detail))
        table.drawHeading(nil, with: &pen)
        let rows = state.view.rows
        table.drawRows(
            of: state, with: &pen, shape: { _ in ("", .text) },
            cell: { row, column, pen in
                guard case .action(let id)? = rows.subject(row), let action = ActionTable.action(id) else {
                    return Cell("")
                }
                let reason = action.unavailable(from)
                switch column {
                case .kind:
                    let keys = state.keys.keys(of: action, on: screen.id).map(\.name).joined(separator: " ")
                    return Cell(keys, reason == nil ? .hintKey : .disabled)
                case .id: return Cell(":" + action.id.rawValue, reason == nil ? .text : .disabled)
                default:
                    let title = action.title.text(pen.language)
                    return Cell(reason.map { title + "  (" + $0 + ")" } ?? title, reason == nil ? .text : .disabled)
                }
            })
        guard case .action(let id)? = state.selection, let action = ActionTable.action(id) else { return }
        let detail = area.bottom(Self.detail)
        pen.text(
            action.title.text(pen.language), x: area.x + 1, y: detail.y, width: area.width - 2, role: .strong)
        if let reason = action.unavailable(from) {
            let text = pen.say(ReasonText.notNow, reason)
            pen.text(text, x: area.x + 1, y: detail.y + 1, width: area.width - 2, role: .warning)
        }
    }
}
