import Topology

/// A source in the snapshot's JSON.
struct SourceDocument: Encodable, Sendable {
    let name: String
    let kind: String
    let state: String
    let nodes: [NodeDocument]

    init(_ source: SourceView, now: Moment) {
        name = source.name
        kind = source.kind
        state = source.state == .waiting ? SourceView.State.failed.rawValue : source.state.rawValue
        nodes = source.nodes.map { NodeDocument($0, now: now) }
    }
}

/// A node in the snapshot's JSON.
struct NodeDocument: Encodable, Sendable {
    private let view: NodeView
    private let now: Moment

    init(_ view: NodeView, now: Moment) {
        self.view = view
        self.now = now
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let waiting = view.state == .waiting
        try container.encode(view.id.node, forKey: .node)
        try container.encode(view.zone, forKey: .zone)
        try container.encode(waiting ? NodeView.State.failed.rawValue : view.state.rawValue, forKey: .state)
        try container.encode(view.serverVersion, forKey: .serverVersion)
        if view.serverVersion == nil { try container.encode("the server does not tell", forKey: .serverVersionReason) }
        try container.encode(view.answeredAt.map { max(0, now - $0) }, forKey: .ageMs)
        if view.answeredAt == nil {
            try container.encode(view.state == .named ? "named, not polled" : "never answered", forKey: .ageMsReason)
        }
        try container.encode(view.error ?? (waiting ? "not asked yet" : nil), forKey: .error)
        try container.encode(view.reads, forKey: .reads)
        try container.encode(view.writes, forKey: .writes)
        try container.encode(view.latencyMs, forKey: .latencyMs)
        try container.encode(view.registrations, forKey: .registrations)
        try container.encode(view.facts.map(FactDocument.init), forKey: .facts)
    }

    private enum CodingKeys: String, CodingKey {
        case node, zone, state, serverVersion, serverVersionReason, ageMs, ageMsReason, error, reads, writes, latencyMs
        case registrations, facts
    }
}

/// A labelled fact of a node.
struct FactDocument: Encodable, Sendable {
    let label: String
    let value: String
    let severity: Attention.Severity?

    init(_ fact: NodeFact) {
        label = fact.label
        value = fact.value
        severity = fact.severity
    }
}
