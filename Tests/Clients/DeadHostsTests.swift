import Glibc
import Testing
import Topology

@testable import Clients

/// In an incident most hosts are dead, each in its own way: those that live are on time.
@Suite struct DeadHostsTests {
    func soon(_ milliseconds: Int64) -> Moment { MonotonicClock.now() + milliseconds }

    /// A listening socket whose backlog is full: who connects to it waits.
    final class Swallower {
        let port: Int
        private var sockets: [Int32]

        init() {
            let listener = TinyServer.listen(backlog: 0)
            port = TinyServer.port(of: listener)
            sockets = [listener]
            var address = TinyServer.loopback(port: port)
            for _ in 0..<4 {
                let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
                _ = withUnsafePointer(to: &address) {
                    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                    }
                }
                sockets.append(socket)
            }
        }

        deinit { for socket in sockets { close(socket) } }
    }

    /// Makes dead calls, then live ones; the live all end well before any dead one does.
    func race(_ client: HTTPClient, dead: [String], live: [String]) async {
        let ended = Counter()
        let deadline = soon(120_000)
        let calls = dead.map { url in
            Task {
                let error = await #expect(throws: ClientError.self) {
                    try await client.send(HTTPRequest("PUT", url), until: deadline)
                }
                ended.add()
                #expect(error?.code == .cancelled, "\(String(describing: error))")
                #expect(error?.mayHaveBeenSent == false)
            }
        }
        await withTaskGroup(of: Void.self) { group in
            for url in live {
                group.addTask {
                    let answer = try? await client.send(HTTPRequest("GET", url), until: deadline)
                    #expect(answer?.text == "live")
                }
            }
        }
        #expect(ended.value == 0)
        for call in calls { call.cancel() }
        for call in calls { await call.value }
        #expect(MonotonicClock.now() < deadline)
    }

    @Test func everyLiveHostAnswersWhileOthersSwallowConnections() async {
        let dead = (0..<120).map { _ in Swallower() }
        let server = TinyServer(answering: { connection, _ in connection.answer("live") })
        await race(
            HTTPClient(loop: TransferLoop()), dead: dead.map { "http://127.0.0.1:\($0.port)" },
            live: Array(repeating: server.url, count: 80))
        withExtendedLifetime(dead) {}
    }

    @Test func everyLiveNameAnswersWhileOthersAreNotResolved() async {
        let stuck = Gate()
        let resolver = NameResolver(lookup: { host in
            if host.hasPrefix("dead") { stuck.waitBlocking() }
            return .addresses(["127.0.0.1"])
        })
        defer { stuck.open() }
        let server = TinyServer(answering: { connection, _ in connection.answer("live") })
        let port = server.port
        await race(
            HTTPClient(loop: TransferLoop(trace: nil, resolver: resolver)),
            dead: (0..<40).map { "http://dead\($0).example:\(port)" },
            live: (0..<20).map { "http://live\($0).example:\(port)" })
    }

    @Test func aHostThatSwallowsConnectionsTimesOutConnecting() async {
        let dead = Swallower()
        let client = HTTPClient(loop: TransferLoop())
        for request in [
            HTTPRequest("PUT", "http://127.0.0.1:\(dead.port)"),
            HTTPRequest("GET", "http://127.0.0.1:\(dead.port)", connectTimeoutMs: 50),
        ] {
            let error = await #expect(throws: ClientError.self) {
                try await client.send(request, until: soon(request.kind == .write ? 200 : 60_000))
            }
            #expect(error?.code == .timeout)
            #expect(error?.message.hasPrefix("127.0.0.1:\(dead.port): connect timed out after ") == true)
            #expect(error?.mayHaveBeenSent == false)
        }
        withExtendedLifetime(dead) {}
    }

    @Test func aNameThatIsNotResolvedIsToldFromOneThatIsNotResolvedInTime() async {
        let stuck = Gate()
        let resolver = NameResolver(lookup: { host in
            if host.hasPrefix("dead") { stuck.waitBlocking() }
            return .failure("no such name", isFinal: true)
        })
        defer { stuck.open() }
        let client = HTTPClient(loop: TransferLoop(trace: nil, resolver: resolver))
        let late = await #expect(throws: ClientError.self) {
            try await client.send(HTTPRequest("GET", "http://dead.example:1/"), until: soon(100))
        }
        #expect(late?.code == .nameNotResolved)
        #expect(late?.message.hasPrefix("dead.example:1: the name dead.example was not resolved within ") == true)
        let none = await #expect(throws: ClientError.self) {
            try await client.send(HTTPRequest("GET", "http://none.example:1/"), until: soon(60_000))
        }
        #expect(none?.message == "none.example:1: the name none.example was not resolved: no such name")
    }
}
