import Contract
import Serving
import Testing
import Topology

@testable import Eureka

@Suite("A server that cannot be read says why")
struct ReaderErrorTests {
    private func error(_ change: (inout StubServer.State) -> Void) async throws -> ReadError {
        let server = try StubServer([StubInstance()])
        server.set(change)
        let reader = reader(of: server)
        let error = await #expect(throws: ReadError.self) { try await reader.next(until: soon()) }
        let found = try #require(error)
        #expect(found.message.contains(server.url), "where: \(found.message)")
        #expect(!found.message.contains("\u{1b}"))
        return found
    }

    @Test("a page of HTML from a proxy")
    func html() async throws {
        let error = try await error { state in
            state.answers["/eureka/apps"] = ServerResponse(text: "<html>\u{1b}[31mlogin</html>", type: "text/html")
        }
        #expect(error.code == .malformed)
        #expect(error.message.contains("HTML"))
    }

    @Test("a redirect elsewhere is not followed, and its credentials are not shown")
    func redirect() async throws {
        let error = try await error { state in
            state.answers["/eureka/apps"] = ServerResponse(
                status: 302, headers: [ServerField("Location", "http://me:secret@sso.example/login")])
        }
        #expect(error.code == .malformed)
        #expect(error.message.contains("http://sso.example/login"))
        #expect(!error.message.contains("secret"))
    }

    @Test("wrong credentials")
    func unauthorised() async throws {
        let error = try await error { $0.user = "Basic nobody" }
        #expect(error.code == .refused)
        #expect(error.message.contains("`credentials`"))
    }

    @Test("403 while the server warms up is not a refusal; where its status page is closed too, it is")
    func forbidden() async throws {
        let warming = try await error { $0.answers["/eureka/apps"] = ServerResponse(status: 403) }
        #expect(warming.code == .notReady)
        #expect(warming.message.contains("warming up"))
        let refused = try await error { state in
            state.answers["/eureka/apps"] = ServerResponse(status: 403)
            state.answers["/eureka/status"] = ServerResponse(status: 403)
        }
        #expect(refused.code == .refused)
    }

    @Test(
        "other statuses",
        arguments: [
            (503, ReadError.Code.notReady, "overloaded"), (404, .malformed, "/eureka/v2"),
            (500, .serverError, "failed"),
        ])
    func statuses(status: Int, code: ReadError.Code, word: String) async throws {
        let error = try await error { $0.answers["/eureka/apps"] = ServerResponse(status: status) }
        #expect(error.code == code)
        #expect(error.message.contains(word))
    }

    @Test(
        "answers that are not Eureka's: cut off, other JSON, nothing",
        arguments: [#"{"applications":{"application":[{"name":"A","#, #"{"status":"ok"}"#, "", "[]", "\u{0}\u{1}"])
    func malformed(text: String) async throws {
        let error = try await error { $0.answers["/eureka/apps"] = StubServer.json(text) }
        #expect(error.code == .malformed)
    }

    @Test("a server that refuses connections, and comes back")
    func refuses() async throws {
        let server = try StubServer([StubInstance()])
        server.refuse()
        let reader = reader(of: server)
        let error = await #expect(throws: ReadError.self) { try await reader.next(until: soon()) }
        #expect(error?.code == .unreachable)
        try server.listen()
        #expect(try await reader.next(until: soon()).name == "reset")
    }

    @Test("a read that fails on the way loses nothing: the next one tells what changed meanwhile")
    func resumes() async throws {
        let server = try StubServer([StubInstance()])
        let reader = reader(of: server)
        _ = try await reader.next(until: soon())
        server.set { state in
            state.instances[0].own = "DOWN"
            state.instances[0].updated += 1
            state.delta = state.instances.document(hash: "nonsense")
            state.answers["/eureka/apps"] = ServerResponse(status: 503)
        }
        await #expect(throws: ReadError.self) { try await reader.next(until: soon()) }
        server.set { $0.answers = [:] }
        let reading = try await reader.next(until: soon())
        #expect(reading.states("payment") == ["h1:payment:8080": .down])
    }

    @Test("an address that is none")
    func address() async throws {
        let node = NodeSettings(address: "eureka")
        let source = SourceSettings(name: "r", kind: "eureka", nodes: [node])
        let reader = connector.reader(of: node, in: source, clock: TestClock().reading)
        let error = await #expect(throws: ReadError.self) { try await reader.next(until: soon()) }
        #expect(error?.code == .settings)
    }

    @Test("a basic login goes along, compressed answers are read")
    func login() async throws {
        let server = try StubServer([StubInstance()])
        server.set { $0.user = "Basic b3BzOnNlY3JldA==" }
        let credentials = Credentials(user: "ops", password: Secret(reference: "${env:P}") { "secret" })
        #expect(try await reader(of: server, credentials: credentials).next(until: soon()).name == "reset")
    }
}
