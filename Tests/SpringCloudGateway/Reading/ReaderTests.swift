import Contract
import Serving
import Testing
import Topology

@testable import SpringCloudGateway

@Suite("Reading a gateway", .timeLimit(.minutes(2)))
struct ReaderTests {
    private let a = FakeDefinition("provider-a")
    private let b = FakeDefinition("provider-b")

    private func fact(_ label: String, _ reading: Reading) -> String? {
        reading.observation.node?.facts.first { $0.label == label }?.value
    }

    private func notes(_ reading: Reading) -> [RouteNote] {
        reading.observation.node?.own?.value(as: GatewayNotes.self)?.notes ?? []
    }

    @Test("the first answer is all of it; the next tell what changed, and always what was counted")
    func first() async throws {
        let gateway = try FakeGateway(files: [a, b])
        gateway.set { state in
            state.version = "2.1"
            state.metrics =
                "process_start_time_seconds 7\nspring_cloud_gateway_requests_seconds_count{routeId=\"provider-a\"} 5\n"
        }
        let reader = reader(of: gateway)
        let first = try await reader.next(until: soon())
        #expect(first.name == "reset")
        #expect(first.observation.routes?.map(\.weight) == [80, 20])
        #expect(first.observation.routes?.map(\.zone) == ["zone-a", "zone-b"])
        #expect(first.observation.node?.serverVersion == "2.1")
        #expect(first.observation.node?.reads == ["routes", "definitions", "counters", "health"])
        #expect(first.observation.counters?.epoch == "7.0")
        #expect(first.observation.counters?.counters["provider-a"]?.requests == 5)
        #expect(first.observation.counters?.counters["provider-b"] == TrafficCounter(), "counted, and none so far")
        #expect(notes(first).isEmpty)
        gateway.restart()
        let second = try await reader.next(until: soon())
        #expect(second.name == "changes")
        #expect(second.observation.node == nil, "another lambda is no change")
        #expect(second.observation.routes == first.observation.routes)
    }

    @Test("only what is asked for is sent, by a server that knows how; one that does not is read whole")
    func filter() async throws {
        let gateway = try FakeGateway(files: [a])
        gateway.set { state in
            state.metrics = "gateway_requests_seconds_count{routeId=\"provider-a\"} 5\n"
            state.answers["/actuator/prometheus"] = nil
        }
        let reader = reader(of: gateway)
        #expect(try await reader.next(until: soon()).observation.counters?.counters["provider-a"]?.requests == 5)
        let asked = gateway.read(\.asked).filter { $0.contains("prometheus") }
        #expect(asked.count == 1 && asked[0].contains("includedNames=spring_cloud_gateway_requests_seconds,"))
        // A server that takes the filter for another, and answers it with nothing.
        gateway.set { $0.metrics = "jvm_threads 1\n" }
        _ = try await reader.next(until: soon())
        #expect(gateway.read(\.asked).filter { $0.contains("prometheus") }.count == 3)
    }

    @Test("where a route is defined is said only where it is proven")
    func places() async throws {
        let gateway = try FakeGateway(files: [a], memory: [b])
        gateway.set { state in
            state.code = ["{\"route_id\":\"own\",\"uri\":\"http://h\",\"predicate\":\"Paths: [/own]\"}"]
            state.environment = """
                {"propertySources":[{"name":"commandLineArgs","properties":{"spring.cloud.gateway.server.webflux.routes[0].id":
                {"value":"provider-a"}}},{"name":"file","properties":{"spring.cloud.gateway.server.webflux.routes[0].id":{"value":"provider-b"}}}]}
                """
        }
        let routes = try #require(try await reader(of: gateway).next(until: soon()).observation.routes)
        #expect(routes.map(\.definedIn) == [.properties, nil, .code])
        gateway.set {
            $0.environment = $0.environment.map { _ in
                "{\"propertySources\":[{\"properties\":{\"spring.cloud.gateway.routes[0].id\":{\"value\":\"******\"}}}]}"
            }
        }
        let masked = try #require(try await reader(of: gateway).next(until: soon()).observation.routes)
        #expect(masked.map(\.definedIn) == [nil, nil, .code])
    }

    @Test("a route posted later is not taken for the program's own")
    func later() async throws {
        let gateway = try FakeGateway(files: [a])
        let reader = reader(of: gateway)
        _ = try await reader.next(until: soon())
        gateway.set { $0.memory = [FakeDefinition("provider-b")] }
        gateway.refresh()
        let next = try await reader.next(until: soon())
        #expect(next.observation.routes?.map(\.definedIn) == [nil, nil])
    }

    @Test("an actuator that is closed is said so, with everything that still works")
    func closed() async throws {
        let gateway = try FakeGateway(files: [a, b])
        gateway.set { state in
            for path in ["gateway/routes", "gateway/routedefinitions", "prometheus", "env", "info"] {
                state.answers["/actuator/\(path)"] = ServerResponse(status: 404)
            }
        }
        let reader = reader(of: gateway)
        let reading = try await reader.next(until: soon())
        #expect(reading.name == "partial")
        #expect(reading.observation.routes == nil && reading.observation.counters == nil)
        #expect(reading.faults.count == 1 && reading.faults[0].contains("exposure.include"))
        #expect(reading.observation.node?.reads == ["health"])
        #expect(fact("routes", reading)?.contains("404") == true)
        #expect(fact("health", reading) == "UP")
        gateway.set { $0.answers = [:] }
        #expect(try await reader.next(until: soon()).observation.routes?.count == 2, "it may be opened")
    }

    @Test(
        "refusals, errors and strangers",
        arguments: [(401, "refused"), (403, "refused"), (404, "malformed"), (500, "malformed"), (302, "malformed")])
    func refused(status: Int, code: String) async throws {
        let gateway = try FakeGateway(files: [a])
        gateway.set { state in
            for path in ["gateway/routes", "gateway/routedefinitions", "prometheus", "env", "info", "health"] {
                state.answers["/actuator/\(path)"] = ServerResponse(status: status)
            }
        }
        do {
            let reading = try await reader(of: gateway).next(until: soon())
            Issue.record("answered \(reading.name)")
        } catch {
            #expect(error.code.rawValue == code)
            #expect(error.message.contains("HTTP \(status)"))
        }
    }

    @Test("401 for the routes alone is partial")
    func partlyRefused() async throws {
        let gateway = try FakeGateway(files: [a])
        gateway.set { $0.answers["/actuator/gateway/routes"] = ServerResponse(status: 401) }
        let reading = try await reader(of: gateway).next(until: soon())
        #expect(reading.name == "partial" && reading.faults[0].contains("credentials"))
    }

    @Test("a node that is dead, and one that never answers")
    func silent() async throws {
        let gateway = try FakeGateway(files: [a])
        let reader = reader(of: gateway)
        gateway.set { $0.hangs = ["/actuator/gateway/routes"] }
        await #expect(throws: ReadError.self) { try await reader.next(until: soon(milliseconds: 500)) }
        gateway.refuse()
        await #expect(throws: ReadError.self) { try await reader.next(until: soon()) }
        try gateway.listen()
        gateway.set { $0.hangs = ["/actuator/prometheus", "/actuator/env", "/actuator/gateway/routedefinitions"] }
        let slow = try await reader.next(until: soon(milliseconds: 1500))
        #expect(slow.observation.routes?.count == 1, "what is slow beside it keeps nothing from being shown")
    }

    @Test("malformed documents: the good routes are kept, the rest is said")
    func malformed() async throws {
        let gateway = try FakeGateway(files: [a])
        func answering(_ text: String) async throws -> Reading {
            gateway.set { $0.answers["/actuator/gateway/routes"] = FakeGateway.json(text) }
            return try await reader(of: gateway).next(until: soon())
        }
        let some = try await answering("[{\"route_id\":\"x\",\"uri\":\"http://h\"},7]")
        #expect(some.name == "partial" && some.observation.routes?.map(\.id) == ["x"] && some.faults.count == 1)
        for text in ["<html>", "", "{\"status\":404}", "[[[[[[", "{\"a\":[", "nul\u{0}", "7"] {
            let none = try await answering(text)
            #expect(none.name == "partial" && none.observation.routes == nil, "\(text)")
            #expect(!none.faults.isEmpty)
        }
        let deep = String(repeating: "[", count: 100_000)
        #expect(try await answering("[\(deep)").observation.routes == nil)
        #expect(try await answering("[]").observation.routes == [])
    }

    @Test("a body without end is cut off at its bound", .timeLimit(.minutes(2)))
    func endless() async throws {
        let gateway = try FakeGateway(files: [a])
        let junk = Array(String(repeating: "x", count: 65_536).utf8)
        gateway.set { state in
            state.answers["/actuator/gateway/routedefinitions"] = ServerResponse(
                body: .stream(length: nil) { _, most in Array(junk.prefix(most)) })
            state.answers["/actuator/prometheus"] = ServerResponse(
                body: .stream(length: nil) { _, most in Array(junk.prefix(most)) })
        }
        let reading = try await reader(of: gateway).next(until: soon())
        #expect(reading.observation.routes?.count == 1)
        #expect(reading.observation.counters == nil)
        #expect(
            fact("definitions", reading)?.contains("larger") == true
                || fact("definitions", reading)?.contains("bound") == true)
    }

    @Test("a definition that cannot be bound is found out, and one that only waits for its refresh is given the time")
    func unbindable() async throws {
        let gateway = try FakeGateway(files: [a, b])
        let reader = reader(of: gateway)
        _ = try await reader.next(until: soon())
        let bad =
            "{\"id\":\"bad\",\"predicates\":[{\"name\":\"Weight\",\"args\":{\"group\":\"g\",\"weight\":\"1\"}}],\"uri\":\"http://h\"}"
        gateway.set { state in
            state.memory = [FakeDefinition(text: bad)].compactMap { $0 }
        }
        gateway.refresh()
        let found = try await SpringCloudGatewayTests.reader(of: gateway).next(until: soon())
        let note = try #require(notes(found).first)
        #expect(note.subject == "route bad" && note.severity == .bad && note.text.contains("not loaded"))
        #expect(found.observation.routes?.count == 2)
    }

    @Test("duplicates, shadows, empty groups and weights in the wrong place are noted")
    func noted() async throws {
        let gateway = try FakeGateway(
            files: [FakeDefinition("provider-a", weight: 0), FakeDefinition("provider-b", weight: 0)],
            memory: [FakeDefinition("provider-a", weight: 0, uri: "http://elsewhere")])
        gateway.set { state in
            state.code = [
                "{\"route_id\":\"all\",\"uri\":\"http://h\",\"order\":1,\"predicate\":\"Paths: [/x/**], match trailing slash: true\"}",
                "{\"route_id\":\"one\",\"uri\":\"http://h\",\"order\":2,\"predicate\":\"(Paths: [/x/y], match trailing slash: true && Method: GET)\"}",
                "{\"route_id\":\"early\",\"uri\":\"http://h\",\"order\":3,\"predicate\":\"(Weight: w 5 && Paths: [/w])\"}",
            ]
        }
        let noted = notes(try await reader(of: gateway).next(until: soon()))
        #expect(noted.map(\.subject) == ["route provider-a", "route early", "group provider", "route one"])
        #expect(noted[3].text.contains("route all (order 1)"))
    }

    @Test("what setting a route from a file leaves is told, and no cause for alarm")
    func overridden() async throws {
        let gateway = try FakeGateway(files: [a, b], memory: [FakeDefinition("provider-a", weight: 0)])
        let reading = try await reader(of: gateway).next(until: soon())
        #expect(notes(reading).isEmpty)
        #expect(fact("on top of files", reading) == "provider-a")
        #expect(reading.observation.routes?.first.map { [$0.copies, $0.weight] } == [2, 0])
    }

    @Test("not verbose: routes are shown, and it is said that they prove nothing")
    func notVerbose() async throws {
        let gateway = try FakeGateway(files: [a, b])
        gateway.set { $0.isVerbose = false }
        let reading = try await reader(of: gateway).next(until: soon())
        #expect(reading.name == "reset")
        #expect(reading.observation.routes?.map(\.weight) == [80, 20])
        #expect(fact("actuator", reading)?.contains("verbose") == true)
    }

    @Test("the actuator's path is the estate file's to say")
    func path() async throws {
        let gateway = try FakeGateway(files: [a])
        let reading = try await reader(of: gateway, own: ["actuator": .text("manage/")]).next(until: soon())
        #expect(reading.observation.routes?.count == 1)
        #expect(gateway.read(\.asked).allSatisfy { $0.contains(" /manage/") })
        #expect(GatewaySettings.path("/a/../b") == nil && GatewaySettings.path("/a b") == nil)
        #expect(GatewaySettings.path("/") == "" && GatewaySettings.path("//x//y/") == "/x/y")
        #expect(
            GatewayAddress("http://u:p@h:1/ctx/actuator/", actuator: "/actuator")?.routes
                == "http://h:1/ctx/actuator/gateway/routes")
        #expect(GatewayAddress("https://[::1]:9/", actuator: "/m")?.health == "https://[::1]:9/m/health")
        for text in ["", "h:80", "ftp://h", "http://", "http:///x"] {
            #expect(GatewayAddress(text, actuator: "") == nil)
        }
    }

    @Test("credentials go to nodes of the file, and to others only where their host may have them")
    func credentials() async throws {
        let gateway = try FakeGateway(files: [a])
        let credentials = Credentials(user: "ops", password: Secret(reference: "x") { "p" })
        let written = source([gateway], credentials: credentials)
        var found = written
        found.discover = Discovery(source: "registry", service: "gateway")
        var trusted = found
        trusted.adoptHosts = ["127.0.0.*"]
        for (source, isSent) in [(written, true), (found, false), (trusted, true)] {
            gateway.set { $0.authorizations = [] }
            _ = try await connector.reader(of: written.nodes[0], in: source, clock: hostClock).next(until: soon())
            #expect(gateway.read(\.authorizations).allSatisfy { ($0 != nil) == isSent })
        }
    }
}
