import Topology

extension NodeRegistry {
    /// Where an id is, or would be, in sorted entries.
    static func position(of id: String, in entries: [Entry]) -> Int {
        let order = id.hashValue
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            let isBefore = entries[middle].order == order ? entries[middle].id < id : entries[middle].order < order
            if isBefore { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func isBefore(_ a: Entry, _ b: Entry) -> Bool {
        a.order == b.order ? a.id < b.id : a.order < b.order
    }

    /// Entries in their order, each id once (the last one stands), with the old objects where nothing changed.
    static func sorted(_ entries: [Entry], reusing old: [Entry]) -> [Entry] {
        // Hashes are sorted, not entries: nothing is counted and moved that is larger than two numbers.
        var places = entries.indices.map { (order: entries[$0].order, index: $0) }
        places.sort { $0.order == $1.order ? $0.index < $1.index : $0.order < $1.order }
        var result: [Entry] = []
        result.reserveCapacity(entries.count)
        for place in places {
            let entry = entries[place.index]
            guard let last = result.last, last.order == entry.order else {
                result.append(entry)
                continue
            }
            // Rare: an id that is listed twice (the last one is what a map of the server's would hold), or ids of one hash.
            if let same = result.lastIndex(where: { $0.order == entry.order && $0.id == entry.id }) {
                result[same] = entry
            } else {
                result.append(entry)
                var index = result.count - 1
                while index > 0, isBefore(result[index], result[index - 1]) {
                    result.swapAt(index, index - 1)
                    index -= 1
                }
            }
        }
        guard !old.isEmpty else { return result }
        var at = 0
        for index in result.indices {
            while at < old.count, isBefore(old[at], result[index]) { at += 1 }
            guard at < old.count else { break }
            if old[at].id == result[index].id, old[at].registration == result[index].registration {
                result[index].registration = old[at].registration
            }
        }
        return result
    }

    /// Whether both tell the same registrations, whatever their leases.
    static func sameRegistrations(_ a: [Entry], _ b: [Entry]) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { $0.registration == $1.registration }
    }

    /// The old entries that a document's faults hide: those named, and, where a spoilt instance does not say who it is,
    /// as many of those missing as there are such faults (the ones that lived last).
    func keptByFaults(of document: Document, in next: [ServiceKey: [Entry]]) -> [ServiceKey: [Entry]] {
        var anonymous: [ServiceKey: Int] = [:]
        var named: [ServiceKey: Set<String>] = [:]
        var reasons: [ServiceKey: String] = [:]
        for fault in document.faults {
            guard let service = fault.service else { continue }
            reasons[service] = fault.reason
            if let id = fault.instanceID {
                named[service, default: []].insert(id)
            } else {
                anonymous[service, default: 0] += 1
            }
        }
        var kept: [ServiceKey: [Entry]] = [:]
        for (service, reason) in reasons {
            let listed = Set((next[service] ?? []).map(\.id))
            let missing = (services[service] ?? []).filter { !listed.contains($0.id) }
            let ids = named[service] ?? []
            var keep = missing.filter { ids.contains($0.id) }
            // A service of which nothing at all could be read is kept whole.
            let bound = next[service] == nil ? missing.count : anonymous[service] ?? 0
            let others = missing.filter { !ids.contains($0.id) }.sorted { $0.lease.provenAt > $1.lease.provenAt }
            keep += others.prefix(bound)
            kept[service] = keep.map { entry in
                var entry = entry
                entry.registration = entry.registration.judged(
                    .unknown, detail: "the server's answer about it cannot be read: \(reason)")
                return entry
            }
        }
        return kept.filter { !$0.value.isEmpty }
    }
}
