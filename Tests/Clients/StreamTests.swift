import Testing
import Topology

@testable import Clients

@Suite struct StreamTests {
    let client = HTTPClient(loop: TransferLoop())

    func soon(_ milliseconds: Int64 = 10_000) -> Moment { MonotonicClock.now() + milliseconds }

    func open(
        _ server: TinyServer, until deadline: Moment? = nil, idleMs: Int64? = nil
    ) async throws -> HTTPStream {
        let request = HTTPRequest("GET", server.url, byteLimit: .max)
        guard case .stream(let stream) = try await client.stream(request, until: deadline, idleMs: idleMs) else {
            throw ClientError(.malformed, "no stream")
        }
        return stream
    }

    @Test func theHeadComesBeforeTheFirstByteAndChunksAsTheyAreSent() async throws {
        let (opened, first) = (Signal(), Signal())
        let gates = (Gate(), Gate())
        let server = TinyServer(connections: { connection, _ in
            _ = connection.request()
            connection.send("HTTP/1.1 200 OK\r\nX-Index: 7\r\nTransfer-Encoding: chunked\r\n\r\n")
            gates.0.waitBlocking()
            connection.send("3\r\none\r\n")
            gates.1.waitBlocking()
            connection.send("3\r\ntwo\r\n0\r\n\r\n")
        })
        let stream = try await open(server)
        #expect(stream.head.header("x-index") == "7")
        opened.raise()
        gates.0.open()
        #expect(try await stream.next() == Array("one".utf8))
        first.raise()
        gates.1.open()
        #expect(try await stream.next() == Array("two".utf8))
        #expect(try await stream.next() == nil)
        #expect(try await stream.next() == nil)
    }

    @Test func silenceEndsAWatch() async throws {
        let server = TinyServer(connections: { connection, _ in
            _ = connection.request()
            connection.send("HTTP/1.1 200 OK\r\n\r\nfirst")
            connection.awaitClose()
        })
        let stream = try await open(server, idleMs: 200)
        #expect(try await stream.next() == Array("first".utf8))
        let began = MonotonicClock.now()
        let error = await #expect(throws: ClientError.self) { try await stream.next() }
        #expect(error?.code == .timeout)
        #expect(error?.message == "127.0.0.1:\(server.port): nothing was heard for 200 ms")
        #expect(MonotonicClock.now() - began < 20_000)
    }

    @Test func whatIsSentWhileNobodyReadsIsAllThere() async throws {
        let size = 20 << 20
        let server = TinyServer(connections: { connection, _ in
            _ = connection.request()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
            let block = (0..<(1 << 16)).map { UInt8(truncatingIfNeeded: $0) }
            for _ in 0..<(size >> 16) { connection.send(block) }
        })
        let stream = try await open(server, until: soon(30_000))
        var (count, wrong) = (0, 0)
        while let chunk = try await stream.next() {
            if chunk.first != UInt8(truncatingIfNeeded: count) { wrong += 1 }
            count += chunk.count
        }
        #expect(count == size)
        #expect(wrong == 0)
    }

    @Test func lettingGoEndsTheCall() async throws {
        let gone = Signal()
        let server = TinyServer(connections: { connection, _ in
            _ = connection.request()
            connection.send("HTTP/1.1 200 OK\r\n\r\nfirst")
            connection.awaitClose()
            gone.raise()
        })
        do {
            let stream = try await open(server)
            #expect(try await stream.next() == Array("first".utf8))
        }
        await gone.wait()
    }

    @Test func whoWaitsForAChunkIsCancelled() async throws {
        let server = TinyServer(connections: { connection, _ in
            _ = connection.request()
            connection.send("HTTP/1.1 200 OK\r\n\r\n")
            connection.awaitClose()
        })
        let stream = try await open(server)
        let reading = Task { try await stream.next() }
        reading.cancel()
        let error = await #expect(throws: ClientError.self) { try await reading.value }
        #expect(error?.code == .cancelled)
    }

    @Test func aThreadEndsWithItsLoopAndAnotherLoopLives() async throws {
        let server = TinyServer(answering: { connection, _ in connection.answer("a") })
        for _ in 0..<20 {
            let client = HTTPClient(loop: TransferLoop())
            #expect(try await client.send(HTTPRequest("GET", server.url), until: soon()).text == "a")
        }
        #expect(try await client.send(HTTPRequest("GET", server.url), until: soon()).text == "a")
    }
}
