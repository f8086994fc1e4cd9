import Operations
import Terminal
import Topology

extension OverviewScreen {
    func drawOperations(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        pen.heading(pen.say(OverviewText.operations), x: area.x + 1, y: area.y, width: area.width - 2)
        for (line, operation) in OverviewLayout.operations(state).prefix(area.height - 1).enumerated() {
            let y = area.y + 1 + line
            let (mark, role) = Marks.operation(operation)
            pen.text(mark, x: area.x + 1, y: y, width: 1, role: role)
            let time = (operation.startedAt ?? operation.createdAt).hourAndMinute
            pen.text(time, x: area.x + 3, y: y, width: 5, role: .dim)
            pen.text(state.word(of: operation), x: area.x + 9, y: y, width: 11, role: role)
            let reason = operation.plan.reason.isEmpty ? "" : ": " + operation.plan.reason
            pen.text(
                state.title(of: operation) + "  " + operation.plan.by + reason, x: area.x + 21, y: y,
                width: area.width - 22)
            if state.selection == .operation(operation.id) { pen.select(row: y, in: area) }
        }
    }

    func drawEvents(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        pen.heading(pen.say(OverviewText.recent), x: area.x + 1, y: area.y, width: area.width - 2)
        for (line, event) in state.snapshot.events.prefix(area.height - 1).enumerated() {
            let y = area.y + 1 + line
            let (mark, role) = Marks.event(event.kind)
            pen.text(mark, x: area.x + 1, y: y, width: 1, role: role)
            pen.text(pen.now.wall(of: event.at).timeOfDay, x: area.x + 3, y: y, width: 8, role: .dim)
            pen.text(event.subject, x: area.x + 12, y: y, width: 16, role: .strong)
            pen.text(Sentence.text(event.text, pen.language), x: area.x + 29, y: y, width: area.width - 30)
        }
    }
}
