import Synchronization

/// The text of `INFO`, as Redis 7.0 writes it, in the sections that monitors read.
enum RedisInfo {
    static let version = "7.0.15"

    /// - Parameter sections: those asked for; none, or `default`, `all` and `everything`, are all.
    static func text(_ estate: RedisEstate, node: Int, sections: Set<String>, now: Int64) -> String {
        let state = estate.state.withLock { state in
            state.tree.settle(now)
            return state
        }
        let all = sections.isEmpty || !sections.isDisjoint(with: ["default", "all", "everything"])
        let parts: [(String, () -> [(String, String)])] = [
            ("Server", { server(estate, state, node, now) }),
            ("Clients", { [("connected_clients", "1"), ("maxclients", "10000")] }),
            (
                "Memory",
                {
                    [
                        ("used_memory", "1059104"), ("used_memory_human", "1.01M"), ("maxmemory", "0"),
                        ("maxmemory_policy", "noeviction"),
                    ]
                }
            ),
            (
                "Persistence",
                { [("loading", "0"), ("async_loading", "0"), ("rdb_last_bgsave_status", "ok"), ("aof_enabled", "0")] }
            ),
            ("Stats", { stats(state, node) }), ("Replication", { replication(estate, state.tree, node, now) }),
            ("Keyspace", { state.data.isEmpty ? [] : [("db0", "keys=\(state.data.count),expires=0,avg_ttl=0")] }),
        ]
        return parts.filter { all || sections.contains($0.0.lowercased()) }
            .map { part in "# \(part.0)\r\n" + part.1().map { "\($0.0):\($0.1)\r\n" }.joined() }
            .joined(separator: "\r\n")
    }

    private static func server(_ estate: RedisEstate, _ state: RedisEstate.State, _ node: Int, _ now: Int64) -> [(
        String, String
    )] {
        let uptime = 86_400 * 9 + now / 1000
        return [
            ("redis_version", version), ("redis_mode", "standalone"), ("os", "Linux"), ("arch_bits", "64"),
            ("process_id", "\(1000 + node)"),
            ("run_id", String(estate.replicationID.reversed().dropLast()) + "\(node)"),
            ("tcp_port", "\(state.tree.nodes[node].port)"), ("server_time_usec", "\(estate.clock.now() * 1000)"),
            ("uptime_in_seconds", "\(uptime)"), ("uptime_in_days", "\(uptime / 86_400)"), ("hz", "10"),
            ("config_file", ""),
        ]
    }

    private static func stats(_ state: RedisEstate.State, _ node: Int) -> [(String, String)] {
        [
            ("total_connections_received", "\(state.clients)"), ("total_commands_processed", "\(state.commands)"),
            ("sync_full", "\(state.tree.nodes[node].fullSyncs)"),
            ("sync_partial_ok", "\(state.tree.nodes[node].partialSyncs)"),
            ("sync_partial_err", "0"),
        ]
    }

    private static func replication(_ estate: RedisEstate, _ tree: RedisTree, _ node: Int, _ now: Int64) -> [(
        String, String
    )] {
        let position = tree.offset(node, now)
        let replicas = tree.replicas(node, now)
        var lines: [(String, String)] = []
        if let parent = tree.nodes[node].parent.map({ tree.nodes[$0] }) {
            let link = tree.link(node, now)
            lines += [
                ("role", "slave"), ("master_host", parent.address), ("master_port", "\(parent.port)"),
                ("master_link_status", link.up ? "up" : "down"), ("master_last_io_seconds_ago", "\(link.lastHeard)"),
                ("master_sync_in_progress", link.copying ? "1" : "0"), ("slave_read_repl_offset", "\(position)"),
                ("slave_repl_offset", "\(position)"),
            ]
            if link.copying {
                lines += [("master_sync_total_bytes", "\(8 << 20)"), ("master_sync_last_io_seconds_ago", "0")]
            }
            if !link.up { lines.append(("master_link_down_since_seconds", "\(link.downFor)")) }
            lines += [("slave_priority", "100"), ("slave_read_only", "1"), ("replica_announced", "1")]
        } else {
            lines.append(("role", "master"))
        }
        lines.append(("connected_slaves", "\(replicas.count)"))
        for (index, replica) in replicas.enumerated() {
            let values =
                "ip=\(replica.node.address),port=\(replica.node.port),state=online,offset=\(replica.offset),lag=\(replica.lag)"
            lines.append(("slave\(index)", values))
        }
        let kept = min(RedisTree.backlog, position)
        return lines + [
            ("master_failover_state", "no-failover"), ("master_replid", estate.replicationID),
            ("master_replid2", String(repeating: "0", count: 40)), ("master_repl_offset", "\(position)"),
            ("second_repl_offset", "-1"), ("repl_backlog_active", "1"), ("repl_backlog_size", "\(RedisTree.backlog)"),
            ("repl_backlog_first_byte_offset", "\(position - kept + 1)"), ("repl_backlog_histlen", "\(kept)"),
        ]
    }
}
