import Contract
import FoundationEssentials
import Storage
import Topology

extension Journal {
    /// The operation of an id, or of a beginning of one that no other has; nothing where there is none.
    ///
    /// - Throws: `usage` where several begin so.
    public func operation(_ id: String) throws(OperationError) -> Operation? {
        try read { database in try resolve(id, database).flatMap { try load($0, database) } }
    }

    /// The whole id that a beginning stands for.
    func resolve(_ id: String, _ database: Database) throws -> String? {
        let ids = try database.query(
            "SELECT id FROM operations WHERE id = ?1 OR substr(id, 1, length(?1)) = ?1 ORDER BY number DESC LIMIT 6",
            .text(id)
        ) { try $0.text(0) }
        if let only = ids.first(where: { $0 == id }) ?? (ids.count == 1 ? ids[0] : nil) { return only }
        if ids.isEmpty || id.isEmpty { return nil }
        throw OperationError(.usage, "\(id) begins several operations: \(ids.joined(separator: ", "))")
    }

    /// The operation of an id.
    ///
    /// - Throws: `notFound`.
    public func existing(_ id: String) throws(OperationError) -> Operation {
        guard let operation = try operation(id) else {
            throw OperationError(.notFound, "there is no operation \(id) in \(path): `azimuth operations` lists them")
        }
        return operation
    }

    /// The last operations, newest first.
    public func operations(limit: Int = 100) throws(OperationError) -> [Operation] {
        try read { database in
            try database.query("SELECT id FROM operations ORDER BY number DESC LIMIT ?1", .integer(Int64(limit))) {
                try $0.text(0)
            }.compactMap { try load($0, database) }
        }
    }

    /// Operations that changed after a revision, and the newest revision.
    func operations(changedAfter revision: Int64) throws(OperationError) -> (operations: [Operation], newest: Int64) {
        try read { database in
            let newest = try database.first("SELECT revision FROM chain") { try $0.int64(0) } ?? 0
            let ids = try database.query(
                "SELECT id FROM operations WHERE revision > ?1 ORDER BY number DESC LIMIT 500", .integer(revision)
            ) { try $0.text(0) }
            return (try ids.compactMap { try load($0, database) }, newest)
        }
    }

    /// A number that changes when another connection has changed the file.
    func dataVersion() throws(OperationError) -> Int64 {
        do { return try database.dataVersion() } catch { throw Self.failure(error) }
    }

    /// Instances that unfinished operations work on, with the operation.
    public func locks() throws(OperationError) -> [InstanceKey: String] {
        try read { database in
            let rows = try database.query("SELECT key, operation FROM locks") {
                (try CanonicalJSON.value(InstanceKey.self, from: try $0.text(0)), try $0.text(1))
            }
            return Dictionary(rows) { first, _ in first }
        }
    }

    /// Reads one operation whole.
    func load(_ id: String, _ database: Database) throws -> Operation? {
        let runner = try runner(of: id, database)
        guard let plan = try plan(of: id, database) else { return nil }
        var operation = try database.first(
            """
            SELECT plan_hash, state, cause, direction, created_at, started_at, ended_at, p.gates, p.owes,
                p.overrides, message, clients_follow_by, revision, \(try hasZones(database) ? "expires_at" : "NULL")
            FROM operations JOIN plans p ON p.operation = id WHERE id = ?1
            """, .text(id)
        ) { row in
            Operation(
                id: id, plan: plan, planHash: try row.text(0),
                state: OperationState(rawValue: try row.text(1)) ?? .needsOperator,
                cause: try row.optionalText(2).flatMap { HoldCause(rawValue: $0) },
                direction: Direction(rawValue: try row.text(3)) ?? .forward,
                createdAt: Timestamp(milliseconds: try row.int64(4)),
                startedAt: try row.optionalInt64(5).map { Timestamp(milliseconds: $0) },
                endedAt: try row.optionalInt64(6).map { Timestamp(milliseconds: $0) },
                gates: try CanonicalJSON.value([Gate].self, from: try row.text(7)),
                steps: [], undoSteps: [],
                owes: try CanonicalJSON.value([String: String].self, from: try row.text(8)),
                overrides: try CanonicalJSON.value([String: String].self, from: try row.text(9)),
                message: try row.optionalText(10),
                clientsFollowBy: try row.optionalInt64(11).map { Timestamp(milliseconds: $0) },
                runner: runner, liveness: nil, revision: try row.int64(12),
                expiresAt: try row.optionalInt64(13).map { Timestamp(milliseconds: $0) })
        }
        guard operation != nil else { return nil }
        let steps = try self.steps(of: id, plan, database)
        operation?.steps = steps.filter { $0.direction == .forward }
        operation?.undoSteps = steps.filter { $0.direction == .undo }
        return operation.map(judgedAlive)
    }

    /// The operation with its runner's life told: what "runs" without one is interrupted.
    func judgedAlive(_ operation: Operation) -> Operation {
        var operation = operation
        operation.liveness = operation.runner.flatMap {
            $0.liveness(now: clock().moment, boot: boot, start: processes)
        }
        let works = operation.state == .running || operation.state == .paused
        if works, operation.liveness == .dead || operation.liveness == nil {
            operation.state = .interrupted
            operation.message =
                "its runner (process \(operation.runner?.process.pid ?? 0)) died in the middle: "
                + "azimuth resume, hold or undo \(operation.id)"
        }
        return operation
    }

    /// What was confirmed; it never changes, so it is read and decoded once.
    func plan(of id: String, _ database: Database) throws -> Plan? {
        if let kept = plans[id] { return kept }
        let text = try database.first("SELECT plan FROM plans WHERE operation = ?1", .text(id)) { try $0.text(0) }
        guard let text else { return nil }
        let plan = try CanonicalJSON.value(Plan.self, from: text)
        if plans.count >= 256 { plans.removeAll() }
        plans[id] = plan
        return plan
    }
}

extension Journal {
    /// The steps of an operation, of both ways, in order.
    private func steps(of id: String, _ plan: Plan, _ database: Database) throws -> [OperationStep] {
        let undo = try undoing(id, database)
        return try database.query(
            """
            SELECT direction, idx, undoes, state, sends, touched, sent_moment, sent_wall, sent_boot, outcome, receipt,
                error, done_moment, call_ms, CASE WHEN direction = 'do' THEN step END
            FROM steps WHERE operation = ?1 ORDER BY direction, idx
            """, .text(id)
        ) { row in
            let direction = Direction(rawValue: try row.text(0)) ?? .forward
            let index = try row.int(1)
            let planned = direction == .undo ? undo : plan.steps
            let added = try row.optionalText(14).map { try CanonicalJSON.value(AddedStep.self, from: $0) }
            guard let given = added.map({ PlannedStep(step: $0.step, undo: $0.undo) }) ?? planned.at(index) else {
                throw OperationError(.journal, "the journal \(path) has lost a step of operation \(id)")
            }
            var sent: SentRecord?
            if let moment = try row.optionalInt64(6), let wall = try row.optionalInt64(7) {
                sent = SentRecord(
                    moment: Moment(milliseconds: moment), boot: try row.optionalText(8) ?? "",
                    wall: Timestamp(milliseconds: wall))
            }
            let receipt = try row.text(10)
            return OperationStep(
                direction: direction, index: index, step: given.step, undo: given.undo,
                undoes: try row.optionalInt(2), state: StepState(rawValue: try row.text(3)) ?? .failed,
                sends: try row.int(4), touched: try row.bool(5), sent: sent,
                outcome: try row.optionalText(9).flatMap { StepOutcome(rawValue: $0) },
                receipt: receipt == "{}" ? [:] : try CanonicalJSON.value([String: String].self, from: receipt),
                error: try row.optionalText(11),
                doneAt: try row.optionalInt64(12).map { Moment(milliseconds: $0) },
                callMs: try row.optionalInt64(13), added: added)
        }
    }

    /// The steps of an operation's undo, in order; they never change once they are there.
    private func undoing(_ id: String, _ database: Database) throws -> [PlannedStep] {
        if let kept = undos[id] { return kept }
        let steps = try database.query(
            "SELECT step FROM steps WHERE operation = ?1 AND direction = 'undo' ORDER BY idx", .text(id)
        ) { PlannedStep(step: try CanonicalJSON.value(Step.self, from: try $0.text(0))) }
        if steps.isEmpty { return [] }
        if undos.count >= 256 { undos.removeAll() }
        undos[id] = steps
        return steps
    }
}

extension Array {
    /// The element of an index, nothing where there is none.
    fileprivate func at(_ index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
