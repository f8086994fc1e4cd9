import Clients
import Contract
import Testing
import Topology

@testable import Redis

@Suite struct ReaderTests {
    static let master = """
        # Replication\r
        role:master\r
        connected_slaves:1\r
        slave0:ip=10.2.0.1,port=6379,state=online,offset=8900,lag=1\r
        master_failover_state:no-failover\r
        master_replid:963c201bde535780cf77ddb0368e53fc9c16c33a\r
        master_replid2:0000000000000000000000000000000000000000\r
        master_repl_offset:9000\r
        second_repl_offset:-1\r
        repl_backlog_active:1\r
        repl_backlog_size:1048576\r
        repl_backlog_first_byte_offset:1\r
        repl_backlog_histlen:9000\r
        """

    static let replica = """
        # Replication\r
        role:slave\r
        master_host:10.1.0.1\r
        master_port:6379\r
        master_link_status:up\r
        master_last_io_seconds_ago:1\r
        master_sync_in_progress:0\r
        slave_read_repl_offset:9000\r
        slave_repl_offset:8950\r
        master_replid:963c201bde535780cf77ddb0368e53fc9c16c33a\r
        master_repl_offset:8950\r
        """

    /// What a Redis answers that says this of its replication.
    static func answers(_ replication: String, time: String = "*2\r\n$10\r\n1795573350\r\n$6\r\n500000\r\n")
        -> StubRedis.Answer
    {
        { words in
            switch words.joined(separator: " ") {
            case "INFO replication": StubRedis.bulk(replication)
            case "INFO server": StubRedis.bulk("# Server\r\nredis_version:7.0.15\r\ntcp_port:6379\r\n")
            case "INFO persistence": StubRedis.bulk("# Persistence\r\nloading:0\r\n")
            case "ROLE": "*3\r\n+master\r\n:9000\r\n*0\r\n"
            case "TIME": time
            default: "%1\r\n+proto\r\n:3\r\n"
            }
        }
    }

    func reader(_ server: StubRedis, user: String? = nil) -> any Reader {
        let credentials = user.map { Credentials(user: $0, password: Secret(reference: "${env:P}") { "s3cret" }) }
        let source = SourceSettings(
            name: "cache", kind: "redis", nodes: [NodeSettings(address: server.address)],
            transport: TransportSettings(credentials: credentials))
        let wall = Timestamp(milliseconds: 1_795_573_350_000)
        // The wall clock stands still, so that a slow machine changes nothing.
        return RedisConnector(loop: TransferLoop()).reader(of: source.nodes[0], in: source) {
            ClockReading(wall: wall, moment: MonotonicClock.now())
        }
    }

    func soon() -> Moment { MonotonicClock.now() + 10_000 }

    func facts(_ reading: Reading?) -> NodeFacts? {
        switch reading {
        case .reset(let observation), .changes(let observation), .partial(let observation, _, _): observation.node
        default: nil
        }
    }

    @Test func aMasterSaysWhereItIsAndWhoFollows() async throws {
        let server = StubRedis(Self.answers(Self.master))
        let reading = try await reader(server).next(until: soon())
        guard case .reset = reading else { return #expect(Bool(false), "the first answer is all of it") }
        let facts = facts(reading)
        #expect(facts?.serverVersion == "7.0.15")
        #expect(facts?.reads == ["replication", "role", "time", "server", "persistence"])
        #expect(facts?.named.map(\.address) == ["10.2.0.1:6379"])
        #expect(facts?.ownNames == [server.address])
        let node = facts?.own?.value(as: RedisNode.self)
        #expect(node?.offset == 9000)
        #expect(node?.replid == "963c201bde535780cf77ddb0368e53fc9c16c33a" && node?.replid2 == nil)
        #expect(
            node?.replicas == [Downstream(host: "10.2.0.1", port: 6379, state: "online", offset: 8900, ackSeconds: 1)])
        #expect(node?.backlog == Backlog(size: 1_048_576, held: 9000, first: 1))
        #expect(node?.port == 6379 && node?.remoteAddress == "127.0.0.1")
        #expect(node?.history.count == 1)
        #expect(facts?.facts.first == NodeFact(label: "role", value: "master"))
    }

    @Test func aReplicaSaysWhatItHasAndItsHistoryGrows() async throws {
        let server = StubRedis(Self.answers(Self.replica))
        let reader = reader(server)
        for count in 1...3 {
            let reading = try await reader.next(until: soon())
            let node = facts(reading)?.own?.value(as: RedisNode.self)
            #expect(node?.applied == 8950 && node?.upstream?.received == 9000)
            #expect(node?.upstream?.isLive == true)
            #expect(node?.history.count == count)
            if count > 1, case .changes = reading {} else { #expect(count == 1) }
        }
    }

    @Test func aClockThatIsOffIsToldBetweenBounds() async throws {
        let server = StubRedis(Self.answers(Self.master, time: "*2\r\n$10\r\n1795573410\r\n$1\r\n0\r\n"))
        let fact = facts(try await reader(server).next(until: soon()))?.facts.first { $0.label == "clock" }
        #expect(fact?.severity == .warning)
        #expect(fact?.value == "59 s ahead of this host's" || fact?.value == "60 s ahead of this host's")
        let odd = StubRedis(Self.answers(Self.master, time: "*2\r\n$20\r\n99999999999999999999\r\n$1\r\n0\r\n"))
        #expect(facts(try await reader(odd).next(until: soon()))?.facts.contains { $0.label == "clock" } == false)
    }

    @Test func withoutINFOTheRoleIsKnownAndTheRefusalNamed() async throws {
        let answers = Self.answers(Self.master)
        let server = StubRedis { words in
            words[0] == "INFO" ? "-NOPERM this user has no permissions to run the 'info' command\r\n" : answers(words)
        }
        let reading = try await reader(server, user: "ops").next(until: soon())
        guard case .partial(_, _, let faults) = reading else { return #expect(Bool(false), "\(reading)") }
        #expect(
            faults.map(\.message) == [
                "\(server.address): the user ops may not call INFO; grant it with `ACL SETUSER ops +info`"
            ])
        let node = facts(reading)?.own?.value(as: RedisNode.self)
        #expect(node?.offset == 9000 && node?.replid == nil)
        #expect(facts(reading)?.reads == ["role", "time"])
    }

    @Test func withoutTIMEAllElseIsKnown() async throws {
        let answers = Self.answers(Self.master)
        let server = StubRedis { $0[0] == "TIME" ? "-NOPERM no\r\n" : answers($0) }
        let reading = try await reader(server, user: "ops").next(until: soon())
        guard case .reset = reading else { return #expect(Bool(false), "\(reading)") }
        #expect(facts(reading)?.facts.contains { $0.label == "TIME" && $0.value.contains("+time") } == true)
    }

    @Test(arguments: [
        ("-NOAUTH Authentication required.\r\n", ReadError.Code.refused, "credentials"),
        ("-LOADING Redis is loading the dataset in memory\r\n", .notReady, "loading"),
        ("+OK\r\n", .malformed, "names no role"),
        ("HTTP/1.1 400 Bad Request\r\n", .malformed, "check that `address` is a Redis' own"),
        (">", .unreachable, "no answer"),
    ])
    func whatIsNoAnswerIsToldWithWhatToDo(_ answer: String, _ code: ReadError.Code, _ words: String) async {
        let server = StubRedis { _ in answer }
        let error = await #expect(throws: ReadError.self) {
            try await reader(server).next(until: MonotonicClock.now() + (answer == ">" ? 100 : 10_000))
        }
        #expect(error?.code == code)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    @Test func aServerThatHangsUpMayWantTLS() async {
        let server = StubRedis { _ in nil }
        let error = await #expect(throws: ReadError.self) { try await reader(server).next(until: soon()) }
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("`tls` section") == true)
    }

    @Test func aListWithoutEndIsCutAndAMangledOneIsReadAsFarAsItGoes() {
        let lines = (0..<5000).map { "slave\($0):ip=10.0.0.1,port=\($0),state=online,offset=1,lag=0" }
        #expect(InfoText(lines.joined(separator: "\r\n")).replicas.count == InfoText.mostReplicas)
        let node = RedisNode(
            InfoText(
                "role:master\nslave0:ip=,port=x\nslave1:port=1\nslave:x\nslave2:ip=a,port=99999999999999999999\nslave3:ip=a,port=7,lag=-1\n:\n::\nmaster_repl_offset:12x"
            ),
            server: nil, persistence: nil, at: Moment(milliseconds: 0))
        #expect(node.replicas == [Downstream(host: "a", port: 7, state: nil, offset: 0, ackSeconds: nil)])
        #expect(node.offset == nil)
    }

    @Test func numbersThatNoServerCountedOverflowNothing() {
        let big = Int64.max
        for value in [big, -big - 1, big - 1, 1 << 60, -1, 0] {
            var scene = Scene()
            let text = """
                role:master\nmaster_replid:x\nmaster_repl_offset:\(1 << 60)\nrepl_backlog_active:1\nrepl_backlog_size:\(value)
                repl_backlog_histlen:1\nrepl_backlog_first_byte_offset:\(value)\nsecond_repl_offset:\(value)
                slave0:ip=10.0.0.9,port=1,state=online,offset=\(value),lag=\(value)
                """
            let replica = """
                role:slave\nmaster_host:10.1.0.1\nmaster_port:6379\nmaster_link_status:up\nmaster_replid:x
                slave_repl_offset:\(value)\nslave_read_repl_offset:\(value)\nmaster_repl_offset:\(value)
                master_last_io_seconds_ago:\(value)\nmaster_link_down_since_seconds:\(value)\nmaster_sync_left_bytes:\(value)
                """
            for (address, text) in [("10.1.0.1:6379", text), ("10.2.0.1:6379", replica), ("10.3.0.1:6379", replica)] {
                scene.add(address, RedisNode(InfoText(text), server: nil, persistence: nil, at: scene.now))
            }
            #expect(scene.review().links.count == 3)
            scene.nodes[1].state = .stale
            #expect(scene.review().links.count == 3)
        }
    }

    @Test func whatANodeSaysCannotMoveTheTerminal() async throws {
        let server = StubRedis(
            Self.answers("role:slave\r\nmaster_host:\u{1b}[2Jevil\r\nmaster_port:1\r\nmaster_link_status:up\r\n"))
        let facts = facts(try await reader(server).next(until: soon()))
        for text in (facts?.facts.map(\.value) ?? []) + (facts?.named.map(\.address) ?? []) {
            #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 }, "\(text)")
        }
    }
}
