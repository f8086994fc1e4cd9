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
    private var silent: Set<NodeID> = []
    private var asked: [String: String] = [:]

    init(journal: Journal, claim: Claim, owes: [String: String], sleep: @escaping Sleeper) {
        self.journal = journal
        self.claim = claim
        self.owes = owes
        self.sleep = sleep
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
        return stop == nil
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

    /// What was found of a node's silence.
    func heard(_ node: NodeID, answers: Bool) {
        if answers { silent.remove(node) } else { silent.insert(node) }
    }

    /// Whether a node was found silent and has not answered since.
    func isSilent(_ node: NodeID) -> Bool { silent.contains(node) }

    /// A failure is worth more than what was asked, the first of its kind more than the next.
    private func outranked(by new: Stop) -> Stop {
        switch stop {
        case nil, .hold, .undo: new
        case .failed, .ask, .broken: stop ?? new
        }
    }
}

/// How fast a run looks again, and how much it does at once.
enum Pace {
    /// Lanes that run side by side.
    static let lanes = 8
    /// The first wait between two looks, in milliseconds; each further one is twice as long.
    static let firstLookMs: Int64 = 100
    /// The longest wait between two looks, in milliseconds.
    static let lookMs: Int64 = 1_000
    /// How long a node may not answer before it counts as silent, in milliseconds.
    static let silenceMs: Int64 = 5_000
    /// How often a paused run looks for a word, in milliseconds.
    static let pausedMs: Int64 = 500
    /// How often a step is sent in one run, at most.
    static let sends = 3
    /// How often a change that was lost again is sent anew, at most.
    static let resends = 3
    /// The shortest wait between two looks of a watch, in milliseconds.
    static let watchMs: Int64 = 1_000
}
