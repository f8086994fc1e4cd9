import Testing
import Topology

@testable import Clients

@Suite struct ElementStreamTests {
    let client = HTTPClient(loop: TransferLoop())

    func soon(_ milliseconds: Int64 = 20_000) -> Moment { MonotonicClock.now() + milliseconds }

    /// A Eureka-like document of so many instances.
    static func document(_ count: Int) -> String {
        let instances = (0..<count).map {
            #"{"instanceId":"i\#($0)","status":"UP","pad":"\#(String(repeating: "p", count: 200))"}"#
        }
        return #"{"applications":{"apps__hashcode":"UP_\#(count)_","application":[{"name":"A","instance":["#
            + instances.joined(separator: ",") + "]}]}}"
    }

    @Test func elementsComeInOrderAndTheSummaryAfterwards() async throws {
        let document = Self.document(20_000)
        let server = TinyServer(answering: { connection, _ in connection.answer(document) })
        let answer = try await client.elements(
            HTTPRequest("GET", server.url), at: "applications.application[].instance[]", until: soon())
        guard case .elements(let stream) = answer else {
            Issue.record("no elements")
            return
        }
        var next = 0
        while let batch = try await stream.next() {
            try batch.forEach { value, fields in
                if value["instanceId"]?.string != "i\(next)" || fields["name"] != "A" {
                    Issue.record("wrong at \(next)")
                }
                next += 1
            } fault: {
                Issue.record("\($0)")
            }
        }
        let summary = await stream.summary()
        #expect(next == 20_000)
        #expect(summary.elements == 20_000)
        #expect(summary.bytes == document.utf8.count)
        #expect(summary.fields.first(prefix: "apps") == "UP_20000_")
        #expect(summary.namesFound == 3)
        #expect(summary.timings.total > 0)
    }

    @Test func aRefusalIsAnAnswer() async throws {
        let server = TinyServer(answering: { connection, _ in connection.answer("warming", status: "403 Forbidden") })
        let answer = try await client.elements(HTTPRequest("GET", server.url), at: "a[]", until: soon())
        guard case .answer(let response) = answer else {
            Issue.record("not an answer")
            return
        }
        #expect(response.status == 403)
        #expect(response.text == "warming")
    }

    @Test func whatIsNotReadIsNotTakenFromTheNetwork() async throws {
        let sent = Counter()
        let stuck = Signal()
        let server = TinyServer(connections: { connection, _ in
            _ = connection.request()
            connection.giveUpSending(afterMilliseconds: 300)
            connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"a\":[0")
            let element = Array(",{\"name\":\"".utf8) + [UInt8](repeating: 120, count: 1 << 16) + Array("\"}".utf8)
            while sent.value < 256 << 20, connection.send(element) { sent.add(element.count) }
            stuck.raise()
            connection.awaitClose()
        })
        let answer = try await client.elements(
            HTTPRequest("GET", server.url, byteLimit: 1 << 30), at: "a[]", until: soon(60_000))
        guard case .elements(let stream) = answer else {
            Issue.record("no elements")
            return
        }
        _ = try await stream.next()
        // The sender stands still once the pipe is full: eight batches here and what the sockets hold.
        await stuck.wait()
        #expect(sent.value < 32 << 20)
        stream.cancel()
        let error = await #expect(throws: ClientError.self) {
            while try await stream.next() != nil {}
        }
        #expect(error?.code == .cancelled)
    }

    @Test func aDocumentThatEndsInTheMiddleIsTruncatedButWhatCameIsGood() async throws {
        let document = String(Self.document(100).dropLast(40))
        let server = TinyServer(answering: { connection, _ in connection.answer(document) })
        guard
            case .elements(let stream) = try await client.elements(
                HTTPRequest("GET", server.url), at: "applications.application[].instance[]", until: soon())
        else { return }
        var count = 0
        let error = await #expect(throws: ClientError.self) {
            while let batch = try await stream.next() { count += batch.count }
        }
        #expect(error?.code == .truncated)
        #expect(error?.message.hasPrefix("127.0.0.1:\(server.port): the JSON ended in the middle") == true)
        #expect(count == 99)
    }
}
