/// Instances that their registries list no more: remembered for a while, because the dead that are not listed are dead
/// all the same.
///
/// A deploy is no outage: a new instance of the same service and zone cancels one that is gone, whichever came first, so
/// that a rollout which starts the new one before it stops the old one leaves nothing behind either.
public struct GoneLedger: Sendable {
    /// An instance that came and has not cancelled anything yet.
    private struct Arrival: Sendable {
        var key: InstanceKey
        var zone: String?
        var at: Moment
    }

    /// How long an instance is remembered, in milliseconds.
    private let forgetMs: Int64
    private var gone: [ServiceKey: [InstanceView]] = [:]
    private var arrivals: [ServiceKey: [Arrival]] = [:]

    /// An empty ledger.
    public init(forgetMs: Int64) {
        self.forgetMs = forgetMs
    }

    /// Takes what a service lists now, and gives what it lists no more and is not forgotten, oldest first.
    ///
    /// - Parameters:
    ///   - previous: what it listed before.
    ///   - listed: what it lists now.
    ///   - trust: what may be made of the difference.
    public mutating func update(
        _ service: ServiceKey, previous: [InstanceView], listed: [InstanceView], trust: MergeTrust, now: Moment
    ) -> [InstanceView] {
        var gone = (gone[service] ?? []).filter { now - $0.since < forgetMs }
        guard !gone.isEmpty || previous.count != listed.count || !Self.sameKeys(previous, listed) else {
            if self.gone[service] != nil { self.gone[service] = nil }
            return []
        }
        let present = Set(listed.lazy.map(\.key))
        let returned = Set(gone.lazy.map(\.key).filter(present.contains))
        gone.removeAll { returned.contains($0.key) }
        var arrivals = (arrivals[service] ?? []).filter { now - $0.at < forgetMs && present.contains($0.key) }
        let before = Set(previous.lazy.map(\.key))
        if trust.departures {
            for instance in previous where !present.contains(instance.key) {
                if let index = arrivals.firstIndex(where: { $0.zone == instance.zone }) {
                    arrivals.remove(at: index)
                    continue
                }
                var left = instance
                (left.state, left.differs, left.since) = (.gone, false, now)
                (left.registrations, left.absentAt) = ([], [])
                gone.append(left)
            }
        }
        if trust.arrivals {
            for instance in listed where !before.contains(instance.key) && !returned.contains(instance.key) {
                if let index = gone.firstIndex(where: { $0.zone == instance.zone }) {
                    gone.remove(at: index)
                } else {
                    arrivals.append(Arrival(key: instance.key, zone: instance.zone, at: now))
                }
            }
        }
        self.gone[service] = gone.isEmpty ? nil : gone
        self.arrivals[service] = arrivals.isEmpty ? nil : arrivals
        return gone
    }

    /// Forgets what is gone of a service, in one zone or in all: the operator says that it was meant (a scale-in).
    ///
    /// - Returns: whether there was anything.
    public mutating func acknowledge(_ service: ServiceKey, zone: String?? = nil) -> Bool {
        guard let current = gone[service] else { return false }
        let kept = current.filter { instance in zone.map { $0 != instance.zone } ?? false }
        gone[service] = kept.isEmpty ? nil : kept
        return kept.count != current.count
    }

    /// The services that have something gone.
    public var services: [ServiceKey] { Array(gone.keys) }

    /// When the next one is forgotten.
    public var nextExpiry: Moment? {
        gone.values.lazy.compactMap { $0.lazy.map(\.since).min() }.min().map { $0 + forgetMs }
    }

    /// The services of which something is to be forgotten by now.
    public func expired(now: Moment) -> [ServiceKey] {
        gone.filter { $0.value.contains { now - $0.since >= forgetMs } }.map(\.key)
    }

    private static func sameKeys(_ a: [InstanceView], _ b: [InstanceView]) -> Bool {
        zip(a, b).allSatisfy { $0.key == $1.key }
    }
}

/// What may be made of the difference between two listings of a service.
public struct MergeTrust: Hashable, Sendable {
    /// An instance that was not listed before is new, not merely heard of for the first time.
    public var arrivals: Bool
    /// An instance that is not listed any more was listed lately, not in a snapshot kept from days ago.
    public var departures: Bool

    /// What may be made of it.
    public init(arrivals: Bool = true, departures: Bool = true) {
        self.arrivals = arrivals
        self.departures = departures
    }

    /// Nothing: the difference is in what we know, not in the world.
    public static let none = MergeTrust(arrivals: false, departures: false)
}
