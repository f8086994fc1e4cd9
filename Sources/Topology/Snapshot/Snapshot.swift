/// The whole estate at one moment: immutable, shared, and all that screens and commands know of the world.
public struct Snapshot: Sendable {
    /// What the estate file says.
    public var estate: EstateDescription
    /// Rises by one with each snapshot of a process.
    public var generation: UInt64
    /// When it was put together.
    public var takenAt: Moment
    /// Set where it is the kept one of an earlier process: how old it was when loaded is in `takenAt`.
    public var kept: Bool
    /// Sources in the file's order.
    public var sources: [SourceView]
    /// Zones in the file's order, then those that only registries know, then "" where instances have none.
    public var zones: [ZoneView]
    /// Services ordered by key. Empty in a kept snapshot until its rows are read (`zones` come first).
    public var services: [ServiceView]
    /// What is wrong, worst first.
    public var attention: [Attention]
    /// What happened lately, newest first, bounded.
    public var events: [EstateEvent]
    /// Routes and what was counted.
    public var traffic: TrafficView
    /// Replication links, in the order of sources.
    public var links: [ReplicationLink]
    /// Zones that operations have taken out, as the journal says.
    public var out: [ZoneOut]

    /// A snapshot.
    public init(
        estate: EstateDescription, generation: UInt64, takenAt: Moment, kept: Bool = false, sources: [SourceView] = [],
        zones: [ZoneView] = [], services: [ServiceView] = [], attention: [Attention] = [], events: [EstateEvent] = [],
        traffic: TrafficView = TrafficView(), links: [ReplicationLink] = [], out: [ZoneOut] = []
    ) {
        self.estate = estate
        self.generation = generation
        self.takenAt = takenAt
        self.kept = kept
        self.sources = sources
        self.zones = zones
        self.services = services
        self.attention = attention
        self.events = events
        self.traffic = traffic
        self.links = links
        self.out = out
    }

    /// Sources that answer (live or partial), of all.
    public var answering: (answering: Int, all: Int) {
        (sources.count { $0.state == .live || $0.state == .partial }, sources.count)
    }

    /// The service of a key.
    public func service(_ key: ServiceKey) -> ServiceView? {
        var (low, high) = (0, services.count)
        while low < high {
            let middle = (low + high) / 2
            if services[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low < services.count && services[low].key == key ? services[low] : nil
    }

    /// The instance of a key.
    public func instance(_ key: InstanceKey) -> InstanceView? {
        service(key.service)?.instances.first { $0.key == key }
    }
}
