import Contract
import Topology

/// The look over all servers of one source: who is named and not configured, and who names too few.
enum ClusterReview {
    /// Puts together what each server names.
    static func of(_ source: SourceSettings, facts: [NodeID: NodeFacts]) -> SourceReview {
        let configured = source.nodes.compactMap { EurekaAddress($0.address)?.hostAndPort }
        let written = Set(configured)
        var known = written
        for node in source.nodes {
            if let facts = facts[source.id(of: node)] { known.formUnion(facts.ownNames) }
        }
        // Nodes that were adopted are known as well, though the file does not list them.
        for id in facts.keys {
            if let name = EurekaAddress(id.node)?.hostAndPort { known.insert(name) }
        }
        let named = source.nodes.flatMap { facts[source.id(of: $0)]?.named ?? [] }
        var review = SourceReview()
        for group in groups(named) {
            // An IP address hides a server only where the file itself writes it: bridge addresses repeat.
            let hidden = group.contains { server in
                let name = EurekaAddress(server.address)?.hostAndPort ?? server.address
                return known.contains(name) || !written.isDisjoint(with: server.otherNames)
            }
            if !hidden, let server = group.first { review.named.append(server) }
        }
        review.warnings = shortLists(source, facts: facts)
        return review
    }

    /// The servers that are one by any of their names, in the order in which they were named.
    private static func groups(_ servers: [NamedServer]) -> [[NamedServer]] {
        var groups: [(names: Set<String>, servers: [NamedServer])] = []
        for server in servers {
            guard let name = EurekaAddress(server.address)?.hostAndPort else { continue }
            var names = Set(server.otherNames + [name])
            var members: [NamedServer] = []
            var place = groups.count
            for index in groups.indices.reversed() where !groups[index].names.isDisjoint(with: names) {
                let joined = groups.remove(at: index)
                names.formUnion(joined.names)
                members = joined.servers + members
                place = index
            }
            groups.insert((names, members + [server]), at: place)
        }
        return groups.map(\.servers)
    }

    /// A write goes to a server's own peers in one hop: a server that names too few leaves the others out.
    private static func shortLists(_ source: SourceSettings, facts: [NodeID: NodeFacts]) -> [NodeFact] {
        let others = source.nodes.count - 1
        guard others > 0 else { return [] }
        return source.nodes.compactMap { node in
            guard let facts = facts[source.id(of: node)], facts.reads.contains("status") else { return nil }
            let count = facts.named.count { $0.namedBy == "/status" }
            guard count < others else { return nil }
            return NodeFact(
                label: "peers of \(node.address)",
                value: "it names \(count) of the \(others) other servers of this source: "
                    + "what is written there does not reach the rest",
                severity: .warning)
        }
    }
}
