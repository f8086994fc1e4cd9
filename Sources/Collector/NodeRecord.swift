import Contract
import Topology

/// What the collector knows of one node.
struct NodeRecord {
    let id: NodeID
    let settings: NodeSettings
    /// Its source's place in the estate file.
    let source: Int
    /// Whether the estate file names it; an adopted one is not in it.
    let configured: Bool
    var reader: any Reader
    var backOff = BackOff()

    /// What it said last, whole services.
    var services: [ServiceKey: [Registration]] = [:]
    /// Services whose last answer was malformed: what is kept of them is older than the rest, and why.
    var spoiled: [ServiceKey: String] = [:]
    /// Part of its last answer could not be told to belong to any service: what is missing proves nothing.
    var partly = false
    /// Why none of what it said counts as fresh; nothing while it answers.
    var staleReason: String? = "not asked yet"
    /// Whether it ever answered this process.
    var answered = false
    var facts: NodeFacts?
    var state = NodeView.State.waiting
    var since: Moment
    var answeredAt: Moment?
    var latencyMs: Double?
    var error: String?
    var writes: [String] = []
    /// Its pause between two polls; cancelled to ask at once.
    var pause: Task<Void, any Error>?
    /// Whether a round of uncached looks is under way.
    var looking = false

    init(
        id: NodeID, settings: NodeSettings, source: Int, configured: Bool, reader: any Reader, since: Moment
    ) {
        self.id = id
        self.settings = settings
        self.source = source
        self.configured = configured
        self.reader = reader
        self.since = since
    }

    /// Goes into a state, and remembers since when.
    mutating func enter(_ state: NodeView.State, at now: Moment) {
        guard self.state != state else { return }
        self.state = state
        since = now
    }

    /// How it is shown.
    var view: NodeView {
        NodeView(
            id: id, zone: settings.zone, state: state, serverVersion: facts?.serverVersion, answeredAt: answeredAt,
            latencyMs: latencyMs, error: error, since: since, reads: facts?.reads ?? [], writes: writes,
            facts: facts?.facts ?? [], registrations: services.values.reduce(0) { $0 + $1.count })
    }

    /// What it says of one service, as the merge takes it; nothing where it never said anything at all.
    func listing(of service: ServiceKey) -> NodeListing? {
        guard answered || services[service] != nil else { return nil }
        let standing: NodeListing.Standing =
            if let staleReason { .stale(reason: staleReason) } else if let reason = spoiled[service] {
                .stale(reason: reason)
            } else if partly { .incomplete } else { .fresh }
        return NodeListing(node: id, standing: standing, registrations: services[service] ?? [])
    }
}
