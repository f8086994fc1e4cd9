import Contract
import Topology

/// What the lanes of a run share: what was asked of it, what must stop it, which nodes are silent.
actor RunControl {
    /// Why no further step is sent.
    enum Stop: Hashable, Sendable {
        /// Somebody asked to end here.
        case hold(by: String)
        /// Somebody asked to take it back.
        case undo(by: String)
        /// What receives the traffic is worse than it was before.
        case rule(String)
        /// A step failed, which ends it.
        case failed(String)
        /// Only a person can say how it goes on.
        case ask(String)
        /// The journal cannot be written, or the run was cut off.
        case broken
    }

    private let journal: Journal
    private let claim: Claim
    private let sleep: Sleeper
    /// Nothing while steps may be sent.
    private(set) var stop: Stop?
    /// Reasons by node, those given while running too.
    private(set) var owes: [String: String]
    private var isPaused = false
    private var isUndoing = false
    /// Nodes that were found silent: since when that is known, and whether a step of this run saw it itself.
    private var silent: [NodeID: (at: Moment, isSeen: Bool)] = [:]
    private var asked: [String: String] = [:]
    private var rules: StopRules?
    private var judgedAt: Moment?
    private let watch: @Sendable () async -> Snapshot?
    private let clock: Clock

    init(_ runner: Runner, _ claim: Claim, owes: [String: String]) {
        journal = runner.journal
        self.claim = claim
        self.owes = owes
        sleep = runner.sleep
        watch = runner.watch
        clock = runner.clock
    }

    /// Whether the way back was asked for.
    var wantsUndo: Bool {
        if case .undo = stop { true } else { false }
    }

    /// Whether the journal or the run itself is broken: then even waiting is pointless.
    var isBroken: Bool { stop == .broken }

    /// Whether another step may be sent; waits while paused.
    func mayGoOn() async throws -> Bool {
        try await heed()
        while isPaused, stop == nil {
            try await sleep(Pace.pausedMs)
            try await heed()
        }
        if stop == nil { try await heedRules() }
        return stop == nil
    }

    /// Watches the receiving zones from now on; nothing is watched on the way back.
    func obey(_ rules: StopRules?) { self.rules = rules }

    /// Looks at the receiving zones, every few seconds at most.
    private func heedRules() async throws {
        let now = clock().moment
        guard rules != nil, judgedAt.map({ now - $0 >= StopRules.everyMs }) ?? true else { return }
        judgedAt = now
        guard let snapshot = await watch() else { return }
        try await act(on: rules?.judge(snapshot, now: clock().moment))
    }

    /// A step's call failed.
    func callFailed(_ reference: StepReference, _ step: Step) async throws {
        try await act(on: rules?.failed(reference, step, isOwed: owes[step.node] != nil))
    }

    private func act(on verdict: StopRules.Verdict?) async throws {
        guard let verdict, !isUndoing else { return }
        switch verdict {
        case .fine: return
        case .stop(let why):
            guard stop == nil else { return }
            stop = .rule(why)
            try await journal.note(.stopped, "stop rule: \(why)", claim)
        case .blind(let why):
            guard stop == nil else { return }
            ask("\(why): look at it, then azimuth resume, hold or undo \(claim.operation)")
            try await journal.note(.stopped, why, claim)
        }
    }

    /// Reads what was asked meanwhile.
    func heed() async throws {
        for request in try await journal.takeRequests(claim, isUndoing: isUndoing) {
            owes.merge(request.owes) { $1 }
            switch request.kind {
            case .pause where !isPaused:
                isPaused = true
                try await journal.enter(.paused, "paused by \(request.by)", claim)
            case .resume where isPaused:
                isPaused = false
                try await journal.enter(.running, "resumed by \(request.by)", claim)
            case .hold: stop = stop ?? .hold(by: request.by)
            case .undo where !isUndoing && stop != .broken: stop = .undo(by: request.by)
            case .pause, .resume, .undo, .settle: break
            }
        }
    }

    /// Steps that take back may be sent from now on; what stopped the way there stops them no more.
    func turnBack() {
        isUndoing = true
        isPaused = false
        rules = nil
        stop = nil
    }

    /// A step failed: no new one is sent.
    func fail(_ text: String) { stop = outranked(by: .failed(text)) }

    /// Only a person can say how it goes on: no new step is sent.
    func ask(_ text: String) { stop = outranked(by: .ask(text)) }

    /// A node must be owed by name before it goes on without it.
    func ask(about node: NodeID, _ why: String) {
        asked[node.node] = why
        let names = asked.sorted { $0.key < $1.key }
        let nodes = names.map { "\($0.key) does not answer (\($0.value))" }.joined(separator: ", ")
        let options = names.map { "--owe '\($0.key)=REASON'" }.joined(separator: " ")
        let text = "\(nodes): azimuth resume \(claim.operation) \(options) goes on without it, or hold or undo it"
        if case .ask = stop { stop = .ask(text) } else { stop = outranked(by: .ask(text)) }
    }

    /// The journal cannot be written, or the run was cut off.
    func breakOff() { stop = .broken }

    /// What was found of a node's silence: by a step, or by a probe, which a step's own look has to confirm.
    func heard(_ node: NodeID, answers: Bool, byProbe: Bool = false) {
        if answers {
            silent[node] = nil
        } else if !byProbe || silent[node] == nil {
            silent[node] = (clock().moment, !byProbe)
        }
    }

    /// Whether a node was found silent and has not answered since.
    func isSilent(_ node: NodeID) -> Bool { silent[node] != nil }

    /// Whether a node was seen to be silent just now: asking it again would only take its deadline once more. A zone of
    /// a thousand instances behind a dead server is done in the time of one look, not of a thousand.
    func isDark(_ node: NodeID) -> Bool {
        guard let found = silent[node], found.isSeen else { return false }
        return clock().moment - found.at < Pace.darkMs
    }

    /// A failure is worth more than what was asked, the first of its kind more than the next.
    private func outranked(by new: Stop) -> Stop {
        switch stop {
        case nil, .hold, .undo, .rule: new
        case .failed, .ask, .broken: stop ?? new
        }
    }
}

/// How fast a run looks again, and how much it does at once.
enum Pace {
    /// Lanes that run side by side.
    static let lanes = 8
    /// Lanes that run side by side where a zone is left at once.
    static let lanesNow = 48
    /// Calls to one node at once, at most.
    static let callsPerNode = 16
    /// How long a node that was seen to be silent is not asked again, in milliseconds.
    static let darkMs: Int64 = 30_000
    /// The first wait between two looks, in milliseconds; each further one is twice as long.
    static let firstLookMs: Int64 = 100
    /// The longest wait between two looks, in milliseconds.
    static let lookMs: Int64 = 1_000
    /// How long a node may not answer before it counts as silent, in milliseconds.
    static let silenceMs: Int64 = 5_000
    /// How long traffic may be unknown until an optional wait for it is given up, in milliseconds: a few polls.
    static let uncountedMs: Int64 = 20_000
    /// How often a paused run looks for a word, in milliseconds.
    static let pausedMs: Int64 = 500
    /// How often a step is sent in one run, at most.
    static let sends = 3
    /// How often a change that was lost again is sent anew, at most.
    static let resends = 3
    /// The shortest wait between two looks of a watch, in milliseconds.
    static let watchMs: Int64 = 1_000
}
