import Contract
import Serving
import Testing
import Topology

@testable import Eureka

@Suite("Draining an instance")
struct DrainTests {
    private let payment = StubInstance()
    private let out = "OUT_OF_SERVICE"

    @Test("one PUT, to a server in the instance's zone; the others get it by replication, or directly after a while")
    func plan() async throws {
        let cluster = try Cluster([payment], zones: ["zone-b", "zone-a", "zone-c"])
        let draft = try await cluster.actuator().plan(.of(.drain, payment), until: soon())
        #expect(draft.findings.isEmpty)
        #expect(draft.steps.map(\.node) == [1, 0, 2].map { cluster.servers[$0].url })
        #expect(draft.steps.map(\.patienceMs) == [0, 5_000, 5_000])
        #expect(draft.steps.map(\.silence) == [.owe, .ask, .ask])
        #expect(Set(draft.steps.map(\.lane)).count == 1)
        #expect(draft.steps.allSatisfy { $0.before.isEmpty && $0.idempotent })
        #expect(
            draft.steps[0].call
                == "curl -X PUT '\(cluster.b.url)/apps/PAYMENT/h1%3Apayment%3A8080/status?value=OUT_OF_SERVICE'")
        #expect(draft.clientDelay?.milliseconds == 95_000)
    }

    @Test("sent once, it is read back on every server by the override")
    func apply() async throws {
        let cluster = try Cluster([payment])
        let actuator = try cluster.actuator()
        let steps = await actuator.plan(.of(.drain, payment), until: soon()).steps
        #expect(await actuator.check(steps[0], until: soon()) == .doesNot("UP, no override"))
        #expect(await actuator.apply(steps[0], until: soon()).isDone)
        #expect(await actuator.check(steps[0], until: soon()) == .holds)
        #expect(await actuator.check(steps[1], until: soon()) == .holds)
        #expect(cluster.b.asked.allSatisfy { !$0.hasPrefix("PUT") })
    }

    @Test("an instance that reports DOWN is drained all the same: the override says so, not the status")
    func down() async throws {
        let cluster = try Cluster([payment])
        let actuator = try cluster.actuator()
        let steps = await actuator.plan(.of(.drain, payment), until: soon()).steps
        _ = await actuator.apply(steps[0], until: soon())
        cluster.a.set { $0.instances[0].shown = "DOWN" }
        #expect(await actuator.check(steps[0], until: soon()) == .holds)
    }

    @Test("a server that replication does not reach is told directly")
    func diverged() async throws {
        let cluster = try Cluster([payment])
        let actuator = try cluster.actuator()
        cluster.cutOff(cluster.b)
        let steps = await actuator.plan(.of(.drain, payment), until: soon()).steps
        _ = await actuator.apply(steps[0], until: soon())
        #expect(await actuator.check(steps[1], until: soon()) == .doesNot("UP, no override"))
        #expect(await actuator.apply(steps[1], until: soon()).isDone)
        #expect(cluster.overrides == [out, out])
    }

    @Test("an instance that is out by itself is not ours to drain")
    func byItself() async throws {
        var own = payment
        own.own = out
        let cluster = try Cluster([own])
        let draft = try await cluster.actuator().plan(.of(.drain, own), until: soon())
        #expect(draft.steps.isEmpty)
        #expect(draft.findings.map(\.kind) == [.wouldNotHold])
    }

    @Test("what is drained everywhere is so already; where one server lacks it, that one is told")
    func already() async throws {
        var drained = payment
        drained.override = out
        drained.shown = out
        let cluster = try Cluster([drained])
        let actuator = try cluster.actuator()
        let draft = await actuator.plan(.of(.drain, drained), until: soon())
        #expect(draft.steps.isEmpty)
        #expect(draft.findings.map(\.kind) == [.alreadySo])

        cluster.a.set { $0.instances = [payment] }
        let repair = await actuator.plan(.of(.drain, drained), until: soon())
        #expect(repair.findings.isEmpty)
        #expect(repair.steps.map(\.node) == [cluster.a.url, cluster.b.url])
        #expect(repair.steps.map { $0.before[Step.savedOverride] } == [nil, out])
        #expect(repair.steps.allSatisfy { actuator.undo(of: $0, receipt: [:]) != nil })
    }

    @Test("another override is replaced, and told; the undo puts it back")
    func foreign() async throws {
        var sticky = payment
        sticky.override = "UP"
        let cluster = try Cluster([sticky])
        let actuator = try cluster.actuator()
        let draft = await actuator.plan(.of(.drain, sticky), until: soon())
        #expect(draft.findings.map(\.kind) == [.foreignOverride])
        #expect(draft.steps.allSatisfy { $0.before[Step.savedOverride] == "UP" })
        _ = await actuator.apply(draft.steps[0], until: soon())
        let undo = try #require(actuator.undo(of: draft.steps[0], receipt: [:]))
        #expect(undo.call.contains("-X PUT") && undo.call.hasSuffix("value=UP'"))
        #expect(await actuator.apply(undo, until: soon()).isDone)
        #expect(cluster.overrides == ["UP", "UP"])
    }

    @Test("a silent server is a finding and still has its step; the first PUT goes to one that answers")
    func silent() async throws {
        let cluster = try Cluster([payment])
        cluster.a.refuse()
        let draft = try await cluster.actuator().plan(.of(.drain, payment), until: soon())
        #expect(draft.findings.map(\.kind) == [.silentNode])
        #expect(draft.findings.first?.node?.node == cluster.a.url)
        #expect(draft.steps.map(\.node) == [cluster.b.url, cluster.a.url])
        #expect(draft.steps.map(\.silence) == [.ask, .owe], "the dark server is in the zone that is left")
    }

    @Test("listed nowhere, or on one server only")
    func absent() async throws {
        let cluster = try Cluster([payment])
        let actuator = try cluster.actuator()
        cluster.b.set { $0.instances = [] }
        let draft = await actuator.plan(.of(.drain, payment), until: soon())
        #expect(draft.findings.isEmpty)
        #expect(await actuator.check(draft.steps[1], until: soon()).isMoot)
        cluster.a.set { $0.instances = [] }
        let none = await actuator.plan(.of(.drain, payment), until: soon())
        #expect(none.steps.isEmpty)
        #expect(none.findings.map(\.kind) == [.absent])
        cluster.b.refuse()
        let half = await actuator.plan(.of(.drain, payment), until: soon())
        #expect(half.steps.isEmpty)
        #expect(Set(half.findings.map(\.kind)) == [.absent, .silentNode])
    }

    @Test("undone, our override is gone from every server")
    func undo() async throws {
        let cluster = try Cluster([payment])
        let actuator = try cluster.actuator()
        let steps = await actuator.plan(.of(.drain, payment), until: soon()).steps
        _ = await actuator.apply(steps[0], until: soon())
        for step in steps.reversed() {
            let undo = try #require(actuator.undo(of: step, receipt: [:]))
            #expect(undo.call.contains("-X DELETE"))
            #expect(undo.watchMs == 60_000)
            if await actuator.check(undo, until: soon()) != .holds { _ = await actuator.apply(undo, until: soon()) }
            #expect(await actuator.check(undo, until: soon()) == .holds)
        }
        #expect(cluster.overrides == [nil, nil])
    }
}
