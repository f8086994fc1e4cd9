import Testing
import Topology

@testable import Clients

/// What a hostile or broken server sends.
@Suite struct BoundsTests {
    let client = HTTPClient(loop: TransferLoop())

    func soon(_ milliseconds: Int64 = 20_000) -> Moment { MonotonicClock.now() + milliseconds }

    func failure(_ url: String, byteLimit: Int = 1 << 20, deadline: Int64 = 20_000) async -> ClientError? {
        do throws(ClientError) {
            _ = try await client.send(HTTPRequest("GET", url, byteLimit: byteLimit), until: soon(deadline))
            return nil
        } catch {
            return error
        }
    }

    @Test func aGzipBombEndsAtTheBound() async {
        let bomb = GzipBomb.bytes(unpacked: 300 << 20)
        #expect(bomb.count < 2 << 20)
        let server = TinyServer(answering: { connection, _ in
            connection.answer(bomb, headers: ["Content-Encoding: gzip"])
        })
        let error = await failure(server.url)
        #expect(error?.code == .tooLarge)
        #expect(error?.message == "127.0.0.1:\(server.port): the answer is larger than 1048576 bytes")
    }

    @Test func aGzipBombEndsAtTheBoundOfAStreamToo() async throws {
        let bomb = GzipBomb.bytes(unpacked: 300 << 20)
        let server = TinyServer(answering: { connection, _ in
            connection.answer(bomb, headers: ["Content-Encoding: gzip"])
        })
        let answer = try await client.elements(
            HTTPRequest("GET", server.url, byteLimit: 8 << 20), at: "a[]", until: soon())
        guard case .elements(let stream) = answer else {
            Issue.record("no elements")
            return
        }
        let error = await #expect(throws: ClientError.self) { while try await stream.next() != nil {} }
        #expect(error?.code == .tooLarge)
    }

    @Test func aGoodGzipIsUnpacked() async throws {
        // "hello hello hello hello\n", written by gzip.
        let packed: [UInt8] = [
            0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x57, 0xC8, 0x40, 0x27, 0xB9, 0, 0, 0x88,
            0x59, 0x0B, 0x18, 0, 0, 0,
        ]
        let server = TinyServer(answering: { connection, _ in
            connection.answer(packed, headers: ["Content-Encoding: gzip"])
        })
        let answer = try await client.send(HTTPRequest("GET", server.url), until: soon())
        #expect(answer.text == "hello hello hello hello\n")
    }

    @Test func headersWithoutEndAreRefused() async {
        let server = TinyServer(connections: { connection, _ in
            _ = connection.request()
            connection.send("HTTP/1.1 200 OK\r\n")
            while connection.send("X-More: \(String(repeating: "x", count: 1000))\r\n") {}
        })
        let error = await failure(server.url)
        #expect(error?.code == .tooLarge)
    }

    @Test(arguments: ["SSH-2.0-OpenSSH_9.2\r\n", "\r\n\r\n", "-ERR unknown command\r\n"])
    func whatIsNoHTTPIsMalformed(_ greeting: String) async {
        let server = TinyServer(connections: { connection, _ in
            _ = connection.request()
            connection.send(greeting)
        })
        let error = await failure(server.url)
        #expect(error?.code == .malformed || error?.code == .connectionLost, "\(String(describing: error))")
    }

    @Test func anAnswerThatEndsEarlyIsTruncated() async {
        let server = TinyServer(connections: { connection, _ in
            _ = connection.request()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")
        })
        let error = await failure(server.url)
        #expect(error?.code == .truncated)
        #expect(error?.message == "127.0.0.1:\(server.port): the answer ended in the middle, after 9 bytes")
    }

    @Test func aConnectionThatClosesWithoutAWordIsLost() async {
        let server = TinyServer(connections: { connection, _ in _ = connection.request() })
        let error = await failure(server.url)
        #expect(error?.code == .connectionLost)
    }

    @Test func anAnswerThatDripsEndsAtTheDeadline() async {
        let server = TinyServer(connections: { connection, _ in
            _ = connection.request()
            connection.send("HTTP/1.1 200 OK\r\n\r\nbeginning")
            connection.awaitClose()
        })
        let error = await failure(server.url, deadline: 200)
        #expect(error?.code == .timeout)
        #expect(error?.message.hasSuffix("9 bytes so far") == true, "\(error?.message ?? "")")
    }

    @Test func aCancelledCallLetsGoOfItsConnectionAtOnce() async throws {
        let (arrived, gone) = (Signal(), Signal())
        let server = TinyServer(connections: { connection, _ in
            _ = connection.request()
            arrived.raise()
            connection.awaitClose()
            gone.raise()
        })
        let call = Task { try await client.send(HTTPRequest("PUT", server.url), until: soon(60_000)) }
        await arrived.wait()
        call.cancel()
        let error = await #expect(throws: ClientError.self) { try await call.value }
        #expect(error?.code == .cancelled)
        #expect(error?.mayHaveBeenSent == true)
        await gone.wait()
    }

    @Test func aCallThatIsCancelledBeforeItStartsDoesNotStart() async {
        let server = TinyServer(answering: { connection, _ in connection.answer("") })
        let call = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await client.send(HTTPRequest("GET", server.url), until: soon())
        }
        let error = await #expect(throws: ClientError.self) { try await call.value }
        #expect(error?.code == .cancelled)
    }
}
