import Contract
import Serving
import Testing
import Topology

@testable import Eureka

@Suite("Leases over the wire")
struct ReaderLeaseTests {
    /// An instance that renewed so many seconds ago, on default clocks.
    private func instance(_ id: String, renewedAgo: Int64) -> StubInstance {
        var instance = StubInstance(id: id)
        instance.registered = wallNow() - 10_000_000
        instance.stamp = wallNow() - renewedAgo * 1000 + 90_000
        return instance
    }

    private func looks(_ server: StubServer) -> Int { server.asked.count { $0.contains("/apps/PAYMENT/") } }

    @Test("a lease that the live answer says has expired is unknown, whatever its status; a renewal ends that")
    func expires() async throws {
        let server = try StubServer([instance("a", renewedAgo: 5), instance("b", renewedAgo: 200)])
        let reader = reader(of: server)
        let first = try await reader.next(until: soon())
        #expect(first.states("payment") == ["a": .up, "b": .unknown])
        let dead = try #require(first.service("payment")?.first { $0.id == "b" })
        #expect(dead.status == "UP")
        #expect(dead.detail?.hasPrefix("lease expired 1 min") == true)
        #expect(first.fact("expired leases") == "1")
        #expect(looks(server) == 1)
        #expect(try await reader.next(until: soon()).name == "confirmed")
        #expect(looks(server) == 2, "it is looked at again, so that a renewal is seen")
        server.set { state in
            state.cached = state.instances.document()
            state.instances[1] = instance("b", renewedAgo: 0)
        }
        #expect(try await reader.next(until: soon()).states("payment") == ["a": .up, "b": .up])
        #expect(try await reader.next(until: soon()).name == "confirmed")
        #expect(looks(server) == 3, "a lease that runs is believed")
    }

    @Test("a cached answer that stood still judges nobody")
    func cached() async throws {
        let stale = [instance("a", renewedAgo: 130), instance("b", renewedAgo: 128)]
        let server = try StubServer([instance("a", renewedAgo: 10), instance("b", renewedAgo: 8)])
        server.set { $0.cached = stale.document() }
        let first = try await reader(of: server).next(until: soon())
        #expect(first.states("payment") == ["a": .up, "b": .up])
        #expect(looks(server) == 2)
    }

    @Test("the live answer is newer than the cached one: its status is told")
    func newer() async throws {
        let server = try StubServer([instance("a", renewedAgo: 10)])
        server.set { state in
            state.cached = [instance("a", renewedAgo: 130)].document()
            state.instances[0].own = "DOWN"
            state.instances[0].updated += 500
        }
        #expect(try await reader(of: server).next(until: soon()).states("payment") == ["a": .down])
    }

    @Test("instances of short clocks are judged by their own leases, and everything is read often enough for that")
    func fast() async throws {
        var quick = StubInstance(id: "q")
        quick.duration = 3
        quick.renewal = 1
        quick.registered = wallNow() - 100_000
        quick.stamp = wallNow() - 3_000
        let server = try StubServer([quick])
        let clock = TestClock()
        let reader = reader(of: server, clock: clock)
        #expect(try await reader.next(until: soon()).states("payment") == ["q": .unknown])
        clock.advance(2_000)
        _ = try await reader.next(until: soon(80))
        #expect(server.asked.count { $0 == "GET /eureka/apps" } == 2)
    }

    @Test("many dead at once: bounded looks, and none of the dead is up")
    func outage() async throws {
        let alive = (0..<40).map { instance("up\($0)", renewedAgo: Int64($0 % 20)) }
        let dead = (0..<120).map { instance("dead\($0)", renewedAgo: Int64(200 + $0)) }
        let server = try StubServer(alive + dead)
        let states = try await reader(of: server).next(until: soon()).states("payment")
        #expect(states.count { $0.value == .unknown } == 120)
        #expect(states.count { $0.value == .up } == 40)
        #expect(looks(server) == LeaseWatch.most)
    }

    @Test("a look past the caches: listed, absent, not told")
    func look() async throws {
        let server = try StubServer([instance("a", renewedAgo: 5), instance("b:1/x", renewedAgo: 500)])
        let reader = reader(of: server)
        let targets = ["a", "b:1/x", "nobody"].map { LookTarget(sourceService: "PAYMENT", id: $0) }
        let found = await reader.look(at: targets, until: soon())
        guard case .listed(let a)? = found[targets[0]], case .listed(let b)? = found[targets[1]] else {
            Issue.record("not listed: \(found)")
            return
        }
        #expect(a.state == .up)
        #expect(b.state == .unknown)
        #expect(found[targets[2]] == .absent)
        server.refuse()
        guard case .unknown? = await reader.look(at: [targets[0]], until: soon())[targets[0]] else {
            Issue.record("a silent server tells nothing")
            return
        }
    }

    @Test("404 by something that is no Eureka is not an absence")
    func strange404() async throws {
        let server = try StubServer([instance("a", renewedAgo: 5)])
        let reader = reader(of: server)
        server.set { state in
            for path in ["/eureka/status", "/eureka/apps/delta"] { state.answers[path] = .init(status: 404) }
        }
        let target = LookTarget(sourceService: "PAYMENT", id: "nobody")
        guard case .unknown? = await reader.look(at: [target], until: soon())[target] else {
            Issue.record("a proxy's 404 was taken for Eureka's")
            return
        }
    }
}
