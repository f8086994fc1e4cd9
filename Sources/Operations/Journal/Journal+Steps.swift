import Contract
import FoundationEssentials
import Storage
import Topology

/// Which step of an operation.
struct StepReference: Hashable, Sendable {
    let direction: Direction
    let index: Int
}

extension Journal {
    /// A step is about to leave: on the disk before it does.
    func sending(_ reference: StepReference, _ step: Step, attempt: Int, _ claim: Claim) async throws(OperationError)
        -> SentRecord
    {
        let now = clock()
        let record = SentRecord(moment: now.moment, boot: boot, wall: now.wall)
        try await together { [self] database in
            try check(claim, database)
            try database.run(
                """
                UPDATE steps SET state = 'sent', sends = sends + 1, touched_before = touched, touched = 1,
                    sent_moment = ?4, sent_wall = ?5, sent_boot = ?6, outcome = NULL, error = NULL
                WHERE operation = ?1 AND direction = ?2 AND idx = ?3
                """, .text(claim.operation), .text(reference.direction.rawValue), .integer(Int64(reference.index)),
                .integer(record.moment.milliseconds), .integer(record.wall.milliseconds), .text(record.boot))
            try append(
                .sent, claim.operation, step.call, fields(reference, step, ["attempt": "\(attempt)"]), to: database)
        }
        return record
    }

    /// What came of a call.
    func answered(
        _ reference: StepReference, _ step: Step, _ outcome: StepOutcome, text: String, receipt: [String: String],
        callMs: Int64, _ claim: Claim
    ) async throws(OperationError) {
        try await together { [self] database in
            try check(claim, database)
            try database.run(
                """
                UPDATE steps SET outcome = ?4, receipt = CASE WHEN ?5 = '{}' THEN receipt ELSE ?5 END, call_ms = ?6,
                    touched = CASE WHEN ?7 = 1 THEN touched_before ELSE 1 END
                WHERE operation = ?1 AND direction = ?2 AND idx = ?3
                """, .text(claim.operation), .text(reference.direction.rawValue), .integer(Int64(reference.index)),
                .text(outcome.rawValue), .text(try CanonicalJSON.text(receipt)), .integer(callMs),
                .integer(outcome.changedNothing ? 1 : 0))
            var facts = ["outcome": outcome.rawValue, "ms": "\(callMs)", "call": step.call]
            facts["status"] = receipt["status"]
            try append(.outcome, claim.operation, text, fields(reference, step, facts), to: database)
        }
    }

    /// A step has come to where it stays, for now.
    func settled(
        _ reference: StepReference, _ step: Step, _ state: StepState, error: String?, note: String? = nil,
        undoes: Int? = nil, _ claim: Claim
    ) async throws(OperationError) {
        let now = clock().moment.milliseconds
        try await together { [self] database in
            try check(claim, database)
            try database.run(
                """
                UPDATE steps SET state = ?4, error = ?5, done_moment = CASE WHEN ?4 = 'done' THEN ?6 ELSE done_moment END,
                    sent_boot = CASE WHEN ?4 = 'done' THEN ?7 ELSE sent_boot END
                WHERE operation = ?1 AND direction = ?2 AND idx = ?3
                """, .text(claim.operation), .text(reference.direction.rawValue), .integer(Int64(reference.index)),
                .text(state.rawValue), Value(error), .integer(now), .text(boot))
            if state == .done, reference.direction == .undo, let undoes {
                try database.run(
                    "UPDATE steps SET state = 'undone' WHERE operation = ?1 AND direction = 'do' AND idx = ?2",
                    .text(claim.operation), .integer(Int64(undoes)))
            }
            try append(
                state.event, claim.operation, error ?? note ?? "\(step.target) on \(step.node)",
                fields(reference, step, [:]), to: database)
        }
    }

    /// Something worth a line that changes no step's state.
    func note(
        _ kind: JournalEvent.Kind, _ text: String, _ claim: Claim, about reference: StepReference? = nil,
        _ step: Step? = nil, error: String? = nil
    ) throws(OperationError) {
        try change { database in
            try check(claim, database)
            var facts: [String: String] = [:]
            if let reference, let step {
                facts = fields(reference, step, [:])
                try database.run(
                    "UPDATE steps SET error = ?4 WHERE operation = ?1 AND direction = ?2 AND idx = ?3",
                    .text(claim.operation), .text(reference.direction.rawValue), .integer(Int64(reference.index)),
                    Value(error))
            }
            try append(kind, claim.operation, text, facts, to: database)
        }
    }

    /// The gates as the runner judged them.
    func judged(_ gates: [Gate], _ claim: Claim) throws(OperationError) {
        try change { database in
            try check(claim, database)
            try database.run(
                "UPDATE plans SET gates = ?2 WHERE operation = ?1", .text(claim.operation),
                .text(try CanonicalJSON.text(gates)))
            let failing = gates.filter(\.blocks).map(\.name.rawValue)
            try append(
                .gates, claim.operation,
                failing.isEmpty ? "no gate stands in the way" : "blocked by \(failing.joined(separator: ", "))",
                ["failing": failing.joined(separator: ",")], to: database)
        }
    }

    /// Running, paused: states in which a runner has it.
    func enter(_ state: OperationState, _ text: String, _ claim: Claim) throws(OperationError) {
        try change { database in
            try check(claim, database)
            try database.run(
                "UPDATE operations SET state = ?2 WHERE id = ?1", .text(claim.operation), .text(state.rawValue))
            try append(.state, claim.operation, text, ["state": state.rawValue], to: database)
        }
    }

    /// Turns an operation round: the steps that take it back are on the disk before the first of them is sent, and
    /// what never left is not needed any more.
    func turnBack(_ undo: [(step: Step, undoes: Int)], unneeded: [Int], _ claim: Claim) throws(OperationError) {
        try change { database in
            try check(claim, database)
            for (index, step) in undo.enumerated() {
                try insert(step.step, undoes: step.undoes, .undo, index, claim.operation, database)
            }
            for index in unneeded {
                try database.run(
                    """
                    UPDATE steps SET state = 'skipped', error = 'undone before it was sent'
                    WHERE operation = ?1 AND direction = 'do' AND idx = ?2
                    """, .text(claim.operation), .integer(Int64(index)))
            }
            try database.run(
                "UPDATE operations SET direction = 'undo', clients_follow_by = NULL WHERE id = ?1",
                .text(claim.operation))
            try database.run("UPDATE requests SET taken = 1 WHERE operation = ?1", .text(claim.operation))
            try append(.state, claim.operation, "undoing \(undo.count) steps", ["direction": "undo"], to: database)
        }
    }

    private func fields(_ reference: StepReference, _ step: Step, _ more: [String: String]) -> [String: String] {
        var fields = more
        fields["direction"] = reference.direction.rawValue
        fields["step"] = "\(reference.index)"
        fields["node"] = step.node
        fields["source"] = step.source
        fields["target"] = step.target
        fields["stage"] = step.stage
        return fields
    }
}

extension StepState {
    /// The line that tells of it.
    fileprivate var event: JournalEvent.Kind {
        switch self {
        case .planned: .waiting
        case .sent: .sent
        case .done: .done
        case .owed: .owed
        case .failed: .failed
        case .undone: .undone
        case .skipped: .skipped
        }
    }
}
