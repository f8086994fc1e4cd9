import Contract
import Topology

/// Waits so many milliseconds, and throws where the waiting task is cancelled.
public typealias Sleeper = @Sendable (Int64) async throws -> Void

/// Carries an operation out: judges its gates again, sends its steps, reads them back, and keeps the journal ahead of it.
///
/// It knows no process and no terminal: the executable gives it a journal, what changes each source, and eyes of its
/// own. Whatever it does can be cut off at any point and gone on with by another runner from the journal alone.
public struct Runner: Sendable {
    let journal: Journal
    let actuator: @Sendable (String) -> (any Actuator)?
    let evidence: @Sendable () async -> Snapshot
    let watch: @Sendable () async -> Snapshot?
    let sources: @Sendable () async -> [SourceSettings]
    let rules: OperationRules
    let estateFile: EstateFileReference
    let program: String
    let process: ProcessIdentity
    let clock: Clock
    let sleep: Sleeper
    let heartbeat: Sleeper

    /// A runner.
    ///
    /// - Parameters:
    ///   - actuator: what changes a source, by its name; nothing in a read-only estate.
    ///   - evidence: reads the estate anew, for the gates.
    ///   - watch: the newest snapshot of eyes that stay open while the run lasts, for what it waits for and what would
    ///     stop it; nothing while there is none.
    ///   - sources: the estate file's sources, with the nodes that were found meanwhile.
    ///   - estateFile: the estate file as it is now.
    ///   - program: the program's version (`0.1.0`).
    ///   - sleep: waits between two looks.
    ///   - heartbeat: waits between two signs of life.
    public init(
        journal: Journal, actuator: @escaping @Sendable (String) -> (any Actuator)?,
        evidence: @escaping @Sendable () async -> Snapshot,
        watch: @escaping @Sendable () async -> Snapshot? = { nil },
        sources: @escaping @Sendable () async -> [SourceSettings],
        rules: OperationRules = OperationRules(), estateFile: EstateFileReference, program: String,
        process: ProcessIdentity, clock: @escaping Clock, sleep: @escaping Sleeper, heartbeat: @escaping Sleeper
    ) {
        self.journal = journal
        self.actuator = actuator
        self.evidence = evidence
        self.watch = watch
        self.sources = sources
        self.rules = rules
        self.estateFile = estateFile
        self.program = program
        self.process = process
        self.clock = clock
        self.sleep = sleep
        self.heartbeat = heartbeat
    }

    /// Works on an operation until it ends, or needs a person.
    ///
    /// - Returns: the operation as it ended.
    /// - Throws: `running`, `silent`, `locked`, `state`, `notFound` where it cannot be begun; `changed` where the estate
    ///   file or the program is another one; `journal`, `lost` and `cancelled` where it had to stop before its end: then
    ///   it is interrupted, and can be resumed.
    public func run(_ given: String) async throws(OperationError) -> Operation {
        let before = try await journal.existing(given)
        let id = before.id
        if !before.state.isOver, let difference = before.plan.difference(estateFile: estateFile, program: program) {
            let error = OperationError(.changed, "operation \(id) cannot go on: \(difference)")
            try await journal.couldNotRun(id, because: error.message)
            throw error
        }
        let claim = try await journal.claim(id, by: process)
        let alive = Task { [journal, heartbeat] in
            while !Task.isCancelled {
                // One that cannot be written is no reason to stop: the next step's line will tell.
                try? await journal.beat(claim)
                try await heartbeat(RunnerLiveness.beatEveryMs)
            }
        }
        defer { alive.cancel() }
        let control = RunControl(self, claim, owes: before.owes)
        do {
            try await control.heed()
            try await work(before, claim, control)
        } catch let error as OperationError {
            throw error
        } catch is CancellationError {
            throw OperationError(.cancelled, "operation \(id) was cut off: azimuth resume, hold or undo \(id)")
        } catch {
            throw OperationError(.journal, "operation \(id) stopped: \(error)", cause: error)
        }
        return try await journal.existing(id)
    }

    private func work(_ before: Operation, _ claim: Claim, _ control: RunControl) async throws {
        if before.direction == .forward, await !control.wantsUndo {
            if before.state.isOver {
                try await settle(before, claim, control)
            } else {
                try await forward(before, claim, control)
            }
            if await !control.wantsUndo { return }
        } else if before.direction == .undo, before.state == .owed {
            return try await settle(before, claim, control)
        }
        try await undo(try await journal.existing(before.id), claim, control)
    }

    private func forward(_ given: Operation, _ claim: Claim, _ control: RunControl) async throws {
        var before = given
        let left = before.steps.filter { $0.state == .planned || $0.state == .sent || $0.state == .failed }
        if before.kind != .restore, !left.isEmpty, try await control.mayGoOn() {
            let (gates, snapshot) = try await judge(before, left, claim, control)
            let blocking = Gates.blocking(gates, of: before.kind)
            if !blocking.isEmpty {
                let names = blocking.map { "\($0.name.rawValue) (\($0.text))" }.joined(separator: "; ")
                return try await blocked(before, names, claim, control)
            }
            let unplanned = try await takeIn(newNodesOf: before, in: snapshot, claim, control)
            if !unplanned.isEmpty {
                return try await blocked(before, unplanned.joined(separator: "; "), claim, control)
            }
            before = try await journal.existing(before.id)
        }
        let engine = StepEngine(
            self, before, claim, control, asksNothing: before.kind == .restore,
            arrivals: Arrivals(self, before, claim, control))
        await control.obey(StopRules(before.plan))
        try await execute(before.steps, of: before.id, engine, claim, control)
        if await control.wantsUndo { return }
        try await finish(before.id, claim, control)
    }

    private func blocked(_ before: Operation, _ names: String, _ claim: Claim, _ control: RunControl) async throws {
        if before.changedSomething {
            try await close(
                claim, control, .needsOperator,
                message: "blocked in the middle by \(names): azimuth resume \(before.id) --override GATE=REASON, "
                    + "or hold or undo it")
        } else {
            try await close(
                claim, control, .held, cause: .blocked, message: "blocked by \(names): nothing was changed")
        }
    }
}

extension Plan {
    /// What stands between this plan and a program with this estate file, for people; nothing where they fit.
    public func difference(estateFile now: EstateFileReference, program: String) -> String? {
        var found: [String] = []
        if let difference = estateFile.difference(to: now) {
            found.append(
                "the estate file is not the one that it was planned with (\(estateFile.path)): \(difference); "
                    + "put it back, or hold it and plan again")
        }
        func line(_ version: String) -> [Substring] { Array(version.split(separator: ".").prefix(2)) }
        if line(self.program) != line(program) {
            found.append("it was planned with azimuth \(self.program), and this is \(program): use that version")
        }
        return found.isEmpty ? nil : found.joined(separator: "; ")
    }
}
