import Contract
import Topology

extension Collector {
    /// Looks over all nodes of a source together: who is named, and who of those may be asked.
    func review(_ index: Int) {
        let source = sources[index]
        let reviewed = order.filter { $0.source == source.settings.name }.compactMap { nodes[$0]?.reviewed }
        var review = source.connector.review(resolved(index), nodes: reviewed, now: timing.now)
        review.named.removeAll { server in
            let id = NodeID(source: source.settings.name, node: server.address)
            if nodes[id] != nil { return true }
            guard source.settings.adopt, mayAdopt(server, source.settings) else { return false }
            return adopt(server, as: id, index)
        }
        reviewedAt[index] = timing.now
        takeLinks(review.links, index)
        // Links are remembered by themselves: their numbers alone make no snapshot.
        review.links = []
        guard review != reviews[index] else { return }
        for server in review.named {
            let id = NodeID(source: source.settings.name, node: server.address)
            namedSince[id] = namedSince[id] ?? timing.now
        }
        reviews[index] = review
        isChanged = true
    }

    private func mayAdopt(_ server: NamedServer, _ settings: SourceSettings) -> Bool {
        settings.adoptHosts.contains { Glob.matches($0, server.host) }
    }

    /// Takes a named server in as a node like any other, unless there are too many.
    private func adopt(_ server: NamedServer, as id: NodeID, _ index: Int) -> Bool {
        let own = nodes.values.count { $0.source == index }
        guard own - resolved(index).nodes.count < policy.mostAdopted else { return false }
        addNode(id, NodeSettings(address: server.address), index)
        return true
    }
}
