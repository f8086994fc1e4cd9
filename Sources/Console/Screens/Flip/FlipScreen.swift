import Operations
import Terminal
import Topology

/// The first step of a flip: what, which zone, how fast, until when, and why. The plan is the second, its confirmation the
/// third.
struct FlipScreen: Screen {
    static let id = ScreenID(rawValue: "flip")
    var id: ScreenID { Self.id }
    var title: any Phrase { FrameText.flip }
    var filters: Bool { false }
    var usesRoutes: Bool { true }

    var actions: [Action] {
        [
            Action(
                "set", [.enter], ActionText.setField, hint: HintText.set, on: [Self.id],
                perform: { $0.enterFlipField() })
        ]
    }

    func rows(of view: View, in state: ConsoleState, previous: RowList) -> RowList {
        .subjects((state.form?.fields ?? []).map { .field($0) })
    }

    func visibleRows(of view: View, in state: ConsoleState) -> Int { max(1, view.rows.count) }

    func sections(of view: View, in state: ConsoleState) -> [Int] { [0, max(0, view.rows.count - 1)] }

    /// The arrows choose what a line can be.
    func turn(_ direction: MoveDirection, in state: inout ConsoleState) -> Bool {
        guard case .field(let field)? = state.selection else { return false }
        state.form?.turn(field, by: direction == .left ? -1 : 1)
        state.view.rowsFrom = nil
        return true
    }

    func text(of subject: Subject, in state: ConsoleState) -> String? {
        guard case .field(let field) = subject else { return nil }
        return state.form?.typed(field)
    }

    func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        guard let form = state.form else { return }
        let what = form.group.map { pen.say(FlipText.setWeights) + "  " + $0.source + "  " + $0.name }
        pen.title(
            title, what ?? pen.say(FlipText(form.what)) + " " + form.zone, end: pen.say(FlipText.step, "1"), in: area)
        let body = area.below(2)
        for (row, field) in form.fields.enumerated() where row < body.height {
            let line = body.below(row + (field == .go ? 1 : 0)).top(1)
            guard line.height > 0 else { return }
            draw(field, of: form, row == state.view.row, in: line, with: &pen)
            if row == state.view.row { pen.select(row: line.y, in: line) }
        }
        let help = body.below(form.fields.count + 2)
        guard case .field(let field)? = state.selection, help.height > 0 else { return }
        for (row, line) in pen.canvas.metrics.wrapped(pen.say(about(field, form)), to: help.width - 4).prefix(2)
            .enumerated()
        {
            pen.text(line, x: help.x + 2, y: help.y + row, width: help.width - 4, role: .info)
        }
        ZoneFacts.draw(state, form, in: help.below(3), with: &pen)
    }

    private func draw(_ field: FlipField, of form: FlipForm, _ selected: Bool, in area: Area, with pen: inout Pen) {
        let x = area.x + 19
        let width = area.x + area.width - x - 2
        if field == .go {
            let mistake = form.mistake
            let label = selected ? "[ " + pen.say(FlipText.go) + " ]" : "  " + pen.say(FlipText.go) + "  "
            let role: StyleRole = mistake == nil ? selected ? .buttonFocused : .button : .disabled
            let after = pen.text(label, x: area.x + 2, y: area.y, width: area.width - 4, role: role)
            if let mistake {
                pen.text(pen.say(mistake), x: after + 2, y: area.y, width: area.width - after - 3, role: .warning)
            }
            return
        }
        pen.text(label(field, form, pen), x: area.x + 2, y: area.y, width: 16, role: .dim)
        if let choices = choices(field, form, pen) {
            var place = x
            for (choice, chosen) in choices where place < x + width {
                let text = chosen ? "[" + choice + "]" : " " + choice + " "
                place = pen.text(text, x: place, y: area.y, width: x + width - place, role: chosen ? .strong : .dim) + 1
            }
            return
        }
        let typed = form.typed(field) ?? ""
        if typed.isEmpty {
            let needed = field == .reason && form.next == .reason
            pen.text(
                pen.say(placeholder(field, form)), x: x, y: area.y, width: width, role: needed ? .warning : .placeholder
            )
        } else {
            let unit = field == .percent ? " %" : ""
            pen.text(typed + unit, x: x, y: area.y, width: width, role: .strong)
        }
    }

    /// What a typed line is called.
    static func name(of field: FlipField, _ pen: Pen) -> String {
        switch field {
        case .percent: pen.say(FlipText.percent)
        case .expires: pen.say(FlipText.expires)
        case .except: pen.say(FlipText.except)
        case .reason: pen.say(FlipText.reason)
        case .weight: pen.say(GatewayText.weight)
        case .what, .zone, .to, .pace, .forceUp, .go: pen.say(FlipText.what)
        }
    }

    private func label(_ field: FlipField, _ form: FlipForm, _ pen: Pen) -> String {
        switch field {
        case .what: pen.say(FlipText.what)
        case .zone: pen.say(form.what == .shift ? FlipText.from : FlipText.zone)
        case .to: pen.say(FlipText.to)
        case .percent: pen.say(FlipText.percent)
        case .pace: pen.say(FlipText.pace)
        case .expires: pen.say(FlipText.expires)
        case .except: pen.say(FlipText.except)
        case .reason: pen.say(FlipText.reason)
        case .forceUp: pen.say(FlipText.forceUp)
        case .weight(let index): pen.say(FlipText.weight, form.weights[index].zone ?? form.weights[index].id)
        case .go: pen.say(FlipText.go)
        }
    }

    /// What a line can be, and which of it is chosen; nothing where it is typed.
    private func choices(_ field: FlipField, _ form: FlipForm, _ pen: Pen) -> [(String, Bool)]? {
        switch field {
        case .what: FlipForm.What.allCases.map { (pen.say(FlipText($0)), $0 == form.what) }
        case .zone: form.zones.map { ($0, $0 == form.zone) }
        case .to: form.zones.filter { $0 != form.zone }.map { ($0, $0 == form.to) }
        case .pace: OperationPace.allCases.map { (pen.say($0 == .careful ? FlipText.careful : .now), $0 == form.pace) }
        case .forceUp: [false, true].map { (pen.say($0 ? FlipText.yes : .no), $0 == form.forceUp) }
        case .percent, .expires, .except, .reason, .weight, .go: nil
        }
    }

    private func placeholder(_ field: FlipField, _ form: FlipForm) -> FlipText {
        switch field {
        case .expires: .byFile
        case .except: .nobody
        case .reason: form.next == .reason ? .notGiven : .optional
        case .what, .zone, .to, .percent, .pace, .forceUp, .weight, .go: .notGiven
        }
    }

    private func about(_ field: FlipField, _ form: FlipForm) -> FlipText {
        switch field {
        case .what, .zone, .to, .percent:
            switch form.what {
            case .evacuate: .aboutEvacuate
            case .shift: .aboutShift
            case .restore: .aboutRestore
            }
        case .pace: form.pace == .careful ? .aboutCareful : .aboutNow
        case .expires: .aboutExpires
        case .except: .aboutExcept
        case .reason: .aboutReason
        case .forceUp: .aboutForceUp
        case .weight: .aboutWeights
        case .go: .aboutGo
        }
    }
}
