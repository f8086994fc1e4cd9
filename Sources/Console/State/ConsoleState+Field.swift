import Terminal
import Topology

extension ConsoleState {
    /// A key while a line is typed.
    mutating func press(_ key: Key, in prompt: FieldPrompt) -> [Effect] {
        var prompt = prompt
        let command = isCommand(prompt)
        if case .confirm(let confirmation) = prompt.purpose, now.moment - confirmation.askedAt < Question.guardMs {
            return []
        }
        switch key {
        case .escape: return cancel(prompt)
        case .control("c"): return cancel(prompt)
        case .enter: return commit(prompt)
        case .tab where command, .down where command: prompt.choice += 1
        case .backTab where command, .up where command: prompt.choice -= 1
        default:
            guard prompt.field.edit(key) else { return [] }
            prompt.choice = -1
        }
        self.prompt = .field(prompt)
        typed(prompt)
        return []
    }

    /// What follows from the text as it stands: a filter shows its rows while it is typed.
    mutating func typed(_ prompt: FieldPrompt) {
        if case .filter = prompt.purpose { view.filter = prompt.field.text }
    }

    private func isCommand(_ prompt: FieldPrompt) -> Bool {
        if case .command = prompt.purpose { true } else { false }
    }

    /// Esc: as if nothing had been typed.
    private mutating func cancel(_ prompt: FieldPrompt) -> [Effect] {
        self.prompt = nil
        if case .filter(let before) = prompt.purpose { view.filter = before }
        return []
    }

    /// Enter: what was typed is meant.
    private mutating func commit(_ prompt: FieldPrompt) -> [Effect] {
        let text = prompt.field.text.trimmed
        self.prompt = nil
        switch prompt.purpose {
        case .filter:
            view.filter = text
            return []
        case .command:
            return runCommand(prompt)
        case .form(let field):
            typed(text, in: field)
            return []
        case .confirm(let confirmation): return confirmed(confirmation, text, prompt)
        case .extend(let operation):
            guard let milliseconds = TimeSpan.milliseconds(text) else {
                self.prompt = .field(prompt)
                notify(FlipText.expiryWrong, bad: true)
                return []
            }
            return [.extend(operation: operation, byMs: milliseconds)]
        case .reason, .override, .owe:
            guard !text.isEmpty else {
                self.prompt = .field(prompt)
                notify(PromptText.reasonNeeded, bad: true)
                return []
            }
            return reasoned(prompt.purpose, text)
        }
    }

    /// A command line: the name of an action or screen, the rest is a screen's filter.
    private mutating func runCommand(_ prompt: FieldPrompt) -> [Effect] {
        let typed = prompt.field.text.trimmed
        guard !typed.isEmpty || prompt.choice >= 0 else { return [] }
        let name = String(typed.prefix { $0 != " " })
        let argument = String(typed.dropFirst(name.count)).trimmed
        let choices = Palette.choices(typed, self)
        let chosen =
            prompt.choice >= 0 && !choices.isEmpty
            ? choices[Palette.index(prompt.choice, of: choices.count)]
            : Palette.action(name, choices)
        guard let action = chosen else {
            notify(PromptText.noCommand, name, bad: true)
            return []
        }
        commandHistory.removeAll { $0 == typed }
        commandHistory.append(typed)
        if commandHistory.count > 50 { commandHistory.removeFirst() }
        let effects = run(action, words: argument)
        if !argument.isEmpty, !action.takesWords, view.screen.rawValue == action.id.rawValue, screen.filters {
            view.filter = argument
        }
        return effects
    }
}

extension TextField {
    /// Lets a key edit the text; false where it means nothing here.
    mutating func edit(_ key: Key) -> Bool {
        if let text = key.text {
            insert(text)
            return true
        }
        switch key {
        case .backspace: deleteBackward()
        case .delete, .control("d"): deleteForward()
        case .left, .control("b"): move(by: -1)
        case .right, .control("f"): move(by: 1)
        case .home, .control("a"): move(toEnd: false)
        case .end, .control("e"): move(toEnd: true)
        case .control("u"): deleteToStart()
        case .control("w"): deleteWord()
        default: return false
        }
        return true
    }
}

extension String {
    /// Without spaces at its ends.
    var trimmed: String {
        var text = self[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
