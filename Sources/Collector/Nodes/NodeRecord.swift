import Contract
import Topology

/// What the collector knows of one node: what it said last, whether that still stands, and how asking it goes.
struct NodeRecord {
    let id: NodeID
    let settings: NodeSettings
    /// Its source's place in the estate file.
    let source: Int
    /// Its zone: the estate file's, its registry's for one that was discovered, else where the estate's rules place its host.
    var zone: String?
    var reader: any Reader

    /// The call in flight; one that overran its deadline stays here until it ends, so that calls never overlap.
    var calling: Task<Result<Reading, ReadError>, Never>?
    /// The pause before the next call; cancelled to ask at once.
    var pause: Task<Void, any Error>?
    /// Failures in a row.
    var failures = 0
    /// A round of looks past its caches is under way.
    var isLooking = false
    /// Not before this is it looked at again.
    var lookAfter: Moment?

    /// What it lists, by service, ordered by id; lists are never empty.
    var services: [ServiceKey: [Registration]] = [:]
    /// What looks past its caches found, by id, and when; nothing where it does not list the instance any more.
    var seen: [String: (registration: Registration?, at: Moment)] = [:]
    /// What it listed before and could not be read the last time, by service.
    var held: [ServiceKey: [Registration]] = [:]
    /// Services of which its last answer is not complete.
    var incomplete: Set<ServiceKey> = []
    /// Its last answer had faults that name no service: what is missing proves nothing anywhere.
    var isIncomplete = false
    /// What of its answers could not be used; nothing where all of it could.
    var fault: String?
    /// When what it lists was kept by an earlier console; nothing once it answers itself.
    var keptAt: Moment?

    /// It answered this process at least once.
    var hasAnswered = false
    var state = NodeView.State.waiting
    var since: Moment
    var error: String?
    var answeredAt: Moment?
    var latencyMs: Double?
    var facts = NodeFacts()
    /// What it says of routes, and what it counts.
    var traffic = NodeTraffic()
    var capability: Capability?

    init(
        id: NodeID, settings: NodeSettings, source: Int, zone: String?, reader: any Reader, since: Moment
    ) {
        self.id = id
        self.settings = settings
        self.source = source
        self.zone = zone
        self.reader = reader
        self.since = since
    }

    /// It answers: what it lists is so.
    var isFresh: Bool { state == .live || state == .partial }

    /// All services that it says anything of.
    var spoken: Set<ServiceKey> { Set(services.keys).union(held.keys) }

    /// Goes into a state, and remembers since when.
    mutating func enter(_ new: NodeView.State, error: String?, at now: Moment) {
        if state != new { (state, since) = (new, now) }
        self.error = error
    }

    /// What it says of a service, as the merge takes it; nothing where it says nothing.
    func listings(of service: ServiceKey) -> [NodeListing] {
        let listed = (services[service] ?? []).compactMap(newest)
        guard isFresh else {
            guard !listed.isEmpty else { return [] }
            let reason = keptAt == nil ? "stale: \(error ?? "no answer")" : "kept from before this console started"
            return [NodeListing(node: id, standing: .stale(reason: reason), registrations: listed)]
        }
        let standing: NodeListing.Standing = isIncomplete || incomplete.contains(service) ? .incomplete : .fresh
        var listings = [NodeListing(node: id, standing: standing, registrations: listed)]
        if let held = held[service] {
            let reason = "this part of the last answer could not be used"
            listings.append(NodeListing(node: id, standing: .stale(reason: reason), registrations: held))
        }
        return listings
    }

    /// What was seen past the caches, as long as the cached answer is older.
    private func newest(_ cached: Registration) -> Registration? {
        guard let look = seen[cached.id] else { return cached }
        guard let found = look.registration else { return nil }
        guard let time = found.changedAt, let old = cached.changedAt, time > old else { return cached }
        return found
    }

    /// Forgets what was seen too long ago for any cache to be older.
    mutating func forgetSeen(before moment: Moment) {
        if !seen.isEmpty { seen = seen.filter { $0.value.at >= moment } }
    }

    /// How the review of its source sees it.
    var reviewed: ReviewedNode {
        ReviewedNode(id: id, zone: zone, state: state, answeredAt: answeredAt, error: error, facts: facts)
    }

    /// How it is shown.
    var view: NodeView {
        var writes: [String] = []
        var shown = facts.facts
        switch capability {
        case .writable(let kinds): writes = kinds
        case .readOnly(let reason): shown.append(NodeFact(label: "cannot be changed", value: reason))
        case .silent, nil: break
        }
        return NodeView(
            id: id, zone: zone, state: state, serverVersion: facts.serverVersion, answeredAt: answeredAt,
            latencyMs: latencyMs, error: error, since: since, reads: facts.reads, writes: writes, facts: shown,
            registrations: services.values.reduce(0) { $0 + $1.count })
    }
}

extension NodeView {
    /// What of it makes a new snapshot at once: not its age, its latency or its counters, which move with every answer.
    var shape: NodeView {
        var shape = self
        (shape.answeredAt, shape.latencyMs) = (nil, nil)
        for index in shape.facts.indices where shape.facts[index].severity == nil { shape.facts[index].value = "" }
        return shape
    }
}
