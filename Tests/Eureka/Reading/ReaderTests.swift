import Contract
import Serving
import Testing
import Topology

@testable import Eureka

@Suite("Reading a server")
struct ReaderTests {
    private func two() -> [StubInstance] {
        [StubInstance(), StubInstance(app: "ORDER", id: "h2:order:80", host: "10.2.0.1", hostName: "h2", port: 80)]
    }

    private func path(_ calls: [String]) -> [String] { calls.filter { $0.contains("/apps") } }

    @Test("all of it, then what changed, then that nothing did")
    func polls() async throws {
        let server = try StubServer(two())
        let reader = reader(of: server)
        let first = try await reader.next(until: soon())
        #expect(first.name == "reset")
        #expect(first.states("payment") == ["h1:payment:8080": .up])
        #expect(first.states("order") == ["h2:order:80": .up])
        #expect(first.observation.node?.reads == ["apps", "delta", "status", "dashboard"])
        #expect(first.fact("self-preservation") == "not active: 8 renewals last minute, threshold 4")

        #expect(try await reader.next(until: soon()).name == "confirmed")
        server.set { state in
            state.instances[0].own = "DOWN"
            state.instances[0].updated += 1
            state.delta = [state.instances[0]].document(hash: state.instances.hash)
        }
        let second = try await reader.next(until: soon())
        #expect(second.name == "changes")
        #expect(second.observation.services.count == 1)
        #expect(second.states("payment") == ["h1:payment:8080": .down])
        #expect(try await reader.next(until: soon()).name == "confirmed", "a delta repeats for three minutes")
        #expect(
            path(server.asked) == [
                "GET /eureka/apps", "GET /eureka/apps/delta", "GET /eureka/apps/delta", "GET /eureka/apps/delta",
            ])
        let headers = server.read { $0.headers["/eureka/apps"] ?? [] }
        #expect(headers.first(header: "accept") == "application/json")
        #expect(headers.first(header: "accept-encoding")?.contains("gzip") == true)
    }

    @Test("an instance that leaves takes its service with it")
    func leaves() async throws {
        let server = try StubServer(two())
        let reader = reader(of: server)
        _ = try await reader.next(until: soon())
        server.set { state in
            var gone = state.instances.removeLast()
            gone.action = "DELETED"
            gone.updated += 1
            state.delta = [gone].document(hash: state.instances.hash)
        }
        #expect(try await reader.next(until: soon()).service("order") == [])
    }

    @Test("a delta whose hash code does not fit is followed by all of it, at once")
    func mismatch() async throws {
        let server = try StubServer(two())
        let reader = reader(of: server)
        _ = try await reader.next(until: soon())
        server.set { state in
            state.instances[0].own = "DOWN"
            state.instances[0].updated += 1
        }
        let reading = try await reader.next(until: soon())
        #expect(reading.name == "changes")
        #expect(reading.states("payment") == ["h1:payment:8080": .down])
        #expect(path(server.asked).suffix(2) == ["GET /eureka/apps/delta", "GET /eureka/apps"])
        _ = try await reader.next(until: soon())
        #expect(path(server.asked).last == "GET /eureka/apps/delta")
    }

    @Test("a server without deltas is read in full", arguments: [403, 404])
    func noDelta(status: Int) async throws {
        let server = try StubServer(two())
        server.set { $0.answers["/eureka/apps/delta"] = ServerResponse(status: status) }
        let reader = reader(of: server)
        _ = try await reader.next(until: soon())
        #expect(try await reader.next(until: soon()).name == "confirmed")
        #expect(try await reader.next(until: soon()).name == "confirmed")
        #expect(path(server.asked).count { $0 == "GET /eureka/apps/delta" } == 1)
        #expect(path(server.asked).count { $0 == "GET /eureka/apps" } == 3)
    }

    @Test("with `delta: false` no delta is asked for; after the window of deltas everything is read")
    func window() async throws {
        let server = try StubServer(two())
        let off = reader(of: server, own: ["delta": .boolean(false)])
        _ = try await off.next(until: soon())
        _ = try await off.next(until: soon())
        #expect(path(server.asked) == ["GET /eureka/apps", "GET /eureka/apps"])

        let clock = TestClock()
        let late = reader(of: server, clock: clock)
        _ = try await late.next(until: soon())
        clock.advance(200_000)
        _ = try await late.next(until: soon(260))
        #expect(path(server.asked) == Array(repeating: "GET /eureka/apps", count: 4))
    }

    @Test("one spoilt instance and one spoilt application spoil themselves alone, and are named")
    func partial() async throws {
        let server = try StubServer(two())
        let reader = reader(of: server)
        _ = try await reader.next(until: soon())
        let good = two()
        let bad = #"{"instanceId":"bad\u001b[2J","hostName":"h","app":"PAYMENT","port":"x"}"#
        server.set { state in
            state.delta = [].document(hash: "UP_99_")
            state.cached = """
                {"applications":{"versions__delta":"1","apps__hashcode":"UP_4_","application":[
                {"name":"PAYMENT","instance":[\(good[0].json),\(bad)]},
                {"name":"ORDER","instance":"oops"},
                {"name":"SEARCH","instance":{"instanceId":"s1","hostName":"s1","app":"SEARCH","port":{"$":1},"status":"UP"}}
                ]}}
                """
        }
        let reading = try await reader.next(until: soon())
        #expect(reading.name == "partial")
        #expect(reading.states("search") == ["s1": .up])
        #expect(reading.service("payment") == nil, "its good instance did not change")
        #expect(reading.states("order") == ["h2:order:80": .unknown], "what cannot be read is kept, and not up")
        #expect(reading.faults.compactMap(\.service?.name).sorted() == ["order", "payment"])
        #expect(reading.faults.allSatisfy { !$0.message.contains("\u{1b}") })
        server.set { $0.cached = nil }
        #expect(try await reader.next(until: soon()).states("order") == ["h2:order:80": .up])
    }

    @Test("the first answer replaces all, also with faults that name their service")
    func partialFirst() async throws {
        let server = try StubServer()
        server.set { state in
            state.cached = """
                {"applications":{"versions":1,"apps_hashcode":"UP_1_","application":{"name":"A","instance":{"app":"A"}}}}
                """
        }
        #expect(try await reader(of: server).next(until: soon()).name == "partial, all")
    }

    @Test("bare objects in place of arrays, an empty registry, an escape of its own in the hash code's name")
    func shapes() async throws {
        let server = try StubServer()
        let one = StubInstance()
        server.set { state in
            state.cached =
                #"{"applications":{"versions_delta":1,"apps_hashcode":"UP_1_","application":"#
                + #"{"name":"PAYMENT","instance":\#(one.json)}}}"#
            state.delta = #"{"applications":{"versions_delta":1,"apps_hashcode":"UP_1_"}}"#
        }
        let reader1 = reader(of: server)
        #expect(try await reader1.next(until: soon()).states("payment") == [one.id: .up])
        #expect(try await reader1.next(until: soon()).name == "confirmed")
        #expect(path(server.asked).last == "GET /eureka/apps/delta", "the hash code was found and fits")
        server.set { $0.cached = #"{"applications":{"versions__delta":"1","apps__hashcode":"","application":[]}}"# }
        let empty = try await reader(of: server).next(until: soon())
        #expect(empty.name == "reset")
        #expect(empty.observation.services.isEmpty)
    }

    @Test("servers that it names: without credentials, each once, itself not")
    func named() async throws {
        let server = try StubServer(two())
        server.set { state in
            state.peers = [
                "http://user:secret@eureka-b:8762/eureka/", "http://eureka-b:8762/eureka", "\(server.url)/",
                "http://10.3.0.5:8763/eureka/",
            ]
        }
        let facts = try await reader(of: server).next(until: soon()).observation.node
        #expect(facts?.named.map(\.address) == ["http://eureka-b:8762/eureka", "http://10.3.0.5:8763/eureka"])
        #expect(facts?.named.map(\.host) == ["eureka-b", "10.3.0.5"])
    }

    @Test("a dashboard that hangs delays nothing, one that is missing is missing from what can be read")
    func dashboard() async throws {
        let server = try StubServer(two())
        server.set { $0.answers["/"] = ServerResponse(status: 404) }
        let facts = try await reader(of: server).next(until: soon()).observation.node
        #expect(facts?.reads == ["apps", "delta", "status"])
        #expect(facts?.facts.isEmpty == true)
        server.set { state in
            state.answers = [:]
            state.hangs = ["/"]
        }
        let clock = ContinuousClock()
        let began = clock.now
        let late = try await reader(of: server).next(until: soon(600)).observation.node
        #expect(late?.reads == ["apps", "delta", "status"])
        #expect(clock.now - began < .seconds(300), "it did not wait for the deadline")
    }

    @Test("self-preservation that is active is told as a warning")
    func preserved() async throws {
        let server = try StubServer(two())
        server.set { $0.dashboard = (threshold: 6, renewals: 4) }
        let facts = try await reader(of: server).next(until: soon()).observation.node?.facts
        #expect(facts?.first?.severity == .warning)
        #expect(facts?.first?.value == "active, no lease is evicted: 4 renewals last minute, threshold 6")
    }
}
