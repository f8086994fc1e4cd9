import Contract
import Topology

extension Collector {
    /// Reviews again the sources whose nodes said something else, or whose links grew older.
    func reviewDue(_ now: Moment) {
        for index in sources.indices {
            // Ages move by themselves; a big source is not looked over again with every answer of another.
            let isOld =
                links.knows(sources[index].settings.name)
                && reviewedAt[index].map { now - $0 >= policy.firstRetryMs } ?? true
            if reviewsDue.contains(index) || isOld { review(index) }
        }
        reviewsDue = []
    }

    /// Takes in the links that a review found, each end in its zone.
    func takeLinks(_ found: [ReplicationLink], _ index: Int) {
        let settings = sources[index].settings
        guard !found.isEmpty || links.knows(settings.name) else { return }
        var answering: Set<String> = []
        var zonesOfNodes: [String: String] = [:]
        for id in order {
            guard let node = nodes[id], node.source == index else { continue }
            let names = [id.node, id.server] + node.facts.ownNames
            if node.isFresh { answering.formUnion(names) }
            for name in names where node.zone != nil { zonesOfNodes[name] = node.zone }
        }
        let placed = found.map { link in
            var link = link
            link.fromZone = link.fromZone ?? zonesOfNodes[link.from] ?? zoneOfServer(link.from)
            link.toZone = link.toZone ?? zonesOfNodes[link.to] ?? zoneOfServer(link.to)
            return link
        }
        let before = links.links(of: settings.name)
        links.take(
            placed, of: settings.name, answering: answering, everyMs: settings.pollMs, now: timing.now)
        let after = links.links(of: settings.name)
        if before.count != after.count || !zip(before, after).allSatisfy({ $0.isShaped(like: $1) }) { isChanged = true }
    }

    /// Where the estate's rules place a server, by its address alone.
    func zoneOfServer(_ address: String) -> String? {
        HostName.of(address).flatMap { zones.resolve(host: $0).zone }
    }
}
