import Lab
import Testing

/// The simulated Redis servers, compared with what redis-server 7.0.15 was seen to answer.
@Suite struct RedisTests {
    private func nodes(_ shop: Shop) -> [RedisClient] {
        shop.bench.lab.redisDescription.map { RedisClient($0.url) }
    }

    @Test func speaksBothVersions() throws {
        let shop = try Shop()
        let master = nodes(shop)[0]
        defer { withExtendedLifetime(shop) {} }
        #expect(try master.send(["PING", "ECHO hi", "GET nope"]) == "+PONG\r\n$2\r\nhi\r\n$-1\r\n+OK\r\n")
        let third = try master.send(["HELLO 3", "GET nope", "INFO replication"])
        #expect(
            third.hasPrefix("%7\r\n$6\r\nserver\r\n$5\r\nredis\r\n") && third.contains("\r\n_\r\n=")
                && third.contains("txt:# Replication"))
        #expect(
            try master.raw(Array("*2\r\n$4\r\nECHO\r\n$2\r\na\r\r\n*1\r\n$4\r\nQUIT\r\n".utf8))
                == "$2\r\na\r\r\n+OK\r\n")
    }

    @Test func saysWhatRedisSaysOfMistakes() throws {
        let shop = try Shop()
        let master = nodes(shop)[0]
        defer { withExtendedLifetime(shop) {} }
        for (line, reply) in [
            ("foo a b", "-ERR unknown command 'foo', with args beginning with: 'a' 'b' "),
            ("get", "-ERR wrong number of arguments for 'get' command"),
            ("hello 4", "-NOPROTO unsupported protocol version"),
            ("set a b c", "-ERR syntax error"),
            ("auth a b", "-WRONGPASS invalid username-password pair or user is disabled."),
            ("client setname x y", "-ERR wrong number of arguments for 'client|setname' command"),
        ] {
            #expect(try master.send([line]) == reply + "\r\n+OK\r\n")
        }
        #expect(try master.raw(Array("*1\r\n$x\r\n".utf8)) == "-ERR Protocol error: invalid bulk length\r\n")
        #expect(try master.raw(Array("*a\r\n".utf8)) == "-ERR Protocol error: invalid multibulk length\r\n")
        #expect(try master.raw(Array("*1\r\n:1\r\n".utf8)) == "-ERR Protocol error: expected '$', got ':'\r\n")
        #expect(try master.raw(Array("*1\r\n$999999999\r\n".utf8)) == "-ERR Protocol error: invalid bulk length\r\n")
    }

    @Test func wantsItsPassword() throws {
        let shop = try Shop { $0.credentials = .init(user: "ops", password: "secret") }
        let master = nodes(shop)[0]
        #expect(
            try master.send(["PING", "AUTH ops wrong", "AUTH ops secret", "ACL WHOAMI"]) == """
                -NOAUTH Authentication required.\r\n-WRONGPASS invalid username-password pair or user is disabled.\r\n\
                +OK\r\n$3\r\nops\r\n+OK\r\n
                """)
        #expect(
            try master.send(["HELLO 3 AUTH ops secret SETNAME x", "CLIENT GETNAME"]).hasSuffix("$1\r\nx\r\n+OK\r\n"))
    }

    @Test func replicasFollowAndKnowTheirPlaces() throws {
        let shop = try Shop()
        let nodes = nodes(shop)
        let before = try nodes[0].offset()
        shop.bench.pass(.seconds(10))
        #expect(try nodes[0].offset() - before == 240_000, "24 kB/s are written")
        #expect(try nodes[1].offset() == nodes[0].offset() - 48, "two milliseconds behind")
        #expect(try nodes[3].replication()["master_host"] == "127.4.0.252", "behind a replica")
        #expect(try nodes[0].replication()["connected_slaves"] == "2")
        #expect(try nodes[0].send(["SET a b"]) == "+OK\r\n+OK\r\n")
        #expect(try nodes[1].send(["GET a"]) == "$-1\r\n+OK\r\n", "not there yet")
        shop.bench.pass(.seconds(1))
        #expect(
            try nodes[3].send(["GET a", "SET a c"])
                == "$1\r\nb\r\n-READONLY You can't write against a read only replica.\r\n+OK\r\n")
    }

    @Test func linkThatIsCutCatchesUp() throws {
        let shop = try Shop()
        let nodes = nodes(shop)
        _ = try shop.bench.lab.fault(["link", "redis:1", "redis:3", "cut"])
        let position = try nodes[2].offset()
        shop.bench.pass(.seconds(20))
        let cut = try nodes[2].replication()
        #expect(cut["master_link_status"] == "down" && cut["master_link_down_since_seconds"] == "20")
        #expect(try nodes[2].offset() == position)
        #expect(try nodes[3].replication()["master_link_status"] == "up", "the one behind it has lost nobody")
        #expect(try nodes[0].replication()["connected_slaves"] == "1")
        #expect(try nodes[0].send(["ROLE"]).contains("127.2.0.252"))
        #expect(try nodes[2].send(["ROLE"]).contains("$7\r\nconnect\r\n:-1\r\n"))
        _ = try shop.bench.lab.fault(["link", "redis:1", "redis:3", "ok"])
        #expect(try nodes[2].offset() == position, "it does not jump")
        shop.bench.pass(.seconds(2))
        #expect(try nodes[0].offset() - nodes[2].offset() == 24 * 38)
        #expect(try nodes[2].replication()["master_link_status"] == "up")
    }

    @Test func replicaThatMissedMoreThanTheBacklogCopiesAll() throws {
        let shop = try Shop()
        let nodes = nodes(shop)
        _ = try shop.bench.lab.fault(["link", "redis:1", "redis:2", "cut"])
        shop.bench.pass(.seconds(60))
        _ = try shop.bench.lab.fault(["link", "redis:1", "redis:2", "ok"])
        shop.bench.pass(.seconds(1))
        #expect(try nodes[1].replication()["master_sync_in_progress"] == "1")
        shop.bench.pass(.seconds(10))
        #expect(try nodes[1].replication()["master_link_status"] == "up")
        #expect(try nodes[0].send(["INFO stats"]).contains("sync_full:1"))
    }

    @Test func silenceIsToldFromAClosedConnectionAndFromADeadMaster() throws {
        let shop = try Shop()
        let nodes = nodes(shop)
        _ = try shop.bench.lab.fault(["link", "redis:1", "redis:2", "frozen"])
        shop.bench.pass(.seconds(30))
        let frozen = try nodes[1].replication()
        #expect(frozen["master_link_status"] == "up" && frozen["master_last_io_seconds_ago"] == "30")
        shop.bench.pass(.seconds(40))
        #expect(try nodes[1].replication()["master_link_status"] == "down", "after its timeout")
        _ = try shop.bench.lab.fault(["all", "ok"])
        _ = try shop.bench.lab.fault(["node", "redis:1", "refuse"])
        shop.bench.pass(.seconds(3))
        #expect(throws: RawClient.Failure.refused) { try nodes[0].offset() }
        let orphan = try nodes[1].replication()
        #expect(orphan["master_link_status"] == "down" && orphan["master_last_io_seconds_ago"] == "-1")
        _ = try shop.bench.lab.fault(["node", "redis:1", "ok"])
        #expect(try nodes[0].replication()["role"] == "master")
    }
}
