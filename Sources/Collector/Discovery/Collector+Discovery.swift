import Contract
import Topology

extension Collector {
    /// The sources with their nodes as they are at this moment: what planners, runners and actuators work on.
    public func settings() -> [SourceSettings] { sources.indices.map(resolved) }

    /// A source's settings with the nodes that a registry lists for it.
    func resolved(_ index: Int) -> SourceSettings {
        var settings = sources[index].settings
        guard settings.discover != nil else { return settings }
        settings.nodes = order.compactMap { id in
            nodes[id].flatMap { $0.source == index ? $0.settings : nil }
        }
        return settings
    }

    /// Looks up the nodes of every source that leaves them to this one.
    func discoverNodes(toldBy registry: Int, _ changed: Set<ServiceKey>, isNews: Bool) {
        for index in discovering where index != registry {
            guard let key = discovery(index), key.registry == registry, isNews || changed.contains(key.service) else {
                continue
            }
            rediscover(index)
        }
    }

    /// Follows a registry: who is listed there is a node like any other; who is not, and does not answer either, is none.
    ///
    /// A node that answers stays although it is listed no more: a registry that was restarted lists nobody for a while.
    /// One that is listed and does not answer stays too, and holds a flip up, until a live answer says that its lease
    /// has expired: then it is shown and not counted.
    func rediscover(_ index: Int) {
        guard let (registry, service) = discovery(index) else { return }
        guard let found = listed(service, by: registry) else { return }
        hasDiscovered.insert(index)
        let wanted = found.filter { $0.value.lapsed == nil }
        for id in order where nodes[id]?.source == index {
            if let place = wanted[id.node] {
                if nodes[id]?.zone != place.zone { nodes[id]?.zone = place.zone }
            } else if nodes[id]?.isFresh == false {
                drop(id)
            }
        }
        let source = sources[index]
        var own = order.count { nodes[$0]?.source == index }
        for (address, place) in wanted.sorted(by: { $0.key < $1.key }) where own < policy.mostDiscovered {
            let node = NodeSettings(address: address, zone: place.zone)
            let id = source.settings.id(of: node)
            guard nodes[id] == nil else { continue }
            own += 1
            addNode(id, node, index)
        }
        lapsed[index] = found.compactMap { address, place in
            let id = NodeID(source: source.settings.name, node: address)
            guard let reason = place.lapsed, nodes[id] == nil else { return nil }
            let since = lapsed[index].first { $0.id == id }?.since ?? timing.now
            return (id: id, zone: place.zone, reason: reason, since: since)
        }.sorted { $0.id < $1.id }
        let settings = resolved(index)
        guard settings.nodes != discovered[index] else { return }
        discovered[index] = settings.nodes
        if estate.mode == .operate { actuators[index] = source.connector.actuator(of: settings, clock: timing.clock) }
        isTrafficTouched = true
        isChanged = true
        noteChange()
    }

    /// The registry that names a source's nodes, and the service that they are there.
    private func discovery(_ index: Int) -> (registry: Int, service: ServiceKey)? {
        guard let discover = sources[index].settings.discover,
            let registry = sources.firstIndex(where: { $0.settings.name == discover.source })
        else { return nil }
        let namespace = sources[registry].settings.namespace
        return (registry, ServiceKey(namespace: namespace, name: discover.service))
    }

    private typealias Place = (zone: String?, lapsed: String?)

    /// Who is listed, by address; nothing while no node of the registry has told anything.
    private func listed(_ service: ServiceKey, by registry: Int) -> [String: Place]? {
        var fresh: [String: Place] = [:]
        var old: [String: Place] = [:]
        var hasTold = false
        for id in order {
            guard let node = nodes[id], node.source == registry else { continue }
            // What an earlier console kept serves where the registry is dead, and not before that is known.
            guard node.hasAnswered || node.keptAt != nil && node.failures > 0 else { continue }
            hasTold = true
            for listing in node.listings(of: service) {
                for registration in listing.registrations {
                    guard let address = DiscoveredNode.address(of: registration) else { continue }
                    let zone = zones.resolve(registration, of: service).zone
                    let name = sources[registry].settings.name
                    let place: Place = (
                        zone,
                        DiscoveredNode.isLapsed(registration)
                            ? "not counted: \(name) says that its \(registration.detail ?? "lease expired")" : nil
                    )
                    if case .stale = listing.standing {
                        old[address] = old[address] ?? (zone, nil)
                    } else if fresh[address] == nil || place.lapsed == nil {
                        // Whoever says that it lives is right: a lease is renewed at one node and copied to the others.
                        fresh[address] = place
                    }
                }
            }
        }
        return hasTold ? fresh.merging(old) { fresh, _ in fresh } : nil
    }

    /// Takes in a node that the estate file does not write out.
    func addNode(_ id: NodeID, _ node: NodeSettings, _ index: Int) {
        let source = sources[index]
        var settings = source.settings
        if settings.discover != nil { settings.nodes = [node] }
        nodes[id] = NodeRecord(
            id: id, settings: node, source: index, zone: node.zone ?? zoneOfServer(node.address),
            reader: source.connector.reader(of: node, in: settings, clock: timing.clock), since: timing.now)
        order.append(id)
        isChanged = true
        if isRunning { follow(id) }
    }

    private func drop(_ id: NodeID) {
        guard let record = nodes.removeValue(forKey: id) else { return }
        order.removeAll { $0 == id }
        followers.removeValue(forKey: id)?.cancel()
        record.pause?.cancel()
        record.calling?.cancel()
        Task { await record.reader.close() }
        touch(record.spoken)
        isTrafficTouched = true
        isChanged = true
    }
}
