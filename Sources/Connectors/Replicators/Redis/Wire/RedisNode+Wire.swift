import Clients
import Topology

/// A server's answers put together.
extension RedisNode {
    /// From `INFO replication`, and the sections that were read beside it.
    init(_ info: InfoText, server: InfoText?, persistence: InfoText?, at: Moment) {
        self.at = at
        switch info.text("role") {
        case "slave", "replica": upstream = Upstream(info)
        case "master": break
        case let role: otherRole = role ?? "unknown"
        }
        replid = info.text("master_replid")
        replid2 = info.text("master_replid2").flatMap { id in id.utf8.allSatisfy { $0 == 48 } ? nil : id }
        secondOffset = info.int("second_repl_offset") ?? -1
        offset = info.int("master_repl_offset")
        replicas = info.replicas.compactMap(Downstream.init(line:))
        if info.flag("repl_backlog_active"), let size = info.int("repl_backlog_size") {
            backlog = Backlog(
                size: size, held: info.int("repl_backlog_histlen") ?? 0,
                first: info.int("repl_backlog_first_byte_offset") ?? 0)
        }
        isLoading = persistence?.flag("loading") ?? false
        port = server?.int("tcp_port").flatMap { Int(exactly: $0) }
    }

    /// From `ROLE` alone, where `INFO` may not be called: there is no history id, so no position.
    init?(role: RESPValue, at: Moment) {
        guard let parts = role.elements, let word = parts.first?.text else { return nil }
        self.at = at
        switch word {
        case "master":
            offset = parts.dropFirst().first?.int64
            replicas = (parts.dropFirst(2).first?.elements ?? []).prefix(InfoText.mostReplicas).compactMap { entry in
                guard let entry = entry.elements, entry.count >= 3, let host = entry[0].text,
                    let port = entry[1].int64.flatMap({ Int(exactly: $0) })
                else { return nil }
                return Downstream(host: host, port: port, offset: entry[2].int64 ?? 0)
            }
        case "slave", "replica":
            guard parts.count >= 5, let host = parts[1].text, let port = parts[2].int64.flatMap({ Int(exactly: $0) })
            else { return nil }
            let state = parts[3].text
            upstream = Upstream(
                host: host, port: port, isUp: state == "connected", isSyncing: state == "sync",
                applied: parts[4].int64.flatMap { $0 < 0 ? nil : $0 })
        default: otherRole = word
        }
    }
}

extension Upstream {
    /// A replica's lines of `INFO replication`.
    fileprivate init?(_ info: InfoText) {
        guard let host = info.text("master_host"), let port = info.int("master_port").flatMap({ Int(exactly: $0) })
        else { return nil }
        func natural(_ name: String) -> Int64? { info.int(name).flatMap { $0 < 0 ? nil : $0 } }
        self.init(
            host: host, port: port, isUp: info.text("master_link_status") == "up",
            lastIOSeconds: natural("master_last_io_seconds_ago"),
            downSeconds: natural("master_link_down_since_seconds"), isSyncing: info.flag("master_sync_in_progress"),
            syncLeft: natural("master_sync_left_bytes"), syncTotal: natural("master_sync_total_bytes"),
            applied: natural("slave_repl_offset"), received: natural("slave_read_repl_offset"))
    }
}

extension Downstream {
    /// `ip=10.1.0.6,port=6379,state=online,offset=42,lag=0`.
    fileprivate init?(line: String) {
        var fields: [Substring: Substring] = [:]
        for field in line.split(separator: ",") {
            let parts = field.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { fields[parts[0]] = parts[1] }
        }
        guard let host = fields["ip"], let port = fields["port"].flatMap({ Int($0) }) else { return nil }
        self.init(
            host: String(host), port: port, state: fields["state"].map(String.init),
            offset: fields["offset"].flatMap { Int64($0) } ?? 0,
            ackSeconds: fields["lag"].flatMap { Int64($0) }.flatMap { $0 < 0 ? nil : $0 })
    }
}
