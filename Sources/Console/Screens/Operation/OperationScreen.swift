import Operations
import Terminal
import Topology

/// One operation as it goes on: what is done on which server, what it waits for, what is owed, the last calls; and that
/// leaving does not stop it.
struct OperationScreen: Screen {
    static let id = ScreenID(rawValue: "operation")
    var id: ScreenID { Self.id }
    var title: any Phrase { FrameText.operation }
    var filters: Bool { false }

    func rows(of view: View, in state: ConsoleState, previous: RowList) -> RowList {
        .document(OperationDocument.make(state))
    }

    /// Seconds tick while it runs, and while clients follow.
    func ticks(_ view: View, in state: ConsoleState) -> Bool {
        guard case .operation(let id)? = view.subject, let operation = state.journal.operation(id) else { return false }
        return operation.state.isMoving || (operation.clientsFollowBy.map { $0 > state.now.wall } ?? false)
    }

    func visibleRows(of view: View, in state: ConsoleState) -> Int { state.layout.body.height - 3 }

    func text(of subject: Subject, in state: ConsoleState) -> String? {
        guard case .line(let index) = subject else { return nil }
        guard case .document(let document) = state.view.rows else { return nil }
        let lines = document.lines
        return lines.indices.contains(index) ? lines[index].copied : nil
    }

    func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        guard case .operation(let id)? = state.view.subject else { return }
        guard let operation = state.journal.operation(id) else {
            let text = state.journal.trouble ?? pen.say(OperationText.vanished, id)
            pen.text(text, x: area.x + 2, y: area.y + 1, width: area.width - 4, role: .bad)
            return
        }
        let (mark, role) = Marks.operation(operation)
        let standing = state.journal.standing(operation)
        let (done, all) = (standing.done, standing.all)
        let time = operation.state.isMoving ? standing.time(of: operation, now: pen.now.moment) : nil
        let head = pen.text(mark, x: area.x + 1, y: area.y, width: 1, role: role) + 1
        var tally = pen.say(OperationText.progress, String(done), String(all))
        var bar = Bar.text(done, of: all, width: 20)
        if let time {
            let left = pen.say(OperationText.left, Figures.countdown(time.leftMs))
            tally = "\(Int(max(0, time.part) * 100)) %  " + left
            bar = Bar.text(Int(max(0, time.part) * 1000), of: 1000, width: 20)
        }
        let tallyX = area.x + area.width - 22 - pen.width(of: tally) - 2
        pen.text(state.headline(of: operation), x: head, y: area.y, width: tallyX - head - 1, role: .title)
        pen.text(tally, x: tallyX, y: area.y, width: pen.width(of: tally), role: .strong)
        pen.text(String(repeating: "░", count: 20), x: area.x + area.width - 22, y: area.y, width: 20, role: .barRest)
        pen.text(bar, x: area.x + area.width - 22, y: area.y, width: 20, role: .bar)
        if let by = operation.clientsFollowBy, by > pen.now.wall {
            pen.changes(at: pen.now.moment + (1000 - pen.now.wall.milliseconds % 1000))
        }
        if case .document(let document) = state.view.rows {
            pen.document(document, state.view, in: area.below(1).above(2))
        }
        if operation.state.isMoving {
            pen.text(
                pen.say(OperationText.goesOn), x: area.x + 2, y: area.y + area.height - 1, width: area.width - 4,
                role: .info)
            pen.changes(at: pen.now.moment + (1000 - pen.now.wall.milliseconds % 1000))
        }
    }
}
