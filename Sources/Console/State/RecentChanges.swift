import Topology

/// Which instances changed their state within the last seconds, so that their rows can say so without blinking.
struct RecentChanges: Sendable {
    /// How long a change is marked, in milliseconds.
    static let shownMs: Int64 = 5_000

    /// More than this many at once are no news on a row: the attention list says it in one line.
    static let most = 2_000

    private var until: [InstanceKey: Moment] = [:]

    /// When the next mark expires, nothing where nothing is marked.
    private(set) var nextExpiry: Moment?

    /// Whether anything changed lately.
    var any: Bool { !until.isEmpty }

    /// Whether an instance changed lately.
    func contains(_ key: InstanceKey) -> Bool { until[key] != nil }

    /// Notes what differs between two snapshots; services that they share cost nothing.
    mutating func note(from old: Snapshot, to new: Snapshot, now: Moment) {
        expire(now)
        guard !old.services.isEmpty, !old.kept else { return }
        var position = 0
        for service in new.services {
            while position < old.services.count, old.services[position].key < service.key { position += 1 }
            let before =
                position < old.services.count && old.services[position].key == service.key
                ? old.services[position] : nil
            if before !== service { note(from: before?.instances ?? [], to: service.instances, now: now) }
        }
        nextExpiry = until.values.min()
    }

    /// Forgets marks whose time is over.
    mutating func expire(_ now: Moment) {
        guard let next = nextExpiry, next <= now else { return }
        until = until.filter { $0.value > now }
        nextExpiry = until.values.min()
    }

    private mutating func note(from old: [InstanceView], to new: [InstanceView], now: Moment) {
        var position = 0
        for instance in new {
            while position < old.count, old[position].key < instance.key { position += 1 }
            if position < old.count, old[position].key == instance.key,
                old[position].state == instance.state, old[position].differs == instance.differs
            {
                continue
            }
            if until.count < Self.most { until[instance.key] = now + Self.shownMs }
        }
    }
}
