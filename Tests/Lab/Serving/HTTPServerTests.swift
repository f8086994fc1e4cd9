import Dispatch
import Serving
import Synchronization
import Testing

@Suite struct HTTPServerTests {
    private func client(_ server: HTTPServer) -> RawClient {
        RawClient(address: server.address, port: server.port)
    }

    @Test func handlerSeesTheRequestAsItWasSent() throws {
        let seen = Mutex<ServerRequest?>(nil)
        let server = try HTTPServer { request in
            seen.withLock { $0 = request }
            return ServerResponse(
                status: 201, headers: [ServerField("X-Mine", "yes")], body: .bytes(request.body.reversed()))
        }
        let answer = try client(server).send(
            "PUT", "/a%2Fb/h1:order:8080/status?value=OUT%20X&flag&a+b=c+d",
            headers: [("X-Thing", "1"), ("x-thing", "2")],
            body: [1, 2, 3])
        #expect(answer.status == 201)
        #expect(answer.headers["x-mine"] == "yes")
        #expect(answer.body == [3, 2, 1])
        let request = try #require(seen.withLock { $0 })
        #expect(request.method == "PUT")
        #expect(request.path == "/a%2Fb/h1:order:8080/status")
        #expect(request.segments == ["a/b", "h1:order:8080", "status"])
        #expect(request.argument("value") == "OUT X")
        #expect(request.argument("flag") == "")
        #expect(request.argument("a b") == "c d")
        #expect(request.header("X-THING") == "1")
    }

    @Test func bodyBeyondTheBoundIsRefused() throws {
        let server = try HTTPServer(bodyBound: 100_000) { ServerResponse(text: "\($0.body.count)") }
        #expect(try client(server).send("POST", "/", body: Array(repeating: 7, count: 100_000)).text == "100000")
        #expect(try client(server).send("POST", "/", body: Array(repeating: 7, count: 100_001)).status == 413)
    }

    @Test func streamedBodiesAreNeverWholeInMemory() throws {
        let server = try HTTPServer { _ in
            ServerResponse(
                body: .stream(length: nil) { offset, most in
                    Array(repeating: UInt8(ascii: "x"), count: Int(min(UInt64(most), 3_000_000 - offset)))
                })
        }
        let answer = try client(server).send("GET", "/")
        #expect(answer.body.count == 3_000_000)
        #expect(!answer.truncated)
    }

    @Test func bodyThatEndsEarlyClosesTheConnection() throws {
        let server = try HTTPServer { _ in
            ServerResponse(body: .stream(length: 1000) { offset, _ in offset == 0 ? Array("half".utf8) : [] })
        }
        let answer = try client(server).send("GET", "/")
        #expect(answer.headers["content-length"] == "1000")
        #expect(answer.text == "half")
        #expect(answer.truncated)
    }

    @Test func heldRequestWaitsWithoutBlockingOthers() throws {
        let promises = Mutex<[LaterResponse]>([])
        let arrived = DispatchSemaphore(value: 0)
        let server = try HTTPServer(answeringOn: "127.0.0.1") { request in
            guard request.path == "/held" else { return .respond(ServerResponse(text: "free")) }
            let promise = LaterResponse()
            promises.withLock { $0.append(promise) }
            arrived.signal()
            return .later(promise)
        }
        let client = client(server)
        let held = try client.connect()
        try client.write(held, Array("GET /held HTTP/1.0\r\n\r\n".utf8))
        arrived.wait()
        #expect(try client.send("GET", "/").text == "free")
        promises.withLock { $0.first }?.fulfil(ServerResponse(text: "at last"))
        #expect(Self.all(held).hasSuffix("at last"))
    }

    @Test func promiseKeptBeforeTheAnswerIsAskedForIsSent() throws {
        let server = try HTTPServer(answeringOn: "127.0.0.1") { _ in
            let promise = LaterResponse()
            promise.fulfil(ServerResponse(text: "ready"))
            return .later(promise)
        }
        #expect(try client(server).send("GET", "/").text == "ready")
    }

    @Test func droppedRequestGetsNoAnswer() throws {
        let server = try HTTPServer(answeringOn: "127.0.0.1") { _ in .drop }
        #expect(throws: RawClient.Failure.noAnswer) { try client(server).send("GET", "/") }
    }

    @Test func refusingKeepsThePortAndListeningTakesItUpAgain() throws {
        let server = try HTTPServer { _ in ServerResponse(text: "here") }
        server.refuse()
        #expect(throws: RawClient.Failure.refused) { try client(server).send("GET", "/") }
        try server.listen()
        #expect(throws: ServingError.self) { try HTTPServer(port: server.port) { _ in ServerResponse() } }
        #expect(try client(server).send("GET", "/").text == "here")
    }

    @Test func stoppingEndsRequestsThatWait() throws {
        let arrived = DispatchSemaphore(value: 0)
        let server = try HTTPServer(answeringOn: "127.0.0.1") { _ in
            arrived.signal()
            return .later(LaterResponse())
        }
        let client = client(server)
        let hanging = try client.connect()
        try client.write(hanging, Array("GET / HTTP/1.0\r\n\r\n".utf8))
        arrived.wait()
        server.stop()
        #expect(Self.all(hanging) == "")
        #expect(throws: RawClient.Failure.refused) { try client.send("GET", "/") }
    }

    @Test func addressesThatAreNoneAreNamed() {
        let error = #expect(throws: ServingError.self) { try HTTPServer(address: "nowhere") { _ in ServerResponse() } }
        #expect(error?.code == .badAddress)
        #expect(error?.message.contains("nowhere") == true)
    }

    @Test func headerThatCannotBeSentIsA500() throws {
        let server = try HTTPServer { _ in ServerResponse(headers: [ServerField("X", "a\r\nb")]) }
        #expect(try client(server).send("GET", "/").status == 500)
    }

    private static func all(_ socket: Int32) -> String {
        RawClient.text(of: socket)
    }
}
