/// What is wrong with one service, counted once when its view is made, so that judging the estate never walks instances.
public struct ServiceFindings: Equatable, Sendable {
    /// What is wrong in each zone, by zone.
    public var troubles: [ZoneTrouble] = []
    /// Where nodes contradict each other.
    public var disagreements: [Disagreement] = []

    /// Something wrong with a service in one zone that its own instances cause (not a registry that fell silent).
    public struct ZoneTrouble: Equatable, Sendable {
        /// The zone, "" for instances without one.
        public var zone: String
        /// Instances in trouble by state: down, gone, unknown although a node answers, starting.
        public var counts: Counts
        /// All instances there that are not out.
        public var expected: Int
        /// The service's health there.
        public var health: Health
        /// When the first of them came into its state.
        public var began: Moment
    }

    /// Instances on which nodes of one source contradict each other in the same way.
    public struct Disagreement: Equatable, Sendable {
        /// The source.
        public var source: String
        /// In which way.
        public var kind: Kind
        /// The nodes that lack it or differ, in order.
        public var nodes: [NodeID]
        /// How many instances.
        public var count: Int
        /// One of them.
        public var example: InstanceKey

        /// Ways to contradict.
        public enum Kind: Hashable, Sendable {
            /// These nodes lack the override that others hold.
            case lostOverride(String)
            /// These nodes do not list it.
            case notListed
            /// These nodes say something else of it.
            case state
        }
    }

    /// Finds what is wrong among instances.
    init(of instances: [InstanceView], zones: [String: Counts]) {
        var troubles: [String: (counts: Counts, began: Moment)] = [:]
        for instance in instances {
            if instance.differs { note(instance) }
            guard instance.state != .up, instance.state != .out else { continue }
            // A registry that fell silent is one cause of its own.
            if instance.state == .unknown, instance.registrations.allSatisfy({ $0.reason != nil }) { continue }
            var trouble = troubles[instance.zone ?? ""] ?? (Counts(), instance.since)
            trouble.counts.count(instance.state)
            trouble.began = min(trouble.began, instance.since)
            troubles[instance.zone ?? ""] = trouble
        }
        for (zone, trouble) in troubles {
            let all = zones[zone] ?? trouble.counts
            let health = Health(of: all)
            // Starting alone is only trouble where it leaves too few.
            guard trouble.counts.total > trouble.counts.starting || health == .sick else { continue }
            self.troubles.append(
                ZoneTrouble(
                    zone: zone, counts: trouble.counts, expected: all.total - all.out, health: health,
                    began: trouble.began))
        }
        self.troubles.sort { $0.zone < $1.zone }
    }

    private mutating func note(_ instance: InstanceView) {
        let fresh = instance.registrations.filter { $0.reason == nil }
        for source in Set(fresh.map(\.node.source)).sorted() {
            let own = fresh.filter { $0.node.source == source }
            let absent = instance.absentAt.filter { $0.source == source }
            if !absent.isEmpty {
                add(source, .notListed, absent, instance.key)
            } else if let override = own.lazy.compactMap(\.registration.override).first,
                own.contains(where: { $0.registration.override != override })
            {
                let lacking = own.filter { $0.registration.override != override }.map(\.node)
                add(source, .lostOverride(override), lacking, instance.key)
            } else if own.contains(where: { view in fresh.contains { $0.state != view.state } }) {
                add(source, .state, own.map(\.node), instance.key)
            }
        }
    }

    private mutating func add(_ source: String, _ kind: Disagreement.Kind, _ nodes: [NodeID], _ key: InstanceKey) {
        let same = disagreements.firstIndex { $0.source == source && $0.kind == kind && $0.nodes == nodes }
        if let same {
            disagreements[same].count += 1
        } else {
            disagreements.append(Disagreement(source: source, kind: kind, nodes: nodes, count: 1, example: key))
        }
    }
}
