import Topology

/// Finds out which polled server is meant by the host and port that another one names.
///
/// Written addresses come first, then the addresses that were connected to. Behind NAT, in containers and with names that
/// only the servers know, neither fits: then the common history and both lists decide, where they leave one candidate.
struct Places {
    let peers: [Peer]

    /// The server that a replica receives from.
    func upstream(of index: Int) -> Endpoint? {
        guard let node = peers[index].node, let upstream = node.upstream else { return nil }
        let place = self.place(upstream.host, upstream.port, saidBy: index)
        if let found = written(place, notBy: index) { return .peer(found) }
        let candidates = peers.indices.filter { candidate in
            guard candidate != index, let other = peers[candidate].node, isOneHistory(node, other) else { return false }
            guard other.port.map({ $0 == upstream.port }) ?? true else { return false }
            return other.replicas.contains { listed in
                node.port.map { $0 == listed.port } ?? true
                    // One that another written address stands for is not this replica.
                    && isFree(self.place(listed.host, listed.port, saidBy: candidate), for: index, by: candidate)
            }
        }
        return candidates.count == 1 ? .peer(candidates[0]) : .named(place)
    }

    /// The server that is listed there, where an address says so.
    func listed(_ downstream: Downstream, by index: Int) -> Endpoint {
        let place = self.place(downstream.host, downstream.port, saidBy: index)
        return written(place, notBy: index).map(Endpoint.peer) ?? .named(place)
    }

    /// A named place; `localhost` is the host of who says it.
    private func place(_ host: String, _ port: Int, saidBy index: Int) -> HostPort {
        let place = HostPort(host: host, port: port)
        guard place.isLoopback else { return place }
        let own = peers[index].hosts.first { $0 != place.host }
        return HostPort(host: own ?? place.host, port: port)
    }

    private func written(_ place: HostPort, notBy index: Int) -> Int? {
        peers.indices.first { $0 != index && peers[$0].place == place }
            ?? peers.indices.first { candidate in
                candidate != index && peers[candidate].place?.port == place.port
                    && peers[candidate].hosts.contains(place.host)
            }
    }

    private func isFree(_ place: HostPort, for index: Int, by candidate: Int) -> Bool {
        guard let found = written(place, notBy: candidate) else { return true }
        return found == index
    }

    private func isOneHistory(_ a: RedisNode, _ b: RedisNode) -> Bool {
        guard let first = a.replid, let second = b.replid else { return false }
        return first == second || first == b.replid2 || second == a.replid2
    }
}
