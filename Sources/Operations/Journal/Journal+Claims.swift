import FoundationEssentials
import Storage
import Topology

/// A runner's right to work on an operation; a later one takes it away.
public struct Claim: Hashable, Sendable {
    /// The operation's id.
    public let operation: String
    /// Rises with each runner.
    let epoch: Int64
}

extension Journal {
    /// Takes an operation for a runner: no other runner that lives has it, its instances are its own, and it has
    /// something left to do.
    ///
    /// - Throws: `running`, `silent`, `locked`, `state`, `notFound`, `journal`.
    public func claim(_ id: String, by process: ProcessIdentity) throws(OperationError) -> Claim {
        try change { database in
            guard let operation = try load(id, database) else {
                throw OperationError(.notFound, "there is no operation \(id) in \(path)")
            }
            switch operation.liveness {
            case .alive:
                throw OperationError(
                    .running, "operation \(id) is worked on by process \(operation.runner?.process.pid ?? 0)")
            case .silent(let age): throw operation.silentRunner(age)
            case .dead, nil: break
            }
            let asked = try database.query(
                "SELECT request FROM requests WHERE operation = ?1 AND taken = 0", .text(id)
            ) { try CanonicalJSON.value(Request.self, from: try $0.text(0)).kind }
            if operation.state.isOver, !asked.contains(where: { $0 == .undo || $0 == .settle }) {
                throw OperationError(.state, "operation \(id) is \(operation.state.rawValue): nothing is left to do")
            }
            try lock(operation.plan, for: id, database)
            let epoch = (operation.runner?.epoch ?? 0) + 1
            try database.run(
                """
                INSERT INTO runners VALUES (?1, ?2, ?3, ?4, 0)
                ON CONFLICT DO UPDATE SET epoch = ?2, process = ?3, beat = ?4, ended = 0
                """, .text(id), .integer(epoch), .text(try CanonicalJSON.text(process)),
                .integer(clock().moment.milliseconds))
            try database.run(
                """
                UPDATE operations SET state = 'running', cause = NULL, message = NULL, ended_at = NULL,
                    started_at = coalesce(started_at, ?2) WHERE id = ?1
                """, .text(id), .integer(wall))
            try append(
                .claimed, id, "process \(process.pid) on \(process.host) took it",
                ["pid": "\(process.pid)", "host": process.host, "epoch": "\(epoch)"], to: database)
            return Claim(operation: id, epoch: epoch)
        }
    }

    /// Writes a sign of life, which waits for no disk.
    ///
    /// - Throws: `lost` where another runner has the operation, `journal`.
    public func beat(_ claim: Claim) throws(OperationError) {
        let database = try beating()
        do {
            try database.run(
                "UPDATE runners SET beat = ?3 WHERE operation = ?1 AND epoch = ?2 AND ended = 0",
                .text(claim.operation), .integer(claim.epoch), .integer(clock().moment.milliseconds))
            if database.changedRows == 0 { throw lost(claim) }
        } catch {
            throw Self.failure(error)
        }
    }

    /// Refuses what a runner writes that has lost its operation to another.
    func check(_ claim: Claim, _ database: Database) throws {
        let mine = try database.first(
            "SELECT 1 FROM runners WHERE operation = ?1 AND epoch = ?2 AND ended = 0", .text(claim.operation),
            .integer(claim.epoch)
        ) { try $0.int(0) }
        if mine == nil { throw lost(claim) }
    }

    private func lost(_ claim: Claim) -> OperationError {
        OperationError(.lost, "operation \(claim.operation) was taken over by another runner: this one stops")
    }

    /// Ends a runner's work, unless somebody asked at the last moment to take it back.
    ///
    /// - Returns: whether it is ended; where not, the undo is to be begun.
    @discardableResult
    func finish(
        _ claim: Claim, _ state: OperationState, cause: HoldCause? = nil, message: String? = nil,
        clientsFollowBy: Timestamp? = nil, direction: Direction = .forward
    ) throws(OperationError) -> Bool {
        try change { database in
            try check(claim, database)
            if direction == .forward, try isUndoAsked(claim.operation, database) { return false }
            try end(
                claim.operation, state, cause: cause, message: message, clientsFollowBy: clientsFollowBy, database)
            return true
        }
    }

    /// Ends an operation whose runner could not even be started, or refused to begin: it stays resumable where
    /// something was done already, else it is held as failed before anything was changed.
    public func couldNotRun(_ id: String, because message: String) throws(OperationError) {
        try change { database in
            guard let operation = try load(id, database), !operation.state.isOver, !operation.isWorkedOn else { return }
            if operation.changedSomething || operation.direction == .undo {
                try end(id, .needsOperator, cause: nil, message: message, clientsFollowBy: nil, database)
            } else {
                try end(id, .held, cause: .failed, message: message, clientsFollowBy: nil, database)
            }
        }
    }
}
