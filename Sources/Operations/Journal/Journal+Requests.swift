import FoundationEssentials
import Storage
import Topology

/// What became of a request.
public enum RequestEffect: Hashable, Sendable {
    /// A runner is at work and acts on it between two steps.
    case delivered
    /// A runner has to be started (`RunnerLauncher`), which acts on it.
    case needsRunner
    /// It is done: nobody was at work.
    case done
}

extension Journal {
    /// Asks something of an operation, through the journal.
    ///
    /// - Throws: `notFound`; `state` where it makes no sense now; `silent` where a runner that tells nothing is in the
    ///   way; `journal`.
    public func request(_ request: Request, of given: String) throws(OperationError) -> RequestEffect {
        try change { database in
            guard let id = try resolve(given, database), let operation = try load(id, database) else {
                throw OperationError(
                    .notFound, "there is no operation \(given) in \(path): `azimuth operations` lists them")
            }
            try operation.allows(request.kind)
            if case .silent(let age) = operation.liveness, request.kind == .resume, operation.state != .paused {
                throw operation.silentRunner(age)
            }
            try remember(request, of: operation, database)
            if request.kind == .hold, !operation.isWorkedOn {
                try end(
                    id, .held, cause: .asked, message: "held by \(request.by)", clientsFollowBy: nil, database)
                return .done
            }
            if request.kind == .resume, !operation.isWorkedOn {
                // Whoever says go on after a runner died means it, in spite of what was asked of that one. An undo stays.
                try dropStops(id, database)
            }
            try database.run(
                "INSERT INTO requests (operation, request) VALUES (?1, ?2)", .text(id),
                .text(try CanonicalJSON.text(request)))
            return operation.isWorkedOn ? .delivered : .needsRunner
        }
    }

    private func dropStops(_ id: String, _ database: Database) throws {
        let open = try database.query(
            "SELECT number, request FROM requests WHERE operation = ?1 AND taken = 0", .text(id)
        ) {
            (try $0.int64(0), try CanonicalJSON.value(Request.self, from: try $0.text(1)).kind)
        }
        for (number, kind) in open where kind == .hold || kind == .pause {
            try database.run("UPDATE requests SET taken = 1 WHERE number = ?1", .integer(number))
        }
    }

    private func remember(_ request: Request, of operation: Operation, _ database: Database) throws {
        let given = (request.owes.map { "owes \($0): \($1)" } + request.overrides.map { "overrides \($0): \($1)" })
        try append(
            .request, operation.id, ([request.by, request.kind.rawValue] + given.sorted()).joined(separator: " "),
            ["request": request.kind.rawValue, "by": request.by], to: database)
        guard !given.isEmpty else { return }
        let owes = operation.owes.merging(request.owes) { $1 }
        let overrides = operation.overrides.merging(request.overrides) { $1 }
        try database.run(
            "UPDATE plans SET owes = ?2, overrides = ?3 WHERE operation = ?1", .text(operation.id),
            .text(try CanonicalJSON.text(owes)), .text(try CanonicalJSON.text(overrides)))
    }

    /// The requests that nobody has acted on yet, oldest first.
    ///
    /// Holding and undoing stay open until they are done, in the change that does them, so that a runner that dies in
    /// between forgets neither; the others count as taken from now on.
    func takeRequests(_ claim: Claim, isUndoing: Bool) throws(OperationError) -> [Request] {
        let open = try read { database in
            try database.query(
                "SELECT number, request FROM requests WHERE operation = ?1 AND taken = 0 ORDER BY number",
                .text(claim.operation)
            ) { (try $0.int64(0), try CanonicalJSON.value(Request.self, from: try $0.text(1))) }
        }
        let passing = open.filter { $0.1.kind != .hold && ($0.1.kind != .undo || isUndoing) }
        if !passing.isEmpty {
            try change { database in
                try check(claim, database)
                for (number, _) in passing {
                    try database.run("UPDATE requests SET taken = 1 WHERE number = ?1", .integer(number))
                }
            }
        }
        return open.map(\.1)
    }

    /// Whether somebody asked to take it back and nobody has begun to.
    func isUndoAsked(_ id: String, _ database: Database) throws -> Bool {
        try database.query("SELECT request FROM requests WHERE operation = ?1 AND taken = 0", .text(id)) {
            try CanonicalJSON.value(Request.self, from: try $0.text(0)).kind
        }.contains(.undo)
    }
}

extension Operation {
    /// Whether something can be asked of it now.
    ///
    /// - Throws: `state`, which says why not.
    public func allows(_ kind: Request.Kind) throws(OperationError) {
        let possible =
            switch kind {
            case .pause: state == .running
            case .resume:
                switch state {
                case .planned, .paused, .interrupted, .needsOperator, .undoFailed: true
                case .running, .complete, .owed, .held, .undone: false
                }
            case .hold: !state.isOver
            case .undo: state != .undone && !(state == .owed && direction == .undo)
            case .settle: (state == .complete || state == .owed) && !owedSteps.isEmpty
            }
        if possible { return }
        let why: String =
            switch kind {
            case .settle where owedSteps.isEmpty: "it owes nothing"
            case .settle where state == .held: "it was held: undo it, or plan again"
            case .settle: "it is not over; resume, hold or undo it"
            case .pause, .resume, .hold, .undo: "it is \(state.rawValue)" + (direction == .undo ? " (undo)" : "")
            }
        throw OperationError(.state, "operation \(id) cannot be asked to \(kind.rawValue): \(why)")
    }

    /// The error of a runner that is there and tells nothing.
    func silentRunner(_ ageMs: Int64) -> OperationError {
        OperationError(
            .silent,
            "the runner of \(id) (process \(runner?.process.pid ?? 0)) has told nothing for \(ageMs / 1000) s, but is "
                + "there and could go on at any time: let it go on, or end it (kill \(runner?.process.pid ?? 0)) and ask again"
        )
    }
}
