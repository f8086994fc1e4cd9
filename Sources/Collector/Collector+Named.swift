import Contract
import Topology

extension Collector {
    /// Looks over all nodes of a source together: who is named, and who of those may be asked.
    func review(_ index: Int) {
        let source = sources[index]
        var facts: [NodeID: NodeFacts] = [:]
        for id in order where nodes[id]?.source == index { facts[id] = nodes[id]?.facts }
        var review = source.connector.review(source.settings, facts: facts)
        if source.settings.adopt {
            let adopted = review.named.filter { mayAdopt($0, source.settings) }
            review.named.removeAll { adopted.contains($0) }
            for server in adopted { adopt(server, index) }
        }
        if review != reviews[index] {
            reviews[index] = review
            changed = true
        }
    }

    private func mayAdopt(_ server: NamedServer, _ settings: SourceSettings) -> Bool {
        settings.adoptHosts.contains { Glob.matches($0, server.host) }
    }

    private func adopt(_ server: NamedServer, _ index: Int) {
        let source = sources[index]
        let settings = NodeSettings(address: server.address)
        let id = source.settings.id(of: settings)
        guard nodes[id] == nil else { return }
        nodes[id] = NodeRecord(
            id: id, settings: settings, source: index, configured: false,
            reader: source.connector.reader(of: settings, in: source.settings, clock: timing.clock),
            since: timing.now)
        order.append(id)
        if !loops.isEmpty { follow(id) }
    }
}
