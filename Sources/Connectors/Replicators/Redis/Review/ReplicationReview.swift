import Contract
import Topology

/// The look over all servers of one source: its links, who is named, what is about to become expensive.
struct ReplicationReview {
    private let source: SourceSettings
    private let settings: RedisSettings
    private let peers: [Peer]
    private let edges: [Edge]

    init(source: SourceSettings, nodes: [ReviewedNode], now: Moment) {
        self.source = source
        settings = RedisSettings(source.own)
        peers = nodes.map(Peer.init)
        edges = Edges(peers).all
    }

    func result() -> SourceReview {
        let links = edges.map(link)
        return SourceReview(named: named(), warnings: resyncs(links) + rivals(), links: links.sorted { $0.id < $1.id })
    }

    private func link(_ edge: Edge) -> ReplicationLink {
        let (master, replica) = (peer(edge.from), peer(edge.to))
        let judge = LinkJudge(
            settings: settings, master: master, replica: replica, masterName: name(edge.from),
            replicaName: name(edge.to), listing: edge.listing)
        let verdict = judge.verdict()
        return ReplicationLink(
            source: source.name, kind: source.kind, from: name(edge.from), to: name(edge.to), fromZone: master?.zone,
            toZone: replica?.zone, state: verdict.state, position: verdict.lag.position, unit: "bytes",
            seconds: verdict.lag.seconds, live: verdict.live, provenAt: verdict.provenAt, reason: verdict.reason,
            facts: LinkFacts(master: master, replica: replica, listing: edge.listing).all(verdict.lag),
            history: PositionHistory.of(master?.node, replica?.node))
    }

    private func peer(_ end: Endpoint) -> Peer? {
        if case .peer(let index) = end { peers[index] } else { nil }
    }

    private func name(_ end: Endpoint) -> String {
        switch end {
        case .peer(let index): peers[index].address
        case .named(let place): place.text
        }
    }

    /// The ends that are no polled server, each once.
    private func named() -> [NamedServer] {
        var seen: Set<HostPort> = []
        return edges.flatMap { edge in [(edge.from, edge.to), (edge.to, edge.from)] }.compactMap { end, other in
            guard case .named(let place) = end, seen.insert(place).inserted else { return nil }
            return NamedServer(address: place.text, host: place.host, namedBy: "INFO of \(name(other))")
        }
    }

    /// Links that would cost a full copy if they broke now, or will when they come back.
    private func resyncs(_ links: [ReplicationLink]) -> [NodeFact] {
        zip(edges, links).compactMap { edge, link in
            guard let held = peer(edge.from)?.fresh?.backlog?.held, held > 0, let left = link.position.fresh,
                left > Double(held)
            else { return nil }
            let tenths = Printable.whole(left / Double(held) * 10)
            return NodeFact(
                label: "\(link.from) to \(link.to)",
                value: "\(tenths / 10).\(tenths % 10) × the backlog: a reconnect means a full copy; "
                    + "raise repl-backlog-size on \(link.from)",
                severity: .warning)
        }
    }

    /// Two masters of one history: after a promotion, both take writes, and one side's will be lost.
    private func rivals() -> [NodeFact] {
        let masters = peers.filter { peer in
            guard let node = peer.fresh else { return false }
            return node.upstream == nil && node.otherRole == nil && node.replid != nil
        }
        var found: [NodeFact] = []
        for (index, first) in masters.enumerated() {
            for second in masters[(index + 1)...] {
                guard let a = first.node, let b = second.node else { continue }
                let isPromoted = a.replid2 == b.replid || b.replid2 == a.replid || a.replid == b.replid
                guard isPromoted || (a.replid2 != nil && a.replid2 == b.replid2) else { continue }
                found.append(
                    NodeFact(
                        label: "\(first.address) and \(second.address)",
                        value: "both are masters of what was one history: writes to one do not reach the other",
                        severity: .warning))
            }
        }
        return found
    }
}

extension ReplicationLink.ID {
    /// By source, then ends.
    static func < (a: ReplicationLink.ID, b: ReplicationLink.ID) -> Bool {
        (a.source, a.from, a.to) < (b.source, b.from, b.to)
    }
}
