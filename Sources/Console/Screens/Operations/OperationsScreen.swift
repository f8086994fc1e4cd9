import Contract
import Operations
import Terminal
import Topology

/// Screen 7: what runs, what stands still, what is owed, what was done; those that need somebody first.
struct OperationsScreen: Screen {
    static let id = ScreenID(rawValue: "operations")
    var id: ScreenID { Self.id }
    var title: any Phrase { FrameText.operations }

    private static let columns = [
        Column(.state, ColumnText.state, 11),
        Column(.time, ColumnText.time, 5, rank: 3),
        Column(.id, ColumnText.operation, 5),
        Column(.what, ColumnText.kind, 30, most: 48),
        Column(.registered, ColumnText.progress, 8, right: true, rank: 1),
        Column(.by, ColumnText.by, 10, most: 20, rank: 2),
        Column(.subject, ColumnText.reason, 20, most: 80, rank: 4),
    ]

    func rows(of view: View, in state: ConsoleState, previous: RowList) -> RowList {
        let needle = view.filter.lowercased()
        let all = state.journal.operations.filter { operation in
            guard !needle.isEmpty else { return true }
            return [state.title(of: operation), operation.state.rawValue, operation.plan.by, operation.plan.reason]
                .joined(separator: " ").lowercased().contains(needle)
        }
        func worry(_ operation: Operation) -> Int {
            switch operation.state {
            case .interrupted, .needsOperator, .undoFailed: 0
            case .running, .paused, .planned: 1
            case .owed: 2
            case .complete, .held, .undone: state.journal.standing(operation).owed == 0 ? 3 : 2
            }
        }
        let sorted = all.enumerated().sorted { (worry($0.element), $0.offset) < (worry($1.element), $1.offset) }
        return .subjects(sorted.map { .operation($0.element.id) })
    }

    func visibleRows(of view: View, in state: ConsoleState) -> Int {
        state.layout.body.height - 4 - Self.outLines(state)
    }

    /// Rows of the zones that are out, above the table.
    private static func outLines(_ state: ConsoleState) -> Int { min(3, state.snapshot.out.count) }

    private func drawOut(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        for (row, out) in state.snapshot.out.prefix(area.height).enumerated() {
            let until = out.expiresAt.map { ", " + pen.say(OperationText.outUntil, $0.hourAndMinute) } ?? ""
            var text = pen.say(
                OperationText.outSince, out.zone, out.since.hourAndMinute, until, out.by.firstWord, out.operation,
                out.reason)
            if !out.except.isEmpty {
                text += "; " + pen.say(OperationText.outExcept, out.except.joined(separator: ", "))
            }
            pen.text("○", x: area.x + 2, y: area.y + row, width: 1, role: .stateOut)
            pen.text(text, x: area.x + 5, y: area.y + row, width: area.width - 6, role: .stateOut)
        }
    }
    func opens(_ subject: Subject, in state: ConsoleState) -> Bool { true }
    func open(_ subject: Subject, in state: inout ConsoleState) -> [Effect] { state.open(subject) }

    func text(of subject: Subject, in state: ConsoleState) -> String? {
        if case .operation(let id) = subject { id } else { nil }
    }

    func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let rows = state.view.rows
        pen.title(title, state.view.filter, end: String(rows.count), in: area)
        let out = Self.outLines(state)
        drawOut(state, in: area.below(1).top(out), with: &pen)
        let table = Table(Self.columns, in: area.below(1 + out).above(2))
        table.drawHeading(nil, with: &pen)
        if rows.count == 0 {
            let text = state.journal.trouble ?? pen.say(OperationText.none)
            let role: StyleRole = state.journal.trouble == nil ? .dim : .bad
            pen.text(text, x: area.x + Table.lead, y: area.y + 2, width: area.width - Table.lead, role: role)
        }
        func operation(_ row: Int) -> Operation? {
            if case .operation(let id)? = rows.subject(row) { state.journal.operation(id) } else { nil }
        }
        table.drawRows(
            of: state, with: &pen, shape: { operation($0).map { Marks.operation($0) } ?? ("", .text) },
            cell: { row, column, pen in operation(row).map { cell(column, $0, state, pen) } ?? Cell("") })
        if let selected = operation(state.view.row) { drawDetail(selected, state, in: area.bottom(2), with: &pen) }
    }

    private func cell(_ column: ColumnID, _ operation: Operation, _ state: ConsoleState, _ pen: Pen) -> Cell {
        switch column {
        case .state: return Cell(state.word(of: operation), Marks.operation(operation).role)
        case .time: return Cell((operation.startedAt ?? operation.createdAt).hourAndMinute, .dim)
        case .id: return Cell(operation.id, .strong)
        case .what: return Cell(state.summary(of: operation.plan))
        case .registered:
            let standing = state.journal.standing(operation)
            return Cell(pen.say(OperationText.progress, String(standing.done), String(standing.all)))
        case .by: return Cell(operation.plan.by, .dim)
        default: return Cell(operation.plan.reason, .dim)
        }
    }

    private func drawDetail(_ operation: Operation, _ state: ConsoleState, in area: Area, with pen: inout Pen) {
        guard area.height == 2 else { return }
        let (mark, role) = Marks.operation(operation)
        pen.text(mark, x: area.x + 1, y: area.y, width: 1, role: role)
        let reason = operation.plan.reason.isEmpty ? "" : ": " + operation.plan.reason
        pen.text(state.title(of: operation) + reason, x: area.x + 3, y: area.y, width: area.width - 4, role: .strong)
        var says = operation.message.map { [$0] } ?? []
        let owed = operation.owedSteps
        if !owed.isEmpty {
            let names = Set(owed.map { NodeName.short($0.step.node) }).sorted().joined(separator: " ")
            says.append(pen.say(OperationText.owes, String(owed.count)) + ": " + names)
        }
        pen.text(says.joined(separator: "; "), x: area.x + 3, y: area.y + 1, width: area.width - 4, role: .dim)
    }
}

extension ConsoleState {
    /// What an operation is doing, as its banner and its own screen begin: `evacuating zone-b  7f3a`.
    func headline(of operation: Operation) -> String {
        let isMoving = operation.state == .running && operation.direction == .forward
        guard isMoving, let zone = operation.plan.zonePlan?.scope.zone else {
            return word(of: operation) + "  " + title(of: operation)
        }
        let verb: OperationText =
            switch operation.kind {
            case .evacuate: .evacuating
            case .shift: .shifting
            case .restore: .restoring
            case .drain, .clearOverride, .setWeights, .repair: .running
            }
        return "\(say(verb)) \(zone)  \(operation.id)"
    }

    /// The state of an operation in words: taking back is its own.
    func word(of operation: Operation) -> String {
        if operation.direction == .undo, operation.state.isMoving { return say(OperationText.undoing) }
        let word = say(OperationText(operation.state))
        let owed = journal.standing(operation).owed
        return operation.state == .complete && owed > 0 ? say(OperationText.owes, String(owed)) : word
    }
}
