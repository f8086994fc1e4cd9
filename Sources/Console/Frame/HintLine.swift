import Terminal

/// The keys that do something here, made from the action table; never more than fits.
enum HintLine {
    /// Draws as many as fit; help comes last and always.
    static func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        guard area.height > 0 else { return }
        let hinted = ActionTable.actions(of: state.view.screen).filter {
            $0.hint != nil && $0.unavailable(state) == nil && $0.id != "help"
        }
        let help = ActionTable.action("help").flatMap { hint($0, state) }
        var x = area.x + 1
        let end = area.x + area.width - 1 - (help.map { width($0, pen) + 2 } ?? 0)
        for action in hinted {
            guard let (key, word) = hint(action, state) else { continue }
            guard x + width((key, word), pen) <= end else { continue }
            x = put(key, word, x: x, area: area, with: &pen) + 2
        }
        if let help { _ = put(help.0, help.1, x: x, area: area, with: &pen) }
    }

    private static func hint(_ action: Action, _ state: ConsoleState) -> (String, String)? {
        guard let word = action.hint, let key = state.keys.keys(of: action, on: state.view.screen).first else {
            return nil
        }
        let marks = state.view.marks.count
        let many = action.danger > .look && marks > 0 ? " ×\(marks)" : ""
        return (key.shortName, word.text(state.language) + many)
    }

    private static func width(_ hint: (String, String), _ pen: Pen) -> Int {
        pen.width(of: hint.0) + 1 + pen.width(of: hint.1)
    }

    private static func put(_ key: String, _ word: String, x: Int, area: Area, with pen: inout Pen) -> Int {
        let after = pen.text(key, x: x, y: area.y, width: area.x + area.width - x, role: .hintKey)
        return pen.text(word, x: after + 1, y: area.y, width: area.x + area.width - after - 1, role: .hintText)
    }
}
