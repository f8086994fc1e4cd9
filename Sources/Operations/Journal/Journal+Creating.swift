import Contract
import FoundationEssentials
import Storage
import Topology

extension Journal {
    /// Puts a confirmed plan into the journal, with its steps and their undo, and locks its instances: one change, on
    /// the disk when this returns.
    ///
    /// A restore takes an instance over from an operation that nobody works on any more; that one is held then.
    ///
    /// - Returns: the operation's id.
    /// - Throws: `blocked`, `locked` (which names the other operation), `journal`.
    public func create(_ plan: Plan) throws(OperationError) -> String {
        if let gate = plan.blocking.first(where: { $0.name == .journalDurable }) {
            throw OperationError(.journal, gate.text)
        }
        if plan.isBlocked {
            let names = plan.blocking.map(\.name.rawValue).joined(separator: ", ")
            throw OperationError(.blocked, "blocked by \(names): nothing was started")
        }
        let text = try plan.canonicalJSON()
        return try change { database in
            let id = try freshID(database)
            let number =
                try database.first("SELECT coalesce(max(number), 0) + 1 FROM operations") { try $0.int64(0) } ?? 1
            try database.run(
                """
                INSERT INTO operations
                    (id, number, kind, state, direction, plan_hash, created_at, revision, zone, expires_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9)
                """, .text(id), .integer(number), .text(plan.kind.rawValue), .text(OperationState.planned.rawValue),
                .text(Direction.forward.rawValue), .text(JournalEvent.digest(text)), .integer(wall),
                Value(plan.zonePlan?.scope.zone), Value(plan.zonePlan?.expiresAt?.milliseconds))
            try database.run(
                "INSERT INTO plans VALUES (?1, ?2, ?3, ?4, ?5)", .text(id), .text(text),
                .text(try CanonicalJSON.text(plan.gates)), .text(try CanonicalJSON.text(plan.owes)),
                .text(try CanonicalJSON.text(plan.overrides)))
            try lock(plan, for: id, database)
            for (index, planned) in plan.steps.enumerated() {
                try insert(planned.step, undoes: nil, .forward, index, id, database)
            }
            try append(
                .created, id, "\(plan.by) \(plan.kind.rawValue) \(plan.summary): \(plan.reason)",
                ["plan": JournalEvent.digest(text), "by": plan.by, "kind": plan.kind.rawValue, "reason": plan.reason],
                to: database)
            for (name, reason) in plan.overrides.sorted(by: { $0.key < $1.key }) {
                try append(
                    .request, id, "\(plan.by) overrides \(name): \(reason)",
                    ["gate": name, "reason": reason, "by": plan.by], to: database)
            }
            for (node, reason) in plan.owes.sorted(by: { $0.key < $1.key }) {
                try append(
                    .request, id, "\(plan.by) owes \(node): \(reason)",
                    ["node": node, "reason": reason, "by": plan.by], to: database)
            }
            return id
        }
    }

    /// Writes a step's row.
    func insert(
        _ step: Step, undoes: Int?, _ direction: Direction, _ index: Int, _ id: String, _ database: Database
    ) throws {
        // What is done stands in the plan already; an undo's steps come of its outcomes.
        let text: String? = direction == .undo ? try CanonicalJSON.text(step) : nil
        try database.run(
            """
            INSERT INTO steps (operation, direction, idx, step, undoes, instance, source, node, state)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """, .text(id), .text(direction.rawValue), .integer(Int64(index)), Value(text), Value(undoes),
            Value(step.instance?.description), .text(step.source), .text(step.node),
            .text(StepState.planned.rawValue))
    }

    /// Takes the locks of a plan: the estate's where it is about a whole zone or about weights, and its instances'; those
    /// that the operation has already are its own.
    func lock(_ plan: Plan, for id: String, _ database: Database) throws {
        try lockEstate(plan, for: id, database)
        for instance in Set(plan.instances).sorted() {
            let name = instance.description
            let holder = try database.first("SELECT operation FROM locks WHERE instance = ?1", .text(name)) {
                try $0.text(0)
            }
            if holder == id { continue }
            if let holder, let other = try load(holder, database) {
                guard plan.kind == .restore, !other.isWorkedOn else {
                    throw OperationError(
                        .locked,
                        "\(name) is worked on by operation \(holder) (\(other.state.rawValue)): wait for it, or end it: "
                            + "azimuth hold \(holder)")
                }
                try end(
                    holder, .held, cause: .asked, message: "ended by the restore \(id), which took \(name) over",
                    clientsFollowBy: nil, database)
            }
            try database.run(
                "INSERT INTO locks VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET operation = ?3", .text(name),
                .text(try CanonicalJSON.text(instance)), .text(id))
        }
    }

    /// Ends an operation's work in a state; its instances are free where that state is an end.
    func end(
        _ id: String, _ state: OperationState, cause: HoldCause?, message: String?, clientsFollowBy: Timestamp?,
        _ database: Database
    ) throws {
        try database.run(
            """
            UPDATE operations SET state = ?2, cause = ?3, message = ?4, ended_at = ?5,
                clients_follow_by = coalesce(?6, clients_follow_by) WHERE id = ?1
            """, .text(id), .text(state.rawValue), Value(cause?.rawValue), Value(message), .integer(wall),
            Value(clientsFollowBy?.milliseconds))
        if state.isOver {
            try database.run("DELETE FROM locks WHERE operation = ?1", .text(id))
            try database.run("DELETE FROM zone_lock WHERE operation = ?1", .text(id))
        }
        try database.run("UPDATE runners SET ended = 1 WHERE operation = ?1", .text(id))
        try database.run("UPDATE requests SET taken = 1 WHERE operation = ?1", .text(id))
        try append(
            .state, id, state.rawValue + (message.map { ": \($0)" } ?? ""), ["state": state.rawValue], to: database)
    }

    /// A short id that no operation has: four digits, more where those run out.
    private func freshID(_ database: Database) throws -> String {
        for attempt in 0..<64 {
            let digits = attempt < 16 ? 4 : 8
            let number = UInt32.random(in: 0...UInt32.max) >> UInt32(32 - 4 * digits)
            let text = String(number, radix: 16)
            let id = String(repeating: "0", count: digits - text.count) + text
            let taken = try database.first("SELECT 1 FROM operations WHERE id = ?1", .text(id)) { try $0.int(0) }
            if taken == nil { return id }
        }
        throw OperationError(.journal, "no free operation id was found in \(path)")
    }
}

extension Operation {
    /// Whether a runner works on it, or may again without anybody's word (one that is silent).
    var isWorkedOn: Bool {
        switch liveness {
        case .alive, .silent: true
        case .dead, nil: false
        }
    }
}

extension Plan {
    /// What it changes, in a few words.
    var summary: String {
        if let zonePlan { return zonePlan.scope.summary }
        guard let first = targets.first else { return "nothing" }
        let place = zone.map { " in \($0)" } ?? ""
        return targets.count == 1 ? "\(first.instance)\(place)" : "\(targets.count) instances\(place)"
    }
}
