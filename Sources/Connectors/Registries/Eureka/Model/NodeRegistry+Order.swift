import Topology

extension NodeRegistry {
    /// Where an id is, or would be, in sorted entries.
    static func position(of id: String, in entries: [Entry]) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Entries sorted by id, each id once (the last one stands), with the old objects where nothing changed.
    static func sorted(_ entries: [Entry], reusing old: [Entry]) -> [Entry] {
        var result = entries
        var inOrder = true
        for index in entries.indices.dropFirst() where !(entries[index - 1].id < entries[index].id) {
            inOrder = false
            break
        }
        if !inOrder {
            // Equal ids keep the document's order, and the last of them is what a map of the server's would hold.
            let order = entries.indices.sorted {
                entries[$0].id == entries[$1].id ? $0 < $1 : entries[$0].id < entries[$1].id
            }
            result.removeAll(keepingCapacity: true)
            for index in order {
                if result.last?.id == entries[index].id { result.removeLast() }
                result.append(entries[index])
            }
        }
        guard !old.isEmpty else { return result }
        var at = 0
        for index in result.indices {
            while at < old.count, old[at].id < result[index].id { at += 1 }
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
