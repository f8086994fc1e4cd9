import Contract
import Topology

extension NodeRecord {
    /// Takes an answer in.
    ///
    /// - Parameter siblings: the source's other nodes, whose equal registrations are shared.
    /// - Returns: the services of which the node says something else now.
    mutating func take(_ reading: Reading, siblings: [[ServiceKey: [Registration]]]) -> Set<ServiceKey> {
        switch reading {
        case .confirmed(let facts):
            if let facts { self.facts = facts }
            return []
        case .reset(let observation):
            var touched = clearFaults()
            touched.formUnion(merge(observation, siblings))
            for service in services.keys where observation.services[service] == nil {
                services[service] = nil
                touched.insert(service)
            }
            return touched
        case .changes(let observation):
            return merge(observation, siblings)
        case .partial(let observation, let replacesAll, let faults):
            return takePart(observation, replacesAll: replacesAll, faults, siblings)
        }
    }

    /// What was read is so; what was known and could not be read is held, marked, and neither up nor gone.
    private mutating func takePart(
        _ observation: Observation, replacesAll: Bool, _ faults: [ReadFault],
        _ siblings: [[ServiceKey: [Registration]]]
    ) -> Set<ServiceKey> {
        var touched = clearFaults()
        let before = services
        touched.formUnion(merge(observation, siblings))
        let named = Set(faults.compactMap(\.service))
        isIncomplete = faults.contains { $0.service == nil }
        if isIncomplete { touched.formUnion(services.keys) }
        if replacesAll {
            for service in services.keys where observation.services[service] == nil && !named.contains(service) {
                // A fault without a name may hide any service.
                if isIncomplete { held[service] = services[service] }
                services[service] = nil
                touched.insert(service)
            }
        }
        for service in named {
            let read = observation.services[service].map { _ in services[service] ?? [] } ?? []
            let ids = Set(read.map(\.id))
            let missing = (before[service] ?? []).filter { !ids.contains($0.id) }
            services[service] = read.isEmpty ? nil : read
            held[service] = missing.isEmpty ? nil : missing
            incomplete.insert(service)
            touched.insert(service)
        }
        let more = faults.count > 3 ? "; and \(faults.count - 3) more" : ""
        fault = faults.isEmpty ? nil : faults.prefix(3).map(\.message).joined(separator: "; ") + more
        return touched
    }

    /// Nothing is held or incomplete any more; the services that were.
    private mutating func clearFaults() -> Set<ServiceKey> {
        var touched = Set(held.keys).union(incomplete)
        if isIncomplete { touched.formUnion(services.keys) }
        // What is held is still what it said last of that service.
        for (service, registrations) in held {
            services[service] = ((services[service] ?? []) + registrations).sorted { $0.id < $1.id }
        }
        (held, incomplete, isIncomplete, fault) = ([:], [], false, nil)
        return touched
    }

    private mutating func merge(
        _ observation: Observation, _ siblings: [[ServiceKey: [Registration]]]
    ) -> Set<ServiceKey> {
        if let facts = observation.node { self.facts = facts }
        var touched: Set<ServiceKey> = []
        for (service, registrations) in observation.services {
            let shared = share(registrations, of: service, siblings)
            let old = services[service] ?? []
            let wasHeld = held.removeValue(forKey: service) != nil
            if incomplete.remove(service) != nil || wasHeld { touched.insert(service) }
            guard shared.count != old.count || !zip(shared, old).allSatisfy({ $0 === $1 }) else { continue }
            services[service] = shared.isEmpty ? nil : shared
            touched.insert(service)
        }
        if held.isEmpty, incomplete.isEmpty, !isIncomplete { fault = nil }
        return touched
    }

    /// The same registrations in the order of their ids, as the objects that are there already where they say the same.
    ///
    /// A fleet is listed by every node, so what they agree on is kept once: when it was changed, which each stamps by
    /// itself, only orders answers that contradict each other. What differs still shares its texts.
    private func share(
        _ registrations: [Registration], of service: ServiceKey, _ siblings: [[ServiceKey: [Registration]]]
    ) -> [Registration] {
        var result = registrations
        if !zip(result, result.dropFirst()).allSatisfy({ $0.id <= $1.id }) { result.sort { $0.id < $1.id } }
        let own = services[service] ?? []
        var isShared = [Bool](repeating: false, count: result.count)
        Self.walk(result, own) { index, old in
            guard result[index] == old else { return }
            (result[index], isShared[index]) = (old, true)
        }
        let others = siblings.compactMap { $0[service] }
        for other in others {
            Self.walk(result, other) { index, theirs in
                // Where something newer was seen past the caches, the time of each node's own answer matters.
                guard !isShared[index], seen[result[index].id] == nil, result[index].saysTheSame(as: theirs) else {
                    return
                }
                (result[index], isShared[index]) = (theirs, true)
            }
        }
        for other in [own] + others {
            Self.walk(result, other) { index, known in
                guard !isShared[index] else { return }
                (result[index], isShared[index]) = (result[index].sharingTexts(of: known), true)
            }
        }
        return result
    }

    /// Visits what two lists that are ordered by id have in common: the index in the first, the element of the second.
    private static func walk(_ list: [Registration], _ other: [Registration], _ visit: (Int, Registration) -> Void) {
        var at = 0
        for index in list.indices {
            while at < other.count, other[at].id < list[index].id { at += 1 }
            guard at < other.count else { return }
            if other[at].id == list[index].id { visit(index, other[at]) }
        }
    }
}
