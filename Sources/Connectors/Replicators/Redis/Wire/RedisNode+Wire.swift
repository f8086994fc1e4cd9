import Clients
import Topology

/// A server's answers put together.
extension RedisNode {
    /// From `INFO replication`, and the sections that were read beside it.
    package init(_ info: InfoText, server: InfoText?, persistence: InfoText?, at: Moment) {
        self.at = at
        switch info.text("role") {
        case "slave", "replica": upstream = Upstream(info)
        case "master": break
        case let role: otherRole = role ?? "unknown"
        }
        replid = info.text("master_replid")
        replid2 = info.text("master_replid2").flatMap { id in id.utf8.allSatisfy { $0 == 48 } ? nil : id }
        secondOffset = info.count("second_repl_offset") ?? -1
        offset = info.count("master_repl_offset")
        replicas = info.replicas.compactMap(Downstream.init(line:))
        if info.flag("repl_backlog_active"), let size = info.count("repl_backlog_size") {
            backlog = Backlog(
                size: size, held: info.count("repl_backlog_histlen") ?? 0,
                first: info.count("repl_backlog_first_byte_offset") ?? 0)
        }
        isLoading = persistence?.flag("loading") ?? false
        port = InfoText.port(server?.int("tcp_port"))
    }

    /// From `ROLE` alone, where `INFO` may not be called: there is no history id, so no position.
    init?(role: RESPValue, at: Moment) {
        guard let parts = role.elements, let word = parts.first?.text else { return nil }
        self.at = at
        switch word {
        case "master":
            offset = InfoText.count(parts.dropFirst().first?.int64)
            replicas = (parts.dropFirst(2).first?.elements ?? []).prefix(InfoText.mostReplicas).compactMap { entry in
                guard let entry = entry.elements, entry.count >= 3, let host = entry[0].text,
                    let port = InfoText.port(entry[1].int64)
                else { return nil }
                return Downstream(host: host, port: port, offset: InfoText.count(entry[2].int64) ?? 0)
            }
        case "slave", "replica":
            guard parts.count >= 5, let host = parts[1].text, let port = InfoText.port(parts[2].int64)
            else { return nil }
            let state = parts[3].text
            upstream = Upstream(
                host: host, port: port, isUp: state == "connected", isSyncing: state == "sync",
                applied: InfoText.count(parts[4].int64))
        default: otherRole = word
        }
    }
}

extension Upstream {
    /// A replica's lines of `INFO replication`.
    fileprivate init?(_ info: InfoText) {
        guard let host = info.text("master_host"), let port = InfoText.port(info.int("master_port"))
        else { return nil }
        self.init(
            host: host, port: port, isUp: info.text("master_link_status") == "up",
            lastIOSeconds: info.seconds("master_last_io_seconds_ago"),
            downSeconds: info.seconds("master_link_down_since_seconds"),
            isSyncing: info.flag("master_sync_in_progress"),
            syncLeft: info.count("master_sync_left_bytes"), syncTotal: info.count("master_sync_total_bytes"),
            applied: info.count("slave_repl_offset"), received: info.count("slave_read_repl_offset"))
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
        guard let host = fields["ip"], let port = InfoText.port(fields["port"].flatMap({ Int64($0) })) else {
            return nil
        }
        self.init(
            host: String(host), port: port, state: fields["state"].map(String.init),
            offset: InfoText.count(fields["offset"].flatMap { Int64($0) }) ?? 0,
            ackSeconds: InfoText.seconds(fields["lag"].flatMap { Int64($0) }))
    }
}
