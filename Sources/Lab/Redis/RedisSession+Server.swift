import Synchronization

/// Commands about the server, and commands that do not exist.
extension RedisSession {
    func server(_ command: RedisCommand, _ estate: RedisEstate) {
        let now = estate.clock.monotonic()
        switch (command.name, command.arguments.count) {
        case ("PING", 0): writer.simple("PONG")
        case ("PING", 1), ("ECHO", 1): writer.bulk(command.arguments[0])
        case ("INFO", _):
            let sections = Set(command.arguments.map { String(decoding: $0, as: UTF8.self).lowercased() })
            writer.text(RedisInfo.text(estate, node: node, sections: sections, now: now))
        case ("ROLE", 0): role(estate, now)
        case ("TIME", 0):
            let wall = estate.clock.now()
            writer.array(2)
            writer.bulk("\(wall / 1000)")
            writer.bulk("\(wall % 1000 * 1000 + Int64(id % 1000))")
        case ("SELECT", 1): writer.ok()
        case ("WAIT", 2):
            let (position, confirmed) = estate.state.withLock { state in
                (state.tree.offset(node, now), state.tree.replicas(node, now).map(\.offset))
            }
            writer.number(Int64(confirmed.filter { $0 >= position }.count))
        case ("CONFIG", 2...) where command.text(0)?.uppercased() == "GET": config(command)
        case ("COMMAND", _): writer.array(0)
        case ("PING", _), ("ECHO", _), ("ROLE", _), ("TIME", _), ("SELECT", _), ("WAIT", _), ("CONFIG", _):
            writer.error(command.wrongCount)
        default:
            let arguments = command.arguments.prefix(20)
                .map { "'\(String(decoding: $0.prefix(128), as: UTF8.self))' " }.joined()
            writer.error("ERR unknown command '\(command.written.prefix(128))', with args beginning with: \(arguments)")
        }
    }

    private func role(_ estate: RedisEstate, _ now: Int64) {
        let tree = estate.state.withLock { $0.tree }
        let node = tree.nodes[node]
        guard let parent = node.parent.map({ tree.nodes[$0] }) else {
            let replicas = tree.replicas(self.node, now)
            writer.array(3)
            writer.bulk("master")
            writer.number(tree.offset(self.node, now))
            writer.array(replicas.count)
            for replica in replicas {
                writer.array(3)
                writer.bulk(replica.node.address)
                writer.bulk("\(replica.node.port)")
                writer.bulk("\(replica.offset)")
            }
            return
        }
        let link = tree.link(self.node, now)
        writer.array(5)
        writer.bulk("slave")
        writer.bulk(parent.address)
        writer.number(Int64(parent.port))
        writer.bulk(link.up ? "connected" : link.copying ? "sync" : "connect")
        writer.number(link.up ? tree.offset(self.node, now) : -1)
    }

    private func config(_ command: RedisCommand) {
        let settings = [
            "maxmemory": "0", "repl-backlog-size": "\(RedisTree.backlog)",
            "repl-timeout": "\(RedisTree.timeout / 1000)",
            "replica-priority": "100", "save": "", "appendonly": "no",
        ]
        let wanted = command.arguments.dropFirst().map { String(decoding: $0, as: UTF8.self).lowercased() }
        let found = settings.filter { wanted.contains($0.key) || wanted.contains("*") }.sorted { $0.key < $1.key }
        writer.map(found.count)
        for (key, value) in found {
            writer.bulk(key)
            writer.bulk(value)
        }
    }
}
