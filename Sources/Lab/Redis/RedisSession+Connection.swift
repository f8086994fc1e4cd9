import Synchronization

/// Commands about the connection itself.
extension RedisSession {
    func connection(_ command: RedisCommand, _ estate: RedisEstate) {
        switch command.name {
        case "QUIT":
            writer.ok()
            closes = true
        case "RESET":
            writer = RespWriter(version: 2)
            user = estate.credentials == nil ? "default" : nil
            writer.simple("RESET")
        case "AUTH": authenticate(command, estate)
        case "HELLO": hello(command, estate)
        case "CLIENT": client(command)
        default: accessList(command)
        }
    }

    private func authenticate(_ command: RedisCommand, _ estate: RedisEstate) {
        guard (1...2).contains(command.arguments.count) else {
            return writer.error(command.arguments.isEmpty ? command.wrongCount : "ERR syntax error")
        }
        guard estate.credentials != nil || command.arguments.count == 2 else {
            return writer.error(
                "ERR AUTH <password> called without any password configured for the default user. "
                    + "Are you sure your configuration is correct?")
        }
        let name = command.arguments.count == 2 ? command.text(0) ?? "" : "default"
        guard admits(name, command.text(command.arguments.count - 1) ?? "", estate) else { return wrongPassword() }
        user = name
        writer.ok()
    }

    /// The estate's user; the default user too has that password, as where `requirepass` is set beside an ACL.
    private func admits(_ name: String, _ password: String, _ estate: RedisEstate) -> Bool {
        guard let credentials = estate.credentials else { return name == "default" }
        return password == credentials.password && (name == credentials.user || name == "default")
    }

    private func wrongPassword() {
        writer.error("WRONGPASS invalid username-password pair or user is disabled.")
    }

    private func hello(_ command: RedisCommand, _ estate: RedisEstate) {
        var version = writer.version
        var rest = command.arguments.map { String(decoding: $0, as: UTF8.self) }[...]
        if let asked = rest.popFirst() {
            guard let number = Int(asked) else {
                return writer.error("ERR Protocol version is not an integer or out of range")
            }
            guard (2...3).contains(number) else { return writer.error("NOPROTO unsupported protocol version") }
            version = number
        }
        while let option = rest.popFirst() {
            switch (option.uppercased(), rest.popFirst(), option.uppercased() == "AUTH" ? rest.popFirst() : "") {
            case ("AUTH", let name?, let password?):
                guard admits(name, password, estate) else { return wrongPassword() }
                user = name
            case ("SETNAME", let name?, _): self.name = name
            default: return writer.error("ERR Syntax error in HELLO option '\(option)'")
            }
        }
        guard user != nil else {
            return writer.error(
                "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> "
                    + "option can be used to authenticate the client and select the RESP protocol version at the same time"
            )
        }
        writer.version = version
        writer.map(7)
        for (key, value) in [("server", "redis"), ("version", RedisInfo.version)] {
            writer.bulk(key)
            writer.bulk(value)
        }
        writer.bulk("proto")
        writer.number(Int64(version))
        writer.bulk("id")
        writer.number(id)
        let isMaster = estate.state.withLock { $0.tree.nodes[node].parent == nil }
        for (key, value) in [("mode", "standalone"), ("role", isMaster ? "master" : "replica")] {
            writer.bulk(key)
            writer.bulk(value)
        }
        writer.bulk("modules")
        writer.array(0)
    }

    private func client(_ command: RedisCommand) {
        switch (command.text(0)?.uppercased(), command.arguments.count) {
        case ("SETNAME", 2):
            name = command.text(1) ?? ""
            writer.ok()
        case ("GETNAME", 1): name.isEmpty ? writer.nothing() : writer.bulk(name)
        case ("ID", 1): writer.number(id)
        case (nil, _): writer.error(command.wrongCount)
        case (let word?, _):
            guard ["SETNAME", "GETNAME", "ID"].contains(word) else {
                return writer.error("ERR unknown subcommand '\(command.text(0) ?? "")'. Try CLIENT HELP.")
            }
            writer.error("ERR wrong number of arguments for 'client|\(word.lowercased())' command")
        }
    }

    private func accessList(_ command: RedisCommand) {
        switch (command.text(0)?.uppercased(), command.arguments.count) {
        case ("WHOAMI", 1): writer.bulk(user ?? "default")
        case ("USERS", 1):
            writer.array(1)
            writer.bulk(user ?? "default")
        case (nil, _): writer.error(command.wrongCount)
        default: writer.error("ERR unknown subcommand '\(command.text(0) ?? "")'. Try ACL HELP.")
        }
    }
}
