import Contract
import Glibc
import Testing
import Topology

@testable import Clients

@Suite struct RedisClientTests {
    func soon(_ milliseconds: Int64 = 10_000) -> Moment { MonotonicClock.now() + milliseconds }

    /// A server that answers each call as it is told; it notes what was asked, and hangs up where nothing is answered.
    static func server(_ answer: @escaping @Sendable (_ words: [String], _ connection: Int) -> String?) -> TinyServer {
        TinyServer(connections: { connection, server in
            var decoder = RESPDecoder()
            var buffer = [UInt8](repeating: 0, count: 65536)
            while true {
                while let call = try? decoder.next() {
                    let words = (call.elements ?? []).compactMap(\.text)
                    server.note(words.joined(separator: " "))
                    guard let text = answer(words, connection.number), connection.send(text) else { return }
                }
                let count = recv(connection.socket, &buffer, buffer.count, 0)
                guard count > 0 else { return }
                decoder.feed(buffer.prefix(count))
            }
        })
    }

    func client(_ server: TinyServer, user: String? = nil, password: String = "s3cret") -> RedisClient {
        let credentials = user.map { Credentials(user: $0, password: Secret(reference: "${env:P}") { password }) }
        return RedisClient(
            loop: TransferLoop(), transport: TransportSettings(credentials: credentials),
            address: "127.0.0.1:\(server.port)")
    }

    func failure(_ client: RedisClient) async -> ClientError? {
        await #expect(throws: ClientError.self) { _ = try await client.ask([RedisCommand("PING")], until: soon()) }
    }

    static let greeting = "%1\r\n$5\r\nproto\r\n:3\r\n"
    static let unknown =
        "-ERR unknown command `HELLO`, with args beginning with: `3`, `AUTH`, `ops`, `s3cret`, `SETNAME`, \r\n"

    @Test func theConnectionIsKeptBetweenRounds() async throws {
        let server = Self.server { words, _ in words[0] == "HELLO" ? Self.greeting : "+\(words[0])\r\n" }
        let client = client(server)
        for _ in 0..<3 {
            let round = try await client.ask([RedisCommand("PING"), RedisCommand("TIME")], until: soon())
            #expect(round.replies == [.status("PING"), .status("TIME")])
            #expect(round.protocolVersion == 3)
            #expect(round.remoteAddress == "127.0.0.1")
            #expect(round.sentAt <= round.midpoint && round.midpoint <= round.answeredAt)
        }
        #expect(
            server.requests == ["HELLO 3 SETNAME azimuth"]
                + Array(repeating: ["PING", "TIME"], count: 3).flatMap { $0 })
    }

    @Test func userAndPasswordGoWithTheGreeting() async throws {
        let server = Self.server { words, _ in words[0] == "HELLO" ? Self.greeting : "+OK\r\n" }
        _ = try await client(server, user: "ops").ask([RedisCommand("PING")], until: soon())
        #expect(server.requests.first == "HELLO 3 AUTH ops s3cret SETNAME azimuth")
    }

    @Test func aServerWithoutHELLOIsSpokenToInTheOldWay() async throws {
        for refusal in [Self.unknown, "-NOPROTO unsupported protocol version\r\n", "-NOPERM no hello\r\n"] {
            let server = Self.server { words, _ in words[0] == "HELLO" ? refusal : "+OK\r\n" }
            let round = try await client(server, user: "ops").ask([RedisCommand("PING")], until: soon())
            #expect(round.protocolVersion == 2)
            #expect(server.requests.dropFirst() == ["AUTH ops s3cret", "PING"])
        }
    }

    @Test func aServerWithoutUsersTakesThePasswordAlone() async throws {
        let old = Self.server { words, _ in
            switch words.count {
            case 3 where words[0] == "AUTH": "-ERR wrong number of arguments for 'auth' command\r\n"
            default: words[0] == "HELLO" ? Self.unknown : "+OK\r\n"
            }
        }
        _ = try await client(old, user: "default").ask([RedisCommand("PING")], until: soon())
        #expect(old.requests.last == "PING")
        #expect(old.requests.contains("AUTH s3cret"))
        let error = await failure(client(old, user: "ops"))
        #expect(error?.code == .refused)
        #expect(error?.message.contains("user: default") == true)
    }

    @Test func aProxyThatHangsUpOnHELLOIsAskedWithoutIt() async throws {
        let proxy = Self.server { words, _ in words[0] == "HELLO" ? nil : "+OK\r\n" }
        let client = client(proxy, user: "ops")
        for _ in 0..<2 { _ = try await client.ask([RedisCommand("PING")], until: soon()) }
        #expect(proxy.requests.dropFirst() == ["AUTH ops s3cret", "PING", "PING"])
    }

    @Test(arguments: [
        ("-NOAUTH HELLO must be called with the client already authenticated", "refused", "credentials"),
        ("-WRONGPASS invalid username-password pair or user is disabled.", "refused", "password is wrong"),
        ("-LOADING Redis is loading the dataset in memory", "not-ready", "loading"),
        ("-ERR max number of clients reached", "not-ready", "no connection left"),
        ("-ERR AUTH <password> called without any password configured", "refused", "take `credentials` out"),
        ("-DENIED Redis is running in protected mode", "refused", "protected mode"),
        ("-WHAT \u{1b}[2J", "server-error", "HELLO"),
    ])
    func aRefusalIsToldWithWhatToDo(_ answer: String, _ code: String, _ words: String) async {
        let server = Self.server { _, _ in answer + "\r\n" }
        let error = await failure(client(server, user: "ops"))
        #expect(error?.code.rawValue == code)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        #expect(error?.message.unicodeScalars.allSatisfy { $0.value >= 0x20 } == true)
        #expect(error?.message.contains("s3cret") == false)
    }

    @Test func whatTheUserMayNotCallIsNamedWithItsGrant() {
        let error = RedisFailure.of(
            RESPError("NOPERM this user has no permissions".utf8), command: "INFO", user: "ops", at: "r:6379")
        #expect(error.message == "r:6379: the user ops may not call INFO; grant it with `ACL SETUSER ops +info`")
    }

    @Test func aKeptConnectionThatIsGoneIsReplacedOnce() async throws {
        let server = Self.server { words, connection in
            if words[0] == "HELLO" { return Self.greeting }
            return words[0] == "LAST" && connection == 0 ? nil : "+\(connection)\r\n"
        }
        let client = client(server)
        #expect(try await client.ask([RedisCommand("PING")], until: soon()).replies == [.status("0")])
        #expect(try await client.ask([RedisCommand("LAST")], until: soon()).replies == [.status("1")])
        let dead = Self.server { words, _ in words[0] == "HELLO" ? Self.greeting : nil }
        let error = await failure(self.client(dead))
        #expect(error?.code == .connectionLost)
        #expect(dead.requests.count { $0 == "PING" } == 1)
    }

    @Test func pushesAreNotAnswersAndEndAtTheBound() async throws {
        let push = ">2\r\n+invalidate\r\n*1\r\n$1\r\nk\r\n"
        let server = Self.server { words, _ in
            words[0] == "HELLO" ? push + Self.greeting : push + push + "+PONG\r\n" + push
        }
        let client = client(server)
        for _ in 0..<2 {
            #expect(try await client.ask([RedisCommand("PING")], until: soon()).replies == [.status("PONG")])
        }
        let flood = TinyServer(connections: { connection, _ in
            while connection.send(push) {}
        })
        let error = await failure(self.client(flood))
        #expect(error?.code == .tooLarge)
    }

    @Test func aServerThatNeverAnswersEndsByTheDeadline() async {
        let silent = TinyServer(connections: { connection, _ in connection.awaitClose() })
        let client = client(silent)
        let error = await #expect(throws: ClientError.self) {
            _ = try await client.ask([RedisCommand("PING")], until: soon(60))
        }
        #expect(error?.code == .timeout)
    }

    @Test func whatIsNoRedisIsTold() async {
        let page = TinyServer(connections: { connection, _ in
            connection.send("HTTP/1.1 400 Bad Request\r\n\r\n")
            connection.awaitClose()
        })
        let error = await failure(client(page))
        #expect(error?.code == .malformed)
        #expect(error?.message.hasPrefix("127.0.0.1:\(page.port): not an answer of Redis: `HTTP/1.1") == true)
    }

    @Test func theTraceHoldsNoSecret() async throws {
        let path = "/tmp/azimuth-redis-trace-\(getpid())"
        defer { unlink(path) }
        let server = Self.server { words, _ in words[0] == "HELLO" ? Self.unknown : "+OK\r\n" }
        let credentials = Credentials(user: "ops", password: Secret(reference: "${env:P}") { "s3cret" })
        let client = RedisClient(
            loop: TransferLoop(trace: try Trace(path: path)),
            transport: TransportSettings(credentials: credentials), address: "127.0.0.1:\(server.port)")
        _ = try await client.ask([RedisCommand("INFO", "replication")], until: soon())
        let file = fopen(path, "r")
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 8192)
        let count = fread(&buffer, 1, buffer.count, file)
        let text = String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
        #expect(text.contains("> HELLO ***"))
        #expect(text.contains("> INFO replication"))
        #expect(!text.contains("s3cret"))
    }
}
