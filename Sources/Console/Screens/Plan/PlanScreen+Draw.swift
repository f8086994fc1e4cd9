import Contract
import Operations
import Terminal
import Topology

extension PlanScreen {
    func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        guard let planning = state.plan else {
            pen.title(title, "", end: "", in: area)
            pen.text(pen.say(ReasonText.noPlan), x: area.x + 2, y: area.y + 2, width: area.width - 4, role: .dim)
            return
        }
        let isWide = planning.request.scope.isWide
        pen.title(
            title, state.summary(of: planning.request), end: isWide ? pen.say(FlipText.step, "2") : "", in: area)
        let body = area.below(Self.head(state)).above(Self.foot)
        if case .document(let document) = state.view.rows { pen.document(document, state.view, in: body) }
        drawFoot(planning, state, in: area.bottom(Self.foot), with: &pen)
    }

    private func drawFoot(_ planning: PlanState, _ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let (text, role) = standing(planning, pen)
        pen.text(text, x: area.x + 2, y: area.y, width: area.width - 4, role: role)
        guard planning.plan != nil else { return }
        let go = "  " + pen.say(PlanningText.goOn) + "  "
        let cancel = "  " + pen.say(PlanningText.cancel) + "  "
        let refused = state.planRefusal != nil
        let end = area.x + area.width - 2
        let goX = end - pen.width(of: go)
        let cancelX = goX - 2 - pen.width(of: cancel)
        let y = area.y + 1
        button(cancel, x: cancelX, y: y, focused: !planning.continues, role: .button, with: &pen)
        button(go, x: goX, y: y, focused: planning.continues, role: refused ? .disabled : .button, with: &pen)
        pen.cursor = (planning.continues ? goX + 2 : cancelX + 2, y)
    }

    /// The button with the focus has brackets besides its colour.
    private func button(_ label: String, x: Int, y: Int, focused: Bool, role: StyleRole, with pen: inout Pen) {
        let shown = focused ? "[" + label.dropFirst().dropLast() + "]" : label
        pen.text(shown, x: x, y: y, width: pen.width(of: label), role: focused ? .buttonFocused : role)
    }

    /// One sentence: whether it can be started, and if not what would help.
    private func standing(_ planning: PlanState, _ pen: Pen) -> (String, StyleRole) {
        switch planning.phase {
        case .waiting: return (pen.say(PlanningText.waiting), .info)
        case .failed: return (pen.say(ReasonText.noPlan), .bad)
        case .starting: return (pen.say(PlanningText.starting), .info)
        case .made(let plan):
            if plan.isBlocked {
                let names = plan.blocking.map { gate in
                    pen.say(GateText(gate.name))
                        + (gate.name.canBeOverridden ? "" : " (" + pen.say(PlanningText.never) + ")")
                }
                return (pen.say(PlanningText.blocked, names.joined(separator: ", ")), .bad)
            }
            if plan.isEmpty { return (pen.say(PlanningText.nothingToDo), .warning) }
            if let name = plan.nameToType {
                let phrase = plan.kind == .restore ? FlipText.zoneRestore : FlipText.zoneWide
                return (pen.say(phrase, name), .good)
            }
            return (pen.say(plan.kind == .restore ? PlanningText.gatesShown : PlanningText.ready), .good)
        }
    }
}
