import Contract
import Topology

/// Carries out one step: look, journal, send, journal, read back. Resuming is the same: what holds is never sent again.
struct StepEngine: Sendable {
    let runner: Runner
    let claim: Claim
    let control: RunControl
    /// A silent node is owed without anybody's word (a restore, an undo, settling).
    private let asksNothing: Bool
    /// What comes up in a zone that is being left; nothing where none is.
    let arrivals: Arrivals?
    /// How many lanes run side by side.
    let width: Int
    private let slots = NodeSlots()

    init(
        _ runner: Runner, _ operation: Operation, _ claim: Claim, _ control: RunControl, asksNothing: Bool,
        arrivals: Arrivals? = nil
    ) {
        self.runner = runner
        self.claim = claim
        self.control = control
        self.asksNothing = asksNothing
        self.arrivals = arrivals
        width = operation.plan.zonePlan?.pace == .now ? Pace.lanesNow : Pace.lanes
    }

    var journal: Journal { runner.journal }

    /// Carries a step out as far as it goes; where it stands then is in the journal.
    func run(_ row: OperationStep) async throws {
        let step = row.step
        let reference = StepReference(direction: row.direction, index: row.index)
        if step.source == Step.estate { return try await awaitEstate(row, reference) }
        guard let actuator = runner.actuator(step.source) else {
            return try await fail(row, reference, "\(step.source) cannot be changed with this estate file")
        }
        if await control.isDark(row.node) { return try await silent(row, reference, "no answer a moment ago") }
        if row.state == .sent { try await waitOut(row, reference) }
        let window = step.kind == .wait ? step.patienceMs + step.readBackMs : step.patienceMs
        guard let standing = try await look(step, actuator, windowMs: window, interruptible: true) else { return }
        switch standing {
        case .holds:
            let note = row.sends > 0 ? "read back: it holds" : "it holds without being sent"
            return try await journal.settled(
                reference, step, .done, error: nil, note: note, undoes: row.undoes, claim)
        case .moot(let why): return try await journal.settled(reference, step, .skipped, error: why, claim)
        case .unknown(let why): return try await silent(row, reference, why)
        case .doesNot(let what):
            if step.kind == .wait { return try await unmet(row, reference, what, window) }
            if row.sends > 0, row.touched, !step.idempotent {
                return try await puzzled(row, reference, "it was sent and does not show (\(what))")
            }
        }
        try await send(row, reference, actuator)
    }

    /// Sends a step until it is read back, a few times at most.
    private func send(_ row: OperationStep, _ reference: StepReference, _ actuator: any Actuator) async throws {
        let step = row.step
        for attempt in 1...Pace.sends {
            guard try await control.mayGoOn() else { return }
            // Journaled when its turn at the node has come: from then on its deadline counts.
            let (record, outcome) = try await slots.call(row.node) {
                let record = try await journal.sending(reference, step, attempt: row.sends + attempt, claim)
                let outcome = await actuator.apply(step, until: record.moment + step.deadlineMs)
                let callMs = runner.clock().moment - record.moment
                try await journal.answered(
                    reference, step, outcome.kept, text: outcome.text, receipt: outcome.receipt, callMs: callMs, claim)
                return (record, outcome)
            }
            switch outcome {
            case .rejected(let why): return try await fail(row, reference, "\(step.node) refused: \(why)")
            case .conflict(let why):
                try await control.callFailed(reference, step)
                return try await puzzled(row, reference, "somebody else changed \(step.target) on \(step.node): \(why)")
            case .notSent(let why):
                try await journal.settled(reference, step, .planned, error: why, claim)
                let known = await control.isSilent(row.node)
                if attempt == Pace.sends || known { return try await silent(row, reference, why) }
                try await runner.sleep(Pace.lookMs)
                continue
            case .done, .unknown: break
            }
            let read = try await look(step, actuator, windowMs: step.readBackMs, interruptible: false)
            switch read {
            case .holds:
                return try await journal.settled(
                    reference, step, .done, error: nil, note: "read back: it holds", undoes: row.undoes, claim)
            case .moot(let why): return try await journal.settled(reference, step, .skipped, error: why, claim)
            case .unknown(let why): return try await silent(row, reference, why)
            case nil: return
            case .doesNot(let what):
                guard step.idempotent else {
                    return try await puzzled(row, reference, "it was sent and does not show (\(what))")
                }
                if attempt == Pace.sends {
                    return try await fail(row, reference, "sent \(attempt) times, and read back otherwise: \(what)")
                }
                try await journal.note(.lost, "does not show: \(what)", claim, about: reference, step, error: what)
            }
            let left = record.remaining(
                deadlineMs: step.deadlineMs, now: runner.clock().moment, boot: record.boot)
            if left > 0 { try await runner.sleep(left) }
        }
    }

    /// Waits until nothing of a call can be under way any more whose sender died before its outcome was journaled.
    private func waitOut(_ row: OperationStep, _ reference: StepReference) async throws {
        guard row.outcome == nil || row.outcome == .unknown, let sent = row.sent else { return }
        let left = sent.remaining(
            deadlineMs: row.step.deadlineMs, now: runner.clock().moment, boot: runner.journalBoot)
        guard left > 0 else { return }
        let text = "its last call may still be under way: waiting \(Gates.seconds(left))"
        try await journal.note(.waiting, text, claim, about: reference, row.step, error: text)
        try await runner.sleep(left)
    }

    /// Looks until it holds, is pointless, or the window is over; a node that does not answer gets a little longer.
    ///
    /// - Returns: nothing where something stopped the run meanwhile.
    func look(
        _ step: Step, _ actuator: any Actuator, windowMs: Int64, interruptible: Bool
    ) async throws -> Standing? {
        let node = NodeID(source: step.source, node: step.node)
        let start = runner.clock().moment
        var pause = Pace.firstLookMs
        while true {
            if interruptible, try await !control.mayGoOn() { return nil }
            let standing: Standing = await slots.call(node) {
                // Others may have waited for it in vain while this one waited for its turn.
                if await control.isDark(node) { return .unknown("no answer a moment ago") }
                return await actuator.check(step, until: runner.clock().moment + step.deadlineMs)
            }
            var bound = windowMs
            switch standing {
            case .holds, .moot:
                await control.heard(node, answers: true)
                return standing
            case .doesNot: await control.heard(node, answers: true)
            case .unknown: bound = await control.isSilent(node) ? 0 : max(windowMs, Pace.silenceMs)
            }
            let left = bound - (runner.clock().moment - start)
            if left <= 0 { return standing }
            if await control.isBroken { return nil }
            try await runner.sleep(min(pause, left))
            pause = min(pause * 2, Pace.lookMs)
        }
    }

    /// A node does not answer: owed where that may be, else a person is asked.
    func silent(_ row: OperationStep, _ reference: StepReference, _ why: String) async throws {
        await control.heard(row.node, answers: false)
        if row.step.kind == .wait, row.step.optional {
            return try await journal.settled(reference, row.step, .skipped, error: "not seen: \(why)", claim)
        }
        if row.step.kind == .change { try await control.callFailed(reference, row.step) }
        let reason = await control.owes[row.step.node]
        if asksNothing || row.step.silence == .owe || reason != nil {
            let text = "\(row.step.node) does not answer (\(why))" + (reason.map { "; owed because \($0)" } ?? "")
            return try await journal.settled(reference, row.step, .owed, error: text, claim)
        }
        try await journal.note(
            .waiting, "\(row.step.node) does not answer: \(why)", claim, about: reference, row.step, error: why)
        await control.ask(about: row.node, why)
    }

    func unmet(_ row: OperationStep, _ reference: StepReference, _ what: String, _ windowMs: Int64) async throws {
        let text = "not so within \(Gates.seconds(windowMs)): \(what)"
        if row.step.optional {
            return try await journal.settled(reference, row.step, .skipped, error: text, claim)
        }
        try await fail(row, reference, text)
    }

    private func fail(_ row: OperationStep, _ reference: StepReference, _ why: String) async throws {
        try await journal.settled(reference, row.step, .failed, error: why, claim)
        if row.step.kind == .change { try await control.callFailed(reference, row.step) }
        await control.fail("\(row.step.target) on \(row.step.node): \(why)")
    }

    private func puzzled(_ row: OperationStep, _ reference: StepReference, _ why: String) async throws {
        try await journal.settled(reference, row.step, .failed, error: why, claim)
        await control.ask("\(why): look at it, then azimuth resume, hold or undo \(claim.operation)")
    }
}

extension Outcome {
    /// What the journal keeps of it.
    fileprivate var kept: StepOutcome {
        switch self {
        case .done: .done
        case .rejected: .rejected
        case .conflict: .conflict
        case .notSent: .notSent
        case .unknown: .unknown
        }
    }

    fileprivate var receipt: [String: String] {
        if case .done(let receipt) = self { receipt } else { [:] }
    }

    fileprivate var text: String {
        switch self {
        case .done(let receipt): receipt["status"] ?? "done"
        case .rejected(let why), .conflict(let why), .notSent(let why), .unknown(let why): why
        }
    }
}
