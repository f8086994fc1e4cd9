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
            draw(question, in: area, with: &pen)
        case nil:
            if let notice = state.notice {
                pen.text(
                    notice.text, x: area.x + 1, y: area.y, width: area.width - 2, role: notice.bad ? .warning : .dim)
            } else if !state.view.filter.isEmpty {
                pen.text("/" + state.view.filter, x: area.x + 1, y: area.y, width: area.width - 2, role: .dim)
            }
        }
    }

    /// The question stands on the hint line, so that it is read whole; no has the focus.
    private static func draw(_ question: Question, in area: Area, with pen: inout Pen) {
        let above = area.y > 1 ? 1 : 0
        let line = Area(x: area.x, y: area.y - above, width: area.width, height: 1)
        pen.bar(" " + question.text, in: line, role: .input)
        if above == 1 { pen.bar("", in: area, role: .input) }
        let no = "[ " + pen.say(PromptText.no) + " ]"
        let yes = pen.say(PromptText.yes)
        let end = area.x + area.width - 1
        let yesX = end - pen.width(of: yes)
        pen.text(yes, x: yesX, y: area.y, width: pen.width(of: yes), role: .button)
        let noX = yesX - 2 - pen.width(of: no)
        pen.text(no, x: noX, y: area.y, width: pen.width(of: no), role: .buttonFocused)
        pen.cursor = (noX + 2, area.y)
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
        let wrong: String? =
            if case .filter = prompt.purpose { state.view.filterError } else { state.notice?.text }
        if let wrong {
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
            case .repair: pen.say(PromptText.reasonRepair) + " "
            case .evacuate, .shift, .setWeights: pen.say(OperationText(request.kind)) + ": "
            case .drain:
                pen.say(PromptText.reasonDrain, String(request.instances.count)) + " "
            case .restore: pen.say(PromptText.reasonRestore, String(request.instances.count)) + " "
            case .clearOverride: pen.say(PromptText.reasonClear, String(request.instances.count)) + " "
            }
        case .form(let field): pen.say(PromptText.form, FlipScreen.name(of: field, pen)) + " "
        case .confirm(let confirmation): pen.say(PromptText.typeName, confirmation.name) + " "
        case .extend(let operation): pen.say(PromptText.extend, operation) + " "
        case .override(let gate, _): pen.say(PromptText.override, gate) + " "
        case .owe(let node, _): pen.say(PromptText.owe, node) + " "
        }
    }
}
