import Topology

/// Finds out which polled server is meant by the host and port that another one names.
///
/// Written addresses come first, then the addresses that were connected to. Behind NAT, in containers and with names that
/// only the servers know, neither fits: then the common history and both lists decide, where they leave one candidate.
struct Places {
    let peers: [Peer]
    /// Servers by their written address.
    private let byWriting: [HostPort: Int]
    /// Servers by the address that was connected to; the first of several.
    private let byConnection: [HostPort: Int]

    init(peers: [Peer]) {
        self.peers = peers
        var (byWriting, byConnection): ([HostPort: Int], [HostPort: Int]) = ([:], [:])
        for (index, peer) in peers.enumerated() {
            guard let place = peer.place else { continue }
            if byWriting[place] == nil { byWriting[place] = index }
            for host in peer.hosts {
                let place = HostPort(host: host, port: place.port)
                if byConnection[place] == nil { byConnection[place] = index }
            }
        }
        (self.byWriting, self.byConnection) = (byWriting, byConnection)
    }

    /// The server that a replica receives from; nothing where it names itself.
    func upstream(of index: Int) -> Endpoint? {
        guard let node = peers[index].node, let upstream = node.upstream else { return nil }
        let place = self.place(upstream.host, upstream.port, saidBy: index)
        if place == peers[index].place { return nil }
        if let found = written(place, notBy: index) { return .peer(found) }
        let kin = peers.indices.filter { candidate in
            guard candidate != index, let other = peers[candidate].node else { return false }
            return isOneHistory(node, other)
        }
        return .peer(only: kin.filter { lists($0, index) }) ?? .peer(only: kin.filter { mayList($0, index, upstream) })
            ?? presumed(index, upstream, kin).map(Endpoint.peer) ?? .named(place)
    }

    /// Whether a server lists another one by an address of it.
    private func lists(_ master: Int, _ replica: Int) -> Bool {
        peers[master].node?.replicas.contains { listed in
            written(place(listed.host, listed.port, saidBy: master), notBy: master) == replica
        } ?? false
    }

    /// Whether a server listens where the replica says, and lists one that may be it.
    private func mayList(_ master: Int, _ replica: Int, _ upstream: Upstream) -> Bool {
        guard let other = peers[master].node, other.port.map({ $0 == upstream.port }) ?? true else { return false }
        let port = peers[replica].node?.port
        return other.replicas.contains { listed in
            port.map { $0 == listed.port } ?? true
                && isFree(place(listed.host, listed.port, saidBy: master), for: replica, by: master)
        }
    }

    /// Where the link is down nobody lists it: then it was the one master of its history, or the one server that never told.
    private func presumed(_ replica: Int, _ upstream: Upstream, _ kin: [Int]) -> Int? {
        guard !upstream.isUp else { return nil }
        let masters = kin.filter { peers[$0].node?.upstream == nil }
        if !masters.isEmpty { return masters.count == 1 ? masters[0] : nil }
        let silent = peers.indices.filter { $0 != replica && peers[$0].node == nil && !peers[$0].isWaiting }
        return silent.count == 1 ? silent[0] : nil
    }

    /// The server that is listed there, where an address says so; nothing where one lists itself.
    func listed(_ downstream: Downstream, by index: Int) -> Endpoint? {
        let place = self.place(downstream.host, downstream.port, saidBy: index)
        if place == peers[index].place { return nil }
        return written(place, notBy: index).map(Endpoint.peer) ?? .named(place)
    }

    /// A named place; `localhost` is the host of who says it.
    private func place(_ host: String, _ port: Int, saidBy index: Int) -> HostPort {
        let place = HostPort(host: host, port: port)
        guard place.isLoopback else { return place }
        let own = peers[index].hosts.first { !$0.hasPrefix("127.") }
        return HostPort(host: own ?? place.host, port: port)
    }

    private func written(_ place: HostPort, notBy index: Int) -> Int? {
        guard let found = byWriting[place] ?? byConnection[place], found != index else { return nil }
        return found
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

extension Endpoint {
    /// The one candidate, where there is one.
    fileprivate static func peer(only candidates: [Int]) -> Endpoint? {
        candidates.count == 1 ? .peer(candidates[0]) : nil
    }
}
