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

    @Test func everyLiveHostIsOnTimeWhileOthersSwallowConnections() async throws {
        let client = HTTPClient(loop: TransferLoop())
        let dead = (0..<120).map { _ in Swallower() }
        let server = TinyServer(answering: { connection, _ in connection.answer("live") })
        let url = server.url
        let deadline = soon(1_500)
        await withTaskGroup(of: Void.self) { group in
            for port in dead.map(\.port) {
                group.addTask {
                    let error = await #expect(throws: ClientError.self) {
                        try await client.send(HTTPRequest("PUT", "http://127.0.0.1:\(port)"), until: deadline)
                    }
                    #expect(error?.code == .timeout)
                    #expect(error?.message.hasPrefix("127.0.0.1:\(port): connect timed out after ") == true)
                    #expect(error?.mayHaveBeenSent == false)
                }
            }
            for _ in 0..<80 {
                group.addTask {

                    let answer = try? await client.send(HTTPRequest("GET", url), until: deadline)
                    #expect(answer?.text == "live")

                }
            }
        }
        #expect(MonotonicClock.now() - deadline < 1_000)
        withExtendedLifetime(dead) {}
    }

    @Test func everyLiveNameIsOnTimeWhileOthersAreNotResolved() async throws {
        let stuck = Gate()
        let resolver = NameResolver(lookup: { host in
            if host.hasPrefix("dead") { stuck.waitBlocking() }
            return host.hasPrefix("none") ? .failure("no such name", isFinal: true) : .addresses(["127.0.0.1"])
        })
        defer { stuck.open() }
        let client = HTTPClient(loop: TransferLoop(trace: nil, resolver: resolver))
        let server = TinyServer(answering: { connection, _ in connection.answer("live") })
        let port = server.port
        let deadline = soon(1_500)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask {
                    let error = await #expect(throws: ClientError.self) {
                        try await client.send(
                            HTTPRequest("PUT", "http://dead\(number).example:\(port)"), until: deadline)
                    }
                    #expect(error?.code == .nameNotResolved)
                    #expect(error?.mayHaveBeenSent == false)
                }
            }
            group.addTask {
                let error = await #expect(throws: ClientError.self) {
                    try await client.send(HTTPRequest("GET", "http://none.example:\(port)"), until: deadline)
                }
                #expect(
                    error?.message
                        == "none.example:\(port): the name none.example was not resolved: no such name")
            }
            for number in 0..<20 {
                group.addTask {

                    let answer = try? await client.send(
                        HTTPRequest("GET", "http://live\(number).example:\(port)"), until: deadline)
                    #expect(answer?.text == "live")

                }
            }
        }
        #expect(MonotonicClock.now() - deadline < 1_000)
    }
}
