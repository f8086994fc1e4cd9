import Contract
import Glibc
import Testing
import Topology

@testable import Clients

@Suite struct HTTPClientTests {
    let client = HTTPClient(loop: TransferLoop())

    func soon(_ milliseconds: Int64 = 5_000) -> Moment { MonotonicClock.now() + milliseconds }

    @Test func aWholeAnswerWithStatusHeadersBodyAndTimings() async throws {
        let server = TinyServer(answering: { connection, _ in
            connection.answer("hello", headers: ["X-Index: 42", "Content-Type: text/plain"])
        })
        let answer = try await client.send(HTTPRequest("GET", server.url + "/a?b=c"), until: soon())
        #expect(answer.status == 200)
        #expect(answer.text == "hello")
        #expect(answer.header("x-index") == "42")
        #expect(answer.timings.total > 0)
        #expect(answer.timings.connect > 0)
        let request = try #require(server.requests.first)
        #expect(request.hasPrefix("GET /a?b=c HTTP/1.1\r\n"))
        #expect(request.lowercased().contains("accept-encoding: gzip"))
    }

    @Test func aDeadlineEndsACallAndSaysInWhichPhase() async throws {
        let server = TinyServer(connections: { connection, _ in
            _ = connection.request()
            connection.awaitClose()
        })
        let began = MonotonicClock.now()
        let error = await #expect(throws: ClientError.self) {
            try await client.send(HTTPRequest("GET", server.url), until: soon(200))
        }
        #expect(error?.code == .timeout)
        #expect(
            error?.message.hasPrefix("127.0.0.1:\(server.port): no answer after ") == true, "\(error?.message ?? "")")
        #expect(MonotonicClock.now() - began < 20_000)
    }

    @Test func aRedirectIsAnAnswer() async throws {
        let elsewhere = TinyServer(answering: { connection, _ in connection.answer("elsewhere") })
        let target = elsewhere.url
        let server = TinyServer(answering: { connection, _ in
            connection.answer("", status: "302 Found", headers: ["Location: \(target)/"])
        })
        let answer = try await client.send(HTTPRequest("GET", server.url), until: soon())
        #expect(answer.status == 302)
        #expect(answer.header("location") == target + "/")
        #expect(elsewhere.requests.isEmpty)
    }

    @Test func nobodyListens() async throws {
        let socket = TinyServer.listen(backlog: 1)
        let port = TinyServer.port(of: socket)
        close(socket)
        let error = await #expect(throws: ClientError.self) {
            try await client.send(HTTPRequest("PUT", "http://127.0.0.1:\(port)/x"), until: soon())
        }
        #expect(error?.code == .connectionRefused)
        #expect(error?.message.hasPrefix("127.0.0.1:\(port): connection refused after ") == true)
        #expect(error?.mayHaveBeenSent == false)
    }
}
