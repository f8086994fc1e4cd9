import Topology

/// What both ends said of a link, to the letter.
struct LinkFacts {
    let master: Peer?
    let replica: Peer?
    let listing: Downstream?

    func all(_ lag: Lag) -> [ReplicationLink.Fact] { ofMaster(lag) + ofReplica() }

    private func ofMaster(_ lag: Lag) -> [ReplicationLink.Fact] {
        guard let master, let node = master.node else { return [] }
        var facts = Facts(node: master.address, at: node.at)
        facts.add("master_replid", node.replid)
        facts.add("master_repl_offset", node.offset)
        if let listing {
            facts.add("slave state", listing.state)
            facts.add("slave offset", listing.offset)
            facts.add("slave lag", listing.ackSeconds.map { "\($0) s" })
        }
        if let backlog = node.backlog {
            facts.add("repl_backlog_size", backlog.size)
            facts.add("repl_backlog_histlen", backlog.held)
            facts.add("repl_backlog_first_byte_offset", backlog.first)
            if let left = lag.position.fresh, backlog.held > 0 {
                let percent = Printable.whole(left / Double(backlog.held) * 100)
                facts.add("share of the backlog", "\(percent) %")
            }
        }
        return facts.all
    }

    private func ofReplica() -> [ReplicationLink.Fact] {
        guard let replica, let node = replica.node, let upstream = node.upstream else { return [] }
        var facts = Facts(node: replica.address, at: node.at)
        facts.add("master_replid", node.replid)
        facts.add("slave_repl_offset", upstream.applied)
        facts.add("slave_read_repl_offset", upstream.received)
        facts.add("master_link_status", upstream.isUp ? "up" : "down")
        facts.add("master_last_io_seconds_ago", upstream.lastIOSeconds)
        facts.add("master_link_down_since_seconds", upstream.downSeconds)
        if upstream.isSyncing { facts.add("master_sync_in_progress", "1") }
        facts.add("master_sync_left_bytes", upstream.syncLeft)
        return facts.all
    }

    private struct Facts {
        let node: String
        let at: Moment
        var all: [ReplicationLink.Fact] = []

        mutating func add(_ label: String, _ value: String?) {
            guard let value else { return }
            all.append(ReplicationLink.Fact(label: label, value: Printable.line(value), node: node, at: at))
        }

        mutating func add(_ label: String, _ value: Int64?) { add(label, value.map { "\($0)" }) }
    }
}
