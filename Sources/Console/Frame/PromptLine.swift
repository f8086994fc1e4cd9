import Contract
import Operations
import Terminal

/// The last line: what is typed, what is asked, or what came of the last thing done.
enum PromptLine {
    /// Draws whichever of them there is; the completions of a command stand above it.
    static func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        guard area.height > 0 else { return }
        switch state.prompt {
        case .field(let field):
            draw(field, state, in: area, with: &pen)
        case .question(let question):
            pen.fill(area, role: .input)
            let choices = pen.say(PromptText.yesNo)
            let width = pen.width(of: choices)
            pen.text(question.text, x: area.x + 1, y: area.y, width: area.width - width - 4, role: .input)
            pen.right(choices, x: area.x, y: area.y, width: area.width - 1, role: .buttonFocused)
        case nil:
            if let notice = state.notice {
                pen.text(
                    notice.text, x: area.x + 1, y: area.y, width: area.width - 2, role: notice.bad ? .warning : .dim)
            } else if !state.view.filter.isEmpty {
                pen.text("/" + state.view.filter, x: area.x + 1, y: area.y, width: area.width - 2, role: .dim)
            }
        }
    }

    private static func draw(_ prompt: FieldPrompt, _ state: ConsoleState, in area: Area, with pen: inout Pen) {
        if case .command = prompt.purpose { Palette.draw(prompt, state, above: area, with: &pen) }
        pen.fill(area, role: .input)
        let lead = lead(prompt.purpose, pen)
        let start = pen.text(lead, x: area.x + 1, y: area.y, width: area.width - 2, role: .hintKey)
        let room = max(1, area.x + area.width - 1 - start)
        var shown = prompt.field.beforeCursor
        while pen.width(of: String(shown)) >= room, !shown.isEmpty { shown.removeFirst() }
        let cursor = pen.text(String(shown), x: start, y: area.y, width: room, role: .input)
        let rest = prompt.field.text.dropFirst(prompt.field.cursor)
        let behind = pen.text(String(rest), x: cursor, y: area.y, width: area.x + area.width - cursor, role: .input)
        if case .filter = prompt.purpose, let wrong = state.view.filterError {
            pen.right(
                wrong, x: behind + 2, y: area.y, width: area.x + area.width - behind - 3, role: .warning)
        }
        pen.cursor = (cursor, area.y)
        pen.cursorShown = true
    }

    private static func lead(_ purpose: FieldPrompt.Purpose, _ pen: Pen) -> String {
        switch purpose {
        case .filter: "/"
        case .command: ":"
        case .reason(let request):
            switch request.kind {
            case .drain: pen.say(PromptText.reasonDrain, String(request.instances.count)) + " "
            case .restore: pen.say(PromptText.reasonRestore, String(request.instances.count)) + " "
            case .clearOverride: pen.say(PromptText.reasonClear, String(request.instances.count)) + " "
            }
        case .override(let gate, _): pen.say(PromptText.override, gate) + " "
        case .owe(let node, _): pen.say(PromptText.owe, node) + " "
        }
    }
}
