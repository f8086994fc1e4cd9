/// One source and its nodes as the console shows them.
public struct SourceView: Equatable, Sendable {
    /// Its name in the estate file.
    public var name: String
    /// Its kind (`eureka`).
    public var kind: String
    /// Live where every configured node is, failed where none is, else partial.
    public var state: State
    /// Configured nodes in the file's order, then the named ones.
    public var nodes: [NodeView]

    /// A source.
    public init(name: String, kind: String, state: State, nodes: [NodeView]) {
        self.name = name
        self.kind = kind
        self.state = state
        self.nodes = nodes
    }

    /// Whether the source answers.
    public enum State: String, Codable, Sendable { case live, partial, failed, waiting }
}

/// One server of a source.
public struct NodeView: Equatable, Sendable {
    /// Which.
    public var id: NodeID
    /// Its zone: the estate file's, its registry's, or where the estate's rules place its address.
    public var zone: String?
    /// Whether it answers.
    public var state: State
    /// What it says of its version.
    public var serverVersion: String?
    /// When it last answered; nothing where it never did.
    public var answeredAt: Moment?
    /// How long its last answer took, in milliseconds.
    public var latencyMs: Double?
    /// Why it does not answer, or what was wrong with part of the answer.
    public var error: String?
    /// Since when it is in this state.
    public var since: Moment
    /// What can be read there.
    public var reads: [String]
    /// What can be written there, probed without changing anything.
    public var writes: [String]
    /// Further facts in the order to show them (`renews`, `lag`), label and value.
    public var facts: [NodeFact]
    /// How many registrations it lists.
    public var registrations: Int

    /// A node; what is not known yet stays at its default.
    public init(
        id: NodeID, zone: String? = nil, state: State, serverVersion: String? = nil, answeredAt: Moment? = nil,
        latencyMs: Double? = nil, error: String? = nil, since: Moment, reads: [String] = [], writes: [String] = [],
        facts: [NodeFact] = [], registrations: Int = 0
    ) {
        self.id = id
        self.zone = zone
        self.state = state
        self.serverVersion = serverVersion
        self.answeredAt = answeredAt
        self.latencyMs = latencyMs
        self.error = error
        self.since = since
        self.reads = reads
        self.writes = writes
        self.facts = facts
        self.registrations = registrations
    }

    /// Whether a node answers.
    public enum State: String, Codable, Sendable {
        /// Answers, completely.
        case live
        /// Answers, but part of it could not be used.
        case partial
        /// Answered once, not now: what it said is kept and marked.
        case stale
        /// Never answered, or refuses.
        case failed
        /// A source names it, the estate file does not.
        case named
        /// Not asked yet, or its first answer is still under way.
        case waiting
    }
}

/// A labelled fact about a node, worth a line in its detail.
public struct NodeFact: Hashable, Sendable {
    /// What it is (`renews last minute`).
    public var label: String
    /// Its value with its unit.
    public var value: String
    /// Set where it belongs on the attention list.
    public var severity: Attention.Severity?

    /// A fact; a severity puts it on the attention list.
    public init(label: String, value: String, severity: Attention.Severity? = nil) {
        self.label = label
        self.value = value
        self.severity = severity
    }
}
