import Testing
import Topology

@testable import Clients

/// A write goes out once, and its failure says whether it may have arrived.
@Suite struct WriteTests {
    let client = HTTPClient(loop: TransferLoop())

    func soon(_ milliseconds: Int64 = 10_000) -> Moment { MonotonicClock.now() + milliseconds }

    /// Answers the first request of each connection and closes upon the second, as a server that was idle too long does.
    func forgetful() -> TinyServer {
        TinyServer(connections: { connection, server in
            guard let first = connection.request() else { return }
            server.note(first)
            if first.hasPrefix("PUT") { return }
            connection.answer("kept")
            guard let second = connection.request() else { return }
            server.note(second)
        })
    }

    @Test func aReadIsSentAgainWhereAKeptConnectionWasClosed() async throws {
        let server = forgetful()
        for _ in 0..<2 { _ = try await client.send(HTTPRequest("GET", server.url), until: soon()) }
        // The second went out on the kept connection, and again on a fresh one.
        #expect(server.requests.count == 3)
    }

    @Test func aWriteIsSentOnceAndOverAFreshConnection() async throws {
        let server = forgetful()
        _ = try await client.send(HTTPRequest("GET", server.url), until: soon())
        let error = await #expect(throws: ClientError.self) {
            try await client.send(HTTPRequest("PUT", server.url + "/status?value=OUT_OF_SERVICE"), until: soon())
        }
        #expect(error?.code == .connectionLost)
        #expect(error?.mayHaveBeenSent == true)
        #expect(server.requests.count { $0.hasPrefix("PUT") } == 1)
    }

    @Test func aWriteIsNotKeptForTheNextCall() async throws {
        let connections = Counter()
        let server = TinyServer(connections: { connection, _ in
            connections.add()
            while connection.request() != nil { connection.answer("") }
        })
        for _ in 0..<3 { _ = try await client.send(HTTPRequest("PUT", server.url), until: soon()) }
        #expect(connections.value == 3)
        for _ in 0..<3 { _ = try await client.send(HTTPRequest("GET", server.url), until: soon()) }
        #expect(connections.value == 4)
    }

    @Test func aWriteThatTimesOutMayHaveArrived() async {
        let server = TinyServer(connections: { connection, server in
            if let request = connection.request() { server.note(request) }
            connection.awaitClose()
        })
        let error = await #expect(throws: ClientError.self) {
            try await client.send(HTTPRequest("DELETE", server.url), until: soon(200))
        }
        #expect(error?.code == .timeout)
        #expect(error?.mayHaveBeenSent == true)
        #expect(server.requests.count == 1)
    }

    @Test func theBodyGoesOutAsItIs() async throws {
        let server = TinyServer(answering: { connection, _ in connection.answer("", status: "204 No Content") })
        let body = Array(#"{"a":"ü"}"#.utf8)
        let request = HTTPRequest(
            "POST", server.url, headers: [HTTPHeader("Content-Type", "application/json")], body: body)
        let answer = try await client.send(request, until: soon())
        #expect(answer.status == 204)
        let sent = try #require(server.requests.first)
        #expect(sent.hasSuffix("\r\n\r\n{\"a\":\"ü\"}"))
        #expect(sent.contains("Content-Type: application/json\r\n"))
        #expect(!sent.contains("Expect"))
    }

    @Test func aPutWithoutBodySaysSo() async throws {
        let server = TinyServer(answering: { connection, _ in connection.answer("") })
        _ = try await client.send(HTTPRequest("PUT", server.url + "/x"), until: soon())
        let sent = try #require(server.requests.first)
        #expect(sent.hasPrefix("PUT /x HTTP/1.1\r\n"))
        #expect(sent.contains("Content-Length: 0\r\n"))
        #expect(!sent.lowercased().contains("content-type"))
    }
}
