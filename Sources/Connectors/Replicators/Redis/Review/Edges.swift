/// All links between the servers of a source, each once, whichever end tells of it.
struct Edges {
    private(set) var all: [Edge] = []
    private var index: [Key: Int] = [:]

    private struct Key: Hashable {
        var from: Endpoint
        var to: Endpoint
    }

    init(_ peers: [Peer]) {
        let places = Places(peers: peers)
        for (replica, peer) in peers.enumerated() where peer.node?.upstream != nil {
            guard let from = places.upstream(of: replica), from != .peer(replica) else { continue }
            claim(from: from, to: .peer(replica))
        }
        for (master, peer) in peers.enumerated() { list(peer, master, places, peers) }
        dropStaleClaims(peers)
    }

    private mutating func claim(from: Endpoint, to: Endpoint) {
        let at = place(from: from, to: to)
        all[at].isClaimed = true
    }

    /// Puts a master's list beside what its replicas claim.
    private mutating func list(_ peer: Peer, _ master: Int, _ places: Places, _ peers: [Peer]) {
        var unknown: [Downstream] = []
        for downstream in peer.node?.replicas ?? [] {
            guard let end = places.listed(downstream, by: master) else { continue }
            guard case .peer(let replica) = end else {
                unknown.append(downstream)
                continue
            }
            // What answers and says that it receives from elsewhere, or from nobody, knows better.
            if index[Key(from: .peer(master), to: .peer(replica))] == nil, peers[replica].isFresh { continue }
            all[place(from: .peer(master), to: .peer(replica))].listing = downstream
        }
        // Behind NAT no address fits: claims from servers without a line of their own take the lines with their port.
        var claims = all.indices.filter { at in
            guard all[at].from == .peer(master), all[at].isClaimed, all[at].listing == nil,
                case .peer(let replica) = all[at].to
            else { return false }
            return peers[replica].node?.port != nil
        }
        for port in Set(unknown.map(\.port)) {
            let lines = unknown.filter { $0.port == port }
            let takers = claims.filter { at in
                if case .peer(let replica) = all[at].to { return peers[replica].node?.port == port }
                return false
            }
            // As many as there are lines are these; which is which is told only where it is one.
            guard !takers.isEmpty, takers.count >= lines.count else { continue }
            if takers.count == 1, lines.count == 1 { all[takers[0]].listing = lines[0] }
            claims.removeAll { takers.contains($0) }
            unknown.removeAll { $0.port == port }
        }
        for downstream in unknown {
            guard let end = places.listed(downstream, by: master) else { continue }
            all[place(from: .peer(master), to: end)].listing = downstream
        }
    }

    /// A replica that does not answer is where a master that does lists it, not where it once was.
    private mutating func dropStaleClaims(_ peers: [Peer]) {
        func isListedNow(_ edge: Edge) -> Bool {
            guard edge.listing != nil, case .peer(let master) = edge.from else { return false }
            return peers[master].isFresh
        }
        let listed = Set(all.filter(isListedNow).map(\.to))
        all.removeAll { edge in
            guard case .peer(let replica) = edge.to, !peers[replica].isFresh else { return false }
            return listed.contains(edge.to) && !isListedNow(edge)
        }
    }

    private mutating func place(from: Endpoint, to: Endpoint) -> Int {
        let key = Key(from: from, to: to)
        if let at = index[key] { return at }
        index[key] = all.count
        all.append(Edge(from: from, to: to))
        return all.count - 1
    }
}
