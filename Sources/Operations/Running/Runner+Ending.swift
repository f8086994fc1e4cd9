import Contract
import Topology

extension Runner {
    /// Ends the way there, by what stopped it or by what is done.
    func finish(_ id: String, _ claim: Claim, _ control: RunControl) async throws {
        let operation = try await journal.existing(id)
        switch await control.stop {
        case .broken:
            throw OperationError(.cancelled, "operation \(id) was cut off: azimuth resume, hold or undo \(id)")
        case .hold(let by):
            try await close(claim, control, .held, cause: .asked, message: "held by \(by)")
        case .rule(let text):
            try await close(
                claim, control, .held, cause: .stopRule,
                message: "held by a stop rule: \(text); what is done stays: azimuth undo \(id) takes it back")
        case .ask(let text): try await close(claim, control, .needsOperator, message: text)
        case .failed(let text):
            if operation.changedSomething {
                try await close(
                    claim, control, .needsOperator, message: "\(text): azimuth resume, hold or undo \(id)")
            } else {
                try await close(
                    claim, control, .held, cause: .failed, message: "\(text): nothing was changed")
            }
        case .undo, nil:
            let delay = operation.plan.clientDelay?.milliseconds
            let state: OperationState = operation.owedSteps.isEmpty ? .complete : operation.kind.stateWithOwed
            try await close(
                claim, control, state, message: operation.owing,
                clientsFollowBy: delay.map { Timestamp(milliseconds: clock().wall.milliseconds + $0) })
        }
    }

    /// Ends it, unless somebody asked at the last moment to take it back: then the caller finds the run stopped by that.
    func close(
        _ claim: Claim, _ control: RunControl, _ state: OperationState, cause: HoldCause? = nil,
        message: String? = nil, clientsFollowBy: Timestamp? = nil, direction: Direction = .forward
    ) async throws {
        let isEnded = try await journal.finish(
            claim, state, cause: cause, message: message, clientsFollowBy: clientsFollowBy, direction: direction)
        if !isEnded { try await control.heed() }
    }

    /// Sends what is owed where its node answers now; a step that a later operation has replaced is not needed.
    func settle(_ before: Operation, _ claim: Claim, _ control: RunControl) async throws {
        var left: [OperationStep] = []
        for row in before.owedSteps {
            if let later = try await journal.superseding(before.id, row.step) {
                try await journal.settled(
                    StepReference(direction: row.direction, index: row.index), row.step, .skipped,
                    error: "operation \(later) came after it", claim)
            } else {
                // It is taken up like one that is planned: looked at first, sent only where it does not hold. What was
                // sent without an outcome is waited out as after a crash.
                var again = row
                again.state = row.sends > 0 && row.outcome != .notSent ? .sent : .planned
                left.append(again)
            }
        }
        let engine = StepEngine(self, before, claim, control, asksNothing: true)
        try await execute(left, of: before.id, engine, claim, control)
        let now = try await journal.existing(before.id)
        switch await control.stop {
        case .broken:
            throw OperationError(.cancelled, "settling \(before.id) was cut off: azimuth settle \(before.id)")
        case .undo where before.direction == .forward: return
        case .ask(let text), .failed(let text):
            try await close(claim, control, .needsOperator, message: text, direction: before.direction)
        case .hold, .rule, .undo, nil:
            let isSettled = now.owedSteps.isEmpty
            let state: OperationState =
                switch before.direction {
                case .undo: isSettled ? .undone : .owed
                case .forward: isSettled ? .complete : now.kind.stateWithOwed
                }
            try await close(claim, control, state, message: now.owing, direction: before.direction)
        }
    }
}

extension OperationKind {
    /// What its operation is where everything is done but for owed nodes.
    var stateWithOwed: OperationState {
        switch self {
        // Who missed a drain goes on as before; who missed a restore can bring the old state back.
        case .drain, .evacuate, .shift, .setWeights, .repair: .complete
        case .restore, .clearOverride: .owed
        }
    }
}

extension Operation {
    /// What it owes, for people; nothing where it owes nothing.
    var owing: String? {
        var seen: Set<String> = []
        let nodes = owedSteps.map(\.step.node).filter { seen.insert($0).inserted }
        if nodes.isEmpty { return nil }
        return "\(owedSteps.count) owed on \(Gates.list(nodes)): azimuth settle \(id) when it answers"
    }
}
