import Contract
import Topology

extension Collector {
    /// Takes a node's answer in.
    func apply(_ reading: Reading, to id: NodeID, began: Moment) {
        let now = timing.now
        guard nodes[id] != nil else { return }
        let recovered = nodes[id]?.staleReason != nil
        nodes[id]?.backOff.succeeded()
        nodes[id]?.answeredAt = now
        if case .polled = nodes[id]?.reader.pace { nodes[id]?.latencyMs = Double(now - began) }
        let firstAnswer = nodes[id]?.answered == false
        nodes[id]?.answered = true
        switch reading {
        case .reset(let observation):
            nodes[id]?.partly = false
            replaceAll(observation.services, faults: [], of: id)
            take(observation.node, of: id)
        case .changes(let observation):
            for (service, registrations) in observation.services { replace(service, registrations, of: id) }
            take(observation.node, of: id)
        case .confirmed(let facts):
            take(facts, of: id)
        case .partial(let observation, let replacesAll, let faults):
            if replacesAll {
                replaceAll(observation.services, faults: faults, of: id)
            } else {
                for (service, registrations) in observation.services { replace(service, registrations, of: id) }
            }
            take(observation.node, of: id)
            spoil(faults, of: id)
        }
        if firstAnswer { firstHeard.formUnion(nodes[id]?.services.keys.map { $0 } ?? []) }
        settle(reading, id, recovered: recovered, now: now)
    }

    /// What follows from an answer for the node itself.
    private func settle(_ reading: Reading, _ id: NodeID, recovered: Bool, now: Moment) {
        if case .partial(_, _, let faults) = reading {
            let error = faults.prefix(3).map(\.message).joined(separator: "; ")
            let more = faults.count > 3 ? "; and \(faults.count - 3) more" : ""
            if nodes[id]?.error != error + more { changed = true }
            nodes[id]?.error = error + more
            nodes[id]?.enter(.partial, at: now)
        } else if nodes[id]?.spoiled.isEmpty == false {
            nodes[id]?.enter(.partial, at: now)
        } else {
            if nodes[id]?.error != nil { changed = true }
            nodes[id]?.error = nil
            nodes[id]?.enter(.live, at: now)
        }
        nodes[id]?.staleReason = nil
        if recovered {
            changed = true
            if let touched = nodes[id]?.services.keys { dirty.formUnion(touched) }
            // A node that answers for the first time says of every other service that it does not list it.
            dirty.formUnion(services.keys)
            wakeOthers(of: id)
        }
        scheduleIfChanged()
    }

    private func replaceAll(_ all: [ServiceKey: [Registration]], faults: [ReadFault], of id: NodeID) {
        let spoiled = Set(faults.compactMap(\.service))
        for service in nodes[id]?.services.keys.filter({ all[$0] == nil && !spoiled.contains($0) }) ?? [] {
            replace(service, [], of: id)
        }
        for (service, registrations) in all { replace(service, registrations, of: id) }
    }

    private func replace(_ service: ServiceKey, _ registrations: [Registration], of id: NodeID) {
        let wasSpoiled = nodes[id]?.spoiled.removeValue(forKey: service) != nil
        let before = nodes[id]?.services[service] ?? []
        guard wasSpoiled || before != registrations else { return }
        let kept = registrations.isEmpty ? nil : shared(registrations, service, besides: id)
        nodes[id]?.services[service] = kept
        dirty.insert(service)
    }

    private func spoil(_ faults: [ReadFault], of id: NodeID) {
        nodes[id]?.partly = faults.contains { $0.service == nil }
        for fault in faults {
            guard let service = fault.service, nodes[id]?.spoiled[service] != fault.message else { continue }
            nodes[id]?.spoiled[service] = fault.message
            dirty.insert(service)
        }
    }

    private func take(_ facts: NodeFacts?, of id: NodeID) {
        guard let facts, nodes[id]?.facts != facts else { return }
        nodes[id]?.facts = facts
        changed = true
        if let source = nodes[id]?.source { review(source) }
    }

    /// Equal registrations of the nodes of one source become one object: most of a fleet is the same everywhere.
    private func shared(_ registrations: [Registration], _ service: ServiceKey, besides id: NodeID) -> [Registration] {
        let source = nodes[id]?.source
        guard
            let other = order.first(where: {
                $0 != id && nodes[$0]?.source == source && nodes[$0]?.services[service] != nil
            }), let theirs = nodes[other]?.services[service]
        else { return registrations }
        let known = Dictionary(theirs.map { ($0.id, $0) }) { first, _ in first }
        return registrations.map { mine in known[mine.id].flatMap { $0 == mine ? $0 : nil } ?? mine }
    }

    /// One node came back: others that are backing off are probably back too.
    private func wakeOthers(of id: NodeID) {
        for other in order where other != id && (nodes[other]?.backOff.failures ?? 0) > 1 {
            nodes[other]?.pause?.cancel()
        }
    }
}
