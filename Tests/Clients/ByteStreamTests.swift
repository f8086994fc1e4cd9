import Contract
import Glibc
import Testing
import Topology

@testable import Clients

@Suite struct ByteStreamTests {
    func soon(_ milliseconds: Int64 = 10_000) -> Moment { MonotonicClock.now() + milliseconds }

    func open(
        _ port: Int, host: String = "127.0.0.1", transport: TransportSettings = TransportSettings(),
        loop: TransferLoop = TransferLoop()
    ) async throws(ClientError) -> ByteStream {
        try await StreamClient(loop: loop, transport: transport).open("\(host):\(port)", until: soon())
    }

    /// All bytes until the other side ends.
    func rest(_ stream: ByteStream) async throws(ClientError) -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let bytes = try await stream.receive(until: soon())
            if bytes.isEmpty { return all }
            all += bytes
        }
    }

    static func echo() -> TinyServer {
        TinyServer(connections: { connection, _ in
            var buffer = [UInt8](repeating: 0, count: 65536)
            while true {
                let count = recv(connection.socket, &buffer, buffer.count, 0)
                guard count > 0, connection.send(Array(buffer.prefix(count))) else { return }
            }
        })
    }

    @Test func bytesGoBothWays() async throws {
        let server = Self.echo()
        let stream = try await open(server.port)
        #expect(stream.label == "127.0.0.1:\(server.port)")
        #expect(stream.remoteAddress == "127.0.0.1")
        for text in ["one", "two", "three"] {
            try await stream.send(Array(text.utf8), until: soon())
            #expect(try await stream.receive(until: soon()) == Array(text.utf8))
        }
    }

    @Test func aSlowReaderGetsAllOfWhatIsLargerThanEveryBuffer() async throws {
        let gate = Gate()
        let server = TinyServer(connections: { connection, server in
            gate.waitBlocking()
            var (sum, count) = (0, 0)
            var buffer = [UInt8](repeating: 0, count: 100_000)
            while count < 20_000_000 {
                let got = recv(connection.socket, &buffer, buffer.count, 0)
                guard got > 0 else { return }
                count += got
                sum = buffer.prefix(got).reduce(sum) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF }
            }
            connection.send("\(sum)")
        })
        let bytes = (0..<20_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let stream = try await open(server.port)
        async let sent: Void = stream.send(bytes, until: soon(60_000))
        gate.open()
        try await sent
        let sum = bytes.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF }
        #expect(try await rest(stream) == Array("\(sum)".utf8))
    }

    @Test func whatTheOtherSideDoesNotTakeEndsByTheDeadlineAndClosesTheStream() async throws {
        let gate = Gate()
        defer { gate.open() }
        let server = TinyServer(connections: { _, _ in gate.waitBlocking() })
        let stream = try await open(server.port)
        let error = await #expect(throws: ClientError.self) {
            try await stream.send([UInt8](repeating: 1, count: 50_000_000), until: soon(100))
        }
        #expect(error?.code == .timeout)
        #expect(error?.mayHaveBeenSent == true)
        let again = await #expect(throws: ClientError.self) { try await stream.send([1], until: soon()) }
        #expect(again?.code == .connectionLost)
    }

    @Test func theOtherEndsHalfCloseIsTheEndOfReadingAlone() async throws {
        let server = TinyServer(connections: { connection, server in
            connection.send("bye")
            shutdown(connection.socket, Int32(SHUT_WR))
            var byte: UInt8 = 0
            if recv(connection.socket, &byte, 1, 0) == 1 { server.note("still \(byte)") }
            connection.awaitClose()
            server.note("closed")
        })
        let stream = try await open(server.port)
        #expect(try await rest(stream) == Array("bye".utf8))
        #expect(try await stream.receive(until: soon()) == [])
        try await stream.send([7], until: soon())
        stream.close()
        let closed = await #expect(throws: ClientError.self) { try await stream.receive(until: soon()) }
        #expect(closed?.code == .connectionLost)
        while server.requests.count < 2 { await Task.yield() }
        #expect(server.requests == ["still 7", "closed"])
    }

    @Test func aResetIsALostConnection() async throws {
        let server = TinyServer(connections: { connection, _ in
            var byte: UInt8 = 0
            recv(connection.socket, &byte, 1, 0)
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(connection.socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        })
        let stream = try await open(server.port)
        try await stream.send([1], until: soon())
        let error = await #expect(throws: ClientError.self) { try await stream.receive(until: soon()) }
        #expect(error?.code == .connectionLost)
        #expect(error?.message.hasPrefix("127.0.0.1:\(server.port): the connection was lost: ") == true)
    }

    @Test func aReceiveThatTimedOutMayBeRepeated() async throws {
        let gate = Gate()
        let server = TinyServer(connections: { connection, _ in
            gate.waitBlocking()
            connection.send("late")
            connection.awaitClose()
        })
        let stream = try await open(server.port)
        let error = await #expect(throws: ClientError.self) { try await stream.receive(until: soon(30)) }
        #expect(error?.code == .timeout)
        #expect(error?.message.hasPrefix("127.0.0.1:\(server.port): no answer after ") == true)
        gate.open()
        #expect(try await stream.receive(until: soon()) == Array("late".utf8))
    }

    @Test func aReceiveThatWasCancelledReturnsAtOnce() async throws {
        let server = TinyServer(connections: { connection, _ in connection.awaitClose() })
        let stream = try await open(server.port)
        let waiting = Task { try await stream.receive(until: soon(60_000)) }
        await Task.yield()
        waiting.cancel()
        let error = await #expect(throws: ClientError.self) { try await waiting.value }
        #expect(error?.code == .cancelled)
        #expect(MonotonicClock.now() < soon(60_000))
    }

    @Test func lettingGoOfAStreamClosesIt() async throws {
        let ended = Signal()
        let server = TinyServer(connections: { connection, _ in
            connection.awaitClose()
            ended.raise()
        })
        var stream: ByteStream? = try await open(server.port)
        #expect(stream != nil)
        stream = nil
        await ended.wait()
    }

    @Test func nobodyThereIsRefusedAndABadAddressIsTold() async {
        let listener = TinyServer.listen(backlog: 1)
        let port = TinyServer.port(of: listener)
        close(listener)
        let error = await #expect(throws: ClientError.self) { _ = try await open(port) }
        #expect(error?.code == .connectionRefused)
        #expect(error?.mayHaveBeenSent == false)
        for address in ["", "127.0.0.1:70000", "a b:1", "ops:s3cret@127.0.0.1:1", "127.0.0.1:1/path"] {
            let error = await #expect(throws: ClientError.self) {
                _ = try await StreamClient(loop: TransferLoop()).open(address, until: soon())
            }
            #expect(error?.code == .settings, "\(address): \(String(describing: error))")
            #expect(error?.message.contains("s3cret") == false)
        }
    }

    @Test func everyLiveServerAnswersWhileOthersSwallowConnections() async throws {
        let dead = (0..<120).map { _ in DeadHostsTests.Swallower() }
        let server = Self.echo()
        let client = StreamClient(loop: TransferLoop())
        let deadline = soon(120_000)
        let ended = Counter()
        let calls = dead.map { swallower in
            let address = "127.0.0.1:\(swallower.port)"
            return Task {
                let error = await #expect(throws: ClientError.self) {
                    // The system may let one more in than the queue holds; nobody ever speaks there.
                    _ = try await client.open(address, until: deadline).receive(until: deadline)
                }
                ended.add()
                #expect(error?.code == .cancelled, "\(String(describing: error))")
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<80 {
                group.addTask {
                    let stream = try await client.open("127.0.0.1:\(server.port)", until: deadline)
                    try await stream.send([UInt8(number)], until: deadline)
                    #expect(try await stream.receive(until: deadline) == [UInt8(number)])
                }
            }
            try await group.waitForAll()
        }
        #expect(ended.value == 0)
        for call in calls { call.cancel() }
        for call in calls { await call.value }
        withExtendedLifetime(dead) {}
    }

    @Test func aServerThatSwallowsConnectionsTimesOutConnecting() async {
        let dead = DeadHostsTests.Swallower()
        let error = await #expect(throws: ClientError.self) {
            _ = try await StreamClient(loop: TransferLoop()).open("127.0.0.1:\(dead.port)", until: soon(150))
        }
        #expect(error?.code == .timeout)
        #expect(error?.message.hasPrefix("127.0.0.1:\(dead.port): connect timed out after ") == true)
        withExtendedLifetime(dead) {}
    }

    @Test func aNameIsResolvedOffTheLoop() async throws {
        let server = Self.echo()
        let resolver = NameResolver(lookup: { _ in .addresses(["127.0.0.1"]) })
        let stream = try await open(
            server.port, host: "redis.example", loop: TransferLoop(trace: nil, resolver: resolver))
        try await stream.send([5], until: soon())
        #expect(try await stream.receive(until: soon()) == [5])
        #expect(stream.remoteAddress == "127.0.0.1")
    }

    @Test func theLoopGoesOnWithHTTPBesideOpenStreams() async throws {
        let echo = Self.echo()
        let pages = TinyServer(answering: { connection, _ in connection.answer("page") })
        let loop = TransferLoop()
        let streams = StreamClient(loop: loop)
        var open: [ByteStream] = []
        for _ in 0..<20 { open.append(try await streams.open("127.0.0.1:\(echo.port)", until: soon())) }
        let http = HTTPClient(loop: loop)
        for stream in open {
            #expect(try await http.send(HTTPRequest("GET", pages.url), until: soon()).text == "page")
            try await stream.send([3], until: soon())
            #expect(try await stream.receive(until: soon()) == [3])
        }
    }
}
