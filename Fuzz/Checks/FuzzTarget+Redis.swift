import Clients
import Contract
import Redis
import Topology

extension FuzzTarget {
    /// What Redis servers say of their replication: up to four texts of `INFO`, one a server, put together to links.
    static let redis = FuzzTarget(name: "redis") { bytes in
        let texts = bytes.split(separator: 0, maxSplits: 3, omittingEmptySubsequences: false)
        let now = Moment(milliseconds: 1_000_000)
        let nodes = texts.enumerated().map { index, text in
            let info = InfoText(String(decoding: text.dropFirst(), as: UTF8.self))
            let node = RedisNode(info, server: info, persistence: info, at: now + Int64(index * 300))
            // The first byte of each says whether it answers.
            let states: [NodeView.State] = [.live, .live, .partial, .stale, .failed, .waiting]
            return ReviewedNode(
                id: NodeID(source: "cache", node: "10.1.0.\(index + 1):6379"),
                state: states[Int(text.first ?? 0) % states.count], answeredAt: now,
                facts: NodeFacts(own: OwnFacts(node)))
        }
        let source = SourceSettings(
            name: "cache", kind: "redis", nodes: nodes.map { NodeSettings(address: $0.id.node) })
        let review = RedisConnector(loop: TransferLoop()).review(source, nodes: nodes, now: now)
        for link in review.links {
            let texts = [link.from, link.to, link.reason ?? ""] + link.facts.flatMap { [$0.label, $0.value] }
            for text in texts { try mustHold(isPrintable(text), "a link that moves the terminal") }
            if let left = link.position.fresh { try mustHold(left >= 0, "\(left) bytes behind") }
            if let seconds = link.seconds.fresh { try mustHold(seconds >= 0, "\(seconds) s behind") }
            try mustHold(link.state != .ok || link.position.fresh != nil, "ok, and nobody knows how far behind")
        }
        try mustHold(Set(review.links.map(\.id)).count == review.links.count, "a link twice")
        for named in review.named { try mustHold(isPrintable(named.address), "a name that moves the terminal") }
    }
}
