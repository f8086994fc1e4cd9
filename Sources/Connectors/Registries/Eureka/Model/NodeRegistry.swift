import Topology

/// What one server lists, as its cached documents tell: a full one, then deltas.
///
/// Entries of a service are sorted by a hash of the id, so that a delta finds its instance in a few comparisons and a
/// service is always told in one order. A registration that did not change stays the same object from document to document.
struct NodeRegistry: Sendable {
    /// Entries by service, each in their order; a service without instances is absent.
    private(set) var services: [ServiceKey: [Entry]] = [:]
    /// How many instances have each status word: what the hash code is made of.
    private var statusCounts: [String: Int] = [:]
    /// How many instances there are.
    private(set) var count = 0

    /// `STATUS_count_` over the status words in alphabetical order, as `apps__hashcode` is (`DOWN_2_UP_15_`).
    var hashCode: String {
        statusCounts.keys.sorted().map { "\($0)_\(statusCounts[$0] ?? 0)_" }.joined()
    }

    /// The entry of an id, or nothing.
    func entry(_ service: ServiceKey, _ id: String) -> Entry? {
        guard let entries = services[service] else { return nil }
        let index = Self.position(of: id, in: entries)
        return index < entries.count && entries[index].id == id ? entries[index] : nil
    }

    /// Takes a full document in place of everything, and tells which services are not what they were.
    ///
    /// What a fault hides is kept: a service or an instance that could not be read is not one that is gone.
    mutating func replace(with document: Document) -> Set<ServiceKey> {
        var next: [ServiceKey: [Entry]] = [:]
        next.reserveCapacity(document.services.count)
        var changed: Set<ServiceKey> = []
        for (service, items) in document.services {
            let old = services[service] ?? []
            let entries = Self.sorted(items.map(\.entry), reusing: old)
            next[service] = entries
            if !Self.sameRegistrations(old, entries) { changed.insert(service) }
        }
        for (service, kept) in keptByFaults(of: document, in: next) {
            let entries = Self.sorted((next[service] ?? []) + kept, reusing: [])
            next[service] = entries
            if Self.sameRegistrations(services[service] ?? [], entries) {
                changed.remove(service)
            } else {
                changed.insert(service)
            }
        }
        for service in services.keys where next[service] == nil { changed.insert(service) }
        services = next
        recount()
        return changed
    }

    /// Applies a delta, and tells which services are not what they were.
    ///
    /// The same item repeats for three minutes, and a cache may be older than the one the full document came from:
    /// what is older than what is here (`lastUpdatedTimestamp`) changes nothing.
    mutating func apply(_ delta: Document) -> Set<ServiceKey> {
        var changed: Set<ServiceKey> = []
        for (service, items) in delta.services {
            for item in items where apply(item, to: service) { changed.insert(service) }
        }
        return changed
    }

    private mutating func apply(_ item: Document.Item, to service: ServiceKey) -> Bool {
        var entries = services[service] ?? []
        let index = Self.position(of: item.entry.id, in: entries)
        let old = index < entries.count && entries[index].id == item.entry.id ? entries[index] : nil
        if let old, item.entry.changedAt < old.changedAt { return false }
        switch item.action {
        case .remove:
            guard let old else { return false }
            uncount(old)
            entries.remove(at: index)
            services[service] = entries.isEmpty ? nil : entries
            return true
        case .upsert:
            guard let old else {
                entries.insert(item.entry, at: index)
                services[service] = entries
                recordCount(item.entry)
                return true
            }
            var entry = item.entry
            let same = old.registration == entry.registration
            if same { entry.registration = old.registration }
            uncount(old)
            recordCount(entry)
            entries[index] = entry
            services[service] = entries
            return !same
        }
    }

    private mutating func recount() {
        statusCounts.removeAll(keepingCapacity: true)
        count = 0
        for entries in services.values {
            // Neighbours mostly have the same status: one look into the table serves a run of them.
            var (status, run) = ("", 0)
            for entry in entries {
                if entry.registration.status == status {
                    run += 1
                } else {
                    if run > 0 { statusCounts[status, default: 0] += run }
                    (status, run) = (entry.registration.status, 1)
                }
            }
            if run > 0 { statusCounts[status, default: 0] += run }
            count += entries.count
        }
    }

    private mutating func recordCount(_ entry: Entry) {
        count += 1
        statusCounts[entry.registration.status, default: 0] += 1
    }

    private mutating func uncount(_ entry: Entry) {
        count -= 1
        let status = entry.registration.status
        let left = (statusCounts[status] ?? 0) - 1
        statusCounts[status] = left > 0 ? left : nil
    }
}
