import Contract
import Topology

extension Runner {
    /// Takes back what was done: the inverse steps in reverse order, through the same loop.
    func undo(_ operation: Operation, _ claim: Claim, _ control: RunControl) async throws {
        let id = operation.id
        try await waitOut(operation.steps)
        if operation.direction != .undo {
            let back = try await wayBack(operation)
            try await journal.turnBack(back.steps, unneeded: back.unneeded, claim)
        }
        await control.turnBack()
        let turned = try await journal.existing(id)
        let engine = StepEngine(self, turned, claim, control, asksNothing: true)
        try await execute(turned.undoSteps, of: id, engine, claim, control)
        let now = try await journal.existing(id)
        switch await control.stop {
        case .broken: throw OperationError(.cancelled, "the undo of \(id) was cut off: azimuth resume \(id)")
        case .hold(let by):
            try await journal.finish(
                claim, .held, cause: .asked, message: "its undo was held by \(by)", direction: .undo)
        case .failed(let text), .ask(let text):
            try await journal.finish(
                claim, .undoFailed, message: "\(text): azimuth resume \(id) tries again, hold ends it here",
                direction: .undo)
        case .undo, .rule, nil:
            try await journal.finish(
                claim, now.owedSteps.isEmpty ? .undone : .owed, message: now.owing, direction: .undo)
        }
    }

    /// Waits until no call can be under way any more whose outcome nobody knows: it would arrive after its undo.
    private func waitOut(_ rows: [OperationStep]) async throws {
        let now = clock().moment
        let left = rows.compactMap { row -> Int64? in
            guard row.sends > 0, row.outcome == nil || row.outcome == .unknown else { return nil }
            return row.sent?.remaining(deadlineMs: row.step.deadlineMs, now: now, boot: journalBoot)
        }
        if let longest = left.max(), longest > 0 { try await sleep(longest) }
    }

    /// The steps that take an operation back, and those that need not be sent any more.
    ///
    /// A step that came to hold without being sent (its neighbour's replication) is taken back as well where anything
    /// of its lane was sent: it is this operation's doing.
    private func wayBack(
        _ operation: Operation
    ) async throws -> (steps: [(step: Step, undoes: Int)], unneeded: [Int]) {
        let touched = Set(operation.steps.filter(\.mayHaveTakenEffect).map(\.step.lane))
        var steps: [(step: Step, undoes: Int)] = []
        var unneeded: [Int] = []
        for row in operation.steps.reversed() {
            let isOurs = row.mayHaveTakenEffect || row.state == .done && touched.contains(row.step.lane)
            if row.step.kind == .change, isOurs, try await journal.superseding(operation.id, row.step) == nil,
                let undo = actuator(row.step.source)?.undo(of: row.step, receipt: row.receipt) ?? row.undo
            {
                steps.append((undo, row.index))
            } else if row.state == .planned || row.state == .owed || row.state == .sent && row.step.kind == .wait {
                unneeded.append(row.index)
            }
        }
        return (steps, unneeded)
    }
}
