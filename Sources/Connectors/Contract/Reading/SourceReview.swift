import Topology

/// One node as the review of its source sees it.
public struct ReviewedNode: Sendable {
    /// Which.
    public var id: NodeID
    /// Its zone, nothing where none is known.
    public var zone: String?
    /// Whether it answers.
    public var state: NodeView.State
    /// When it last answered; nothing where it never did.
    public var answeredAt: Moment?
    /// Why it does not answer.
    public var error: String?
    /// What it said last.
    public var facts: NodeFacts

    /// A node.
    public init(
        id: NodeID, zone: String? = nil, state: NodeView.State = .live, answeredAt: Moment? = nil,
        error: String? = nil, facts: NodeFacts
    ) {
        self.id = id
        self.zone = zone
        self.state = state
        self.answeredAt = answeredAt
        self.error = error
        self.facts = facts
    }
}

/// What a look over all nodes of a source found.
public struct SourceReview: Equatable, Sendable {
    /// Servers that some node names and the estate file does not, each once.
    public var named: [NamedServer]
    /// What belongs on the attention list.
    public var warnings: [NodeFact]
    /// Replication links between them.
    public var links: [ReplicationLink]

    /// Nothing found.
    public init(named: [NamedServer] = [], warnings: [NodeFact] = [], links: [ReplicationLink] = []) {
        self.named = named
        self.warnings = warnings
        self.links = links
    }
}
