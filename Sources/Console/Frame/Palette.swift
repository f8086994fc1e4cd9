import Terminal

/// The command palette: every action by name, with its key, and why not where it cannot be done now.
enum Palette {
    /// The most choices shown at once.
    static let most = 8

    /// What the typed text could mean, the best first: names that begin with it, names that contain it, then titles.
    static func choices(_ typed: String, _ state: ConsoleState) -> [Action] {
        let word = typed.prefix { $0 != " " }.lowercased()
        let actions = ActionTable.actions(of: state.view.screen)
        if word.isEmpty {
            let recent = state.commandHistory.reversed().compactMap { line in
                ActionTable.action(ActionID(rawValue: String(line.prefix { $0 != " " })))
            }
            return recent + actions.filter { action in !recent.contains { $0.id == action.id } }
        }
        let ranked = actions.compactMap { action -> (rank: Int, action: Action)? in
            let name = action.id.rawValue
            if name == word { return (0, action) }
            if name.hasPrefix(word) { return (1, action) }
            if name.contains(word) { return (2, action) }
            if action.title.text(state.language).lowercased().contains(word) { return (3, action) }
            return isSubsequence(word, of: name) ? (4, action) : nil
        }
        return ranked.sorted { ($0.rank, $0.action.id.rawValue) < ($1.rank, $1.action.id.rawValue) }.map(\.action)
    }

    /// The one that a name means: its own, or the only one that begins with it (`q` is `quit`, which `quit-now` begins
    /// with too).
    static func action(_ name: String, _ choices: [Action]) -> Action? {
        if let exact = choices.first(where: { $0.id.rawValue == name.lowercased() }) { return exact }
        let beginning = choices.filter { $0.id.rawValue.hasPrefix(name.lowercased()) }
        if let shortest = beginning.min(by: { $0.id.rawValue.count < $1.id.rawValue.count }),
            beginning.allSatisfy({ $0.id.rawValue.hasPrefix(shortest.id.rawValue) })
        {
            return shortest
        }
        return choices.count == 1 ? choices[0] : nil
    }

    /// A choice's index, round and round.
    static func index(_ choice: Int, of count: Int) -> Int { count == 0 ? 0 : ((choice % count) + count) % count }

    /// Draws the choices in the lines above the prompt.
    static func draw(_ prompt: FieldPrompt, _ state: ConsoleState, above area: Area, with pen: inout Pen) {
        let choices = choices(prompt.field.text, state)
        let shown = min(choices.count, most, max(0, area.y - 2))
        guard shown > 0 else { return }
        let chosen = prompt.choice >= 0 ? index(prompt.choice, of: choices.count) : -1
        let first = max(0, min(chosen - shown + 1, choices.count - shown))
        for line in 0..<shown {
            let action = choices[first + line]
            let y = area.y - shown + line
            let reason = action.unavailable(state)
            pen.fill(Area(x: area.x, y: y, width: area.width, height: 1), role: .dialog)
            let role: StyleRole = reason == nil ? .dialog : .disabled
            let keys = state.keys.keys(of: action, on: state.view.screen).map(\.name).joined(separator: " ")
            pen.text(action.id.rawValue, x: area.x + 2, y: y, width: 20, role: role)
            pen.text(keys, x: area.x + 23, y: y, width: 13, role: role)
            let title = action.title.text(state.language) + (reason.map { " (" + $0 + ")" } ?? "")
            pen.text(title, x: area.x + 37, y: y, width: area.width - 38, role: role)
            if first + line == chosen { pen.overlay(.selection, Area(x: area.x, y: y, width: area.width, height: 1)) }
        }
    }

    private static func isSubsequence(_ word: String, of name: String) -> Bool {
        var rest = name[...]
        for character in word {
            guard let found = rest.firstIndex(of: character) else { return false }
            rest = rest[rest.index(after: found)...]
        }
        return true
    }
}
