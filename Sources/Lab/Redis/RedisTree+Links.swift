extension RedisTree {
    /// What a replica knows of its link.
    struct LinkState: Sendable {
        let up: Bool
        /// Seconds since it last heard of its master; -1 while the link is down.
        let lastHeard: Int64
        /// Seconds since the link is down.
        let downFor: Int64
        let copying: Bool
    }

    /// A replica's link as it sees it. A connection that is closed is seen at once; a silent one only when its time is over.
    func link(_ index: Int, _ now: Int64) -> LinkState {
        if isCopying(index, now) {
            return LinkState(
                up: false, lastHeard: -1, downFor: (now - (nodes[index].resumed?.since ?? now)) / 1000, copying: true)
        }
        guard let stopped = nodes[index].stopped else {
            return LinkState(up: true, lastHeard: 0, downFor: 0, copying: false)
        }
        let silence = now - stopped.since
        if isSilentlyBroken(index), silence < Self.timeout {
            return LinkState(up: true, lastHeard: silence / 1000, downFor: 0, copying: false)
        }
        let broken = isSilentlyBroken(index) ? silence - Self.timeout : silence
        return LinkState(up: false, lastHeard: -1, downFor: broken / 1000, copying: false)
    }

    /// Whether nothing comes though the connection is there.
    private func isSilentlyBroken(_ index: Int) -> Bool {
        guard let parent = nodes[index].parent else { return false }
        if nodes[index].link == .cut || nodes[parent].fault == .refusing || nodes[index].fault == .refusing {
            return false
        }
        return true
    }

    /// The replicas that a node knows of, with what each has confirmed and how many seconds ago.
    func replicas(_ index: Int, _ now: Int64) -> [(node: Node, offset: Int64, lag: Int64)] {
        nodes.indices.compactMap { child in
            let node = nodes[child]
            guard node.parent == index, link(child, now).up else { return nil }
            // Replicas confirm once a second.
            let confirmed = now / 1000 * 1000
            let silence = node.stopped.map { (now - $0.since) / 1000 } ?? 0
            return (node, offset(child, confirmed), silence)
        }
    }
}
