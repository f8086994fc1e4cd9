import Topology

/// What the servers of the sources say differently, counted once a snapshot.
struct Divergence: Sendable {
    /// One server's difference from the others of its source on one instance.
    struct Difference: Sendable {
        /// The instance.
        var instance: InstanceKey
        /// What this server says of it, nothing where it does not list it.
        var says: RegistrationView?
    }

    /// The generation it was made from.
    var generation: UInt64?
    /// Instances that differ, by source.
    private(set) var instances: [String: Int] = [:]
    /// The differences of each server, bounded.
    private(set) var nodes: [NodeID: [Difference]] = [:]
    /// How many each server has, beyond the bound too.
    private(set) var counts: [NodeID: Int] = [:]

    static let none = Divergence()

    /// As many are kept of one server; the Instances screen has them all.
    private static let most = 200

    private init() {}

    /// Goes through the instances that differ.
    init(of snapshot: Snapshot) {
        generation = snapshot.generation
        for service in snapshot.services {
            for instance in service.instances where instance.differs { note(instance, in: snapshot) }
        }
    }

    private mutating func note(_ instance: InstanceView, in snapshot: Snapshot) {
        for source in snapshot.sources {
            let said = instance.registrations.filter { $0.node.source == source.name }
            guard !said.isEmpty else { continue }
            let configured = source.nodes.filter { $0.state == .live || $0.state == .partial }.map(\.id)
            let missing = configured.filter { node in !said.contains { $0.node == node } }
            let word = Self.word(said)
            let other = said.filter { $0.registration.status != word || $0.state != InstanceWord.state(said, word) }
            if missing.isEmpty, other.isEmpty { continue }
            instances[source.name, default: 0] += 1
            for node in missing { add(Difference(instance: instance.key, says: nil), to: node) }
            for view in other { add(Difference(instance: instance.key, says: view), to: view.node) }
        }
    }

    private mutating func add(_ difference: Difference, to node: NodeID) {
        counts[node, default: 0] += 1
        if nodes[node, default: []].count < Self.most { nodes[node, default: []].append(difference) }
    }

    /// The status that most servers say; of equally many the one said first.
    private static func word(_ said: [RegistrationView]) -> String {
        var tally: [String: Int] = [:]
        for view in said { tally[view.registration.status, default: 0] += 1 }
        let most = tally.values.max() ?? 0
        return said.first { tally[$0.registration.status] == most }?.registration.status ?? ""
    }
}

/// What a status means by those who say it.
enum InstanceWord {
    /// The state of the first registration with a status.
    static func state(_ said: [RegistrationView], _ status: String) -> RegistrationState? {
        said.first { $0.registration.status == status }?.state
    }
}
