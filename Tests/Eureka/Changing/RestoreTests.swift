import Contract
import Serving
import Testing
import Topology

@testable import Eureka

@Suite("Restoring an instance")
struct RestoreTests {
    private let out = "OUT_OF_SERVICE"

    private var drained: StubInstance {
        var instance = StubInstance()
        instance.override = out
        instance.shown = out
        instance.renewal = 7
        return instance
    }

    @Test("a DELETE on every server, watched for two renewals, and a wait for the next one; nobody is asked")
    func plan() async throws {
        let cluster = try Cluster([drained])
        let draft = try await cluster.actuator().plan(.of(.restore, drained), until: soon())
        #expect(draft.findings.isEmpty)
        #expect(draft.steps.map(\.kind) == [.change, .change, .wait])
        #expect(draft.steps.map(\.node) == [cluster.a.url, cluster.b.url, cluster.a.url])
        #expect(draft.steps.allSatisfy { $0.silence == .owe })
        #expect(draft.steps[0].call == "curl -X DELETE '\(cluster.a.url)/apps/PAYMENT/h1%3Apayment%3A8080/status'")
        #expect(draft.steps.prefix(2).allSatisfy { $0.watchMs == 14_000 && $0.patienceMs == 0 })
        #expect(draft.steps[2].optional)
        #expect(draft.steps[2].readBackMs == 17_000)
    }

    @Test("UNKNOWN until it renews, on every server that answers")
    func renewal() async throws {
        let cluster = try Cluster([drained])
        let actuator = try cluster.actuator()
        let steps = await actuator.plan(.of(.restore, drained), until: soon()).steps
        #expect(await actuator.check(steps[0], until: soon()) == .doesNot("OUT_OF_SERVICE, override OUT_OF_SERVICE"))
        #expect(await actuator.apply(steps[0], until: soon()).isDone)
        #expect(await actuator.check(steps[1], until: soon()) == .holds)
        let waiting = await actuator.check(steps[2], until: soon())
        #expect(waiting == .doesNot("UNKNOWN at \(cluster.a.url), \(cluster.b.url)"))
        cluster.a.renew()
        #expect(await actuator.check(steps[2], until: soon()) == .doesNot("UNKNOWN at \(cluster.b.url)"))
        cluster.b.renew()
        #expect(await actuator.check(steps[2], until: soon()) == .holds)
        cluster.b.refuse()
        #expect(await actuator.check(steps[2], until: soon()) == .holds, "a silent server is owed, not waited for")
        cluster.a.refuse()
        #expect(await actuator.check(steps[2], until: soon()).isUnknown)
    }

    @Test("an override that a peer brings back is seen, and taken away again")
    func undoneByPeer() async throws {
        let cluster = try Cluster([drained])
        let actuator = try cluster.actuator()
        cluster.cutOff(cluster.b)
        let steps = await actuator.plan(.of(.restore, drained), until: soon()).steps
        _ = await actuator.apply(steps[0], until: soon())
        #expect(await actuator.check(steps[0], until: soon()) == .holds)
        #expect(await actuator.check(steps[1], until: soon()) != .holds)
        cluster.a.set { $0.instances = [drained] }
        #expect(await actuator.check(steps[0], until: soon()) == .doesNot("OUT_OF_SERVICE, override OUT_OF_SERVICE"))
        for step in steps.prefix(2) { #expect(await actuator.apply(step, until: soon()).isDone) }
        #expect(cluster.overrides == [nil, nil])
    }

    @Test("what others had there before goes back, on every server")
    func saved() async throws {
        let cluster = try Cluster([drained])
        let actuator = try cluster.actuator()
        let intent = Intent.of(.restore, drained, saved: [cluster.a.url: "UP"])
        let steps = await actuator.plan(intent, until: soon()).steps
        #expect(steps.map(\.kind) == [.change, .change])
        #expect(steps.allSatisfy { $0.call.contains("-X PUT") && $0.call.hasSuffix("value=UP'") })
        _ = await actuator.apply(steps[0], until: soon())
        #expect(cluster.overrides == ["UP", "UP"])
    }

    @Test("where others had drained it before us, theirs stays, and the removal is not replicated there")
    func theirs() async throws {
        let cluster = try Cluster([drained])
        let actuator = try cluster.actuator()
        let draft = await actuator.plan(.of(.restore, drained, saved: [cluster.b.url: out]), until: soon())
        #expect(draft.findings.map(\.kind) == [.foreignOverride])
        #expect(draft.steps.filter { $0.kind == .change }.map(\.node) == [cluster.a.url])
        #expect(draft.steps[0].call.contains("-H 'x-netflix-discovery-replication: true'"))
        #expect(await actuator.apply(draft.steps[0], until: soon()).isDone)
        #expect(cluster.overrides == [nil, out])
    }

    @Test("a silent server is a step too: it would bring the old state back")
    func silent() async throws {
        let cluster = try Cluster([drained])
        cluster.b.refuse()
        let draft = try await cluster.actuator().plan(.of(.restore, drained), until: soon())
        #expect(draft.steps.filter { $0.kind == .change }.map(\.node) == [cluster.a.url, cluster.b.url])
        #expect(draft.steps[1].before[Step.savedOverride] == out)
    }

    @Test("put up at once only where its own health endpoint says UP", arguments: [true, false])
    func forceUp(isUp: Bool) async throws {
        let health = try HTTPServer { request in
            ServerResponse(
                text: #"{"status":"\#(isUp && request.header("authorization") == nil ? "UP" : "DOWN")"}"#,
                type: "application/json")
        }
        defer { health.stop() }
        var instance = drained
        instance.healthURL = "\(health.url)/actuator/health"
        let credentials = Credentials(user: "ops", password: Secret(reference: "${env:P}") { "secret" })
        let cluster = try Cluster([instance], credentials: credentials)
        let actuator = try cluster.actuator()
        let draft = await actuator.plan(.of(.restore, instance, forceUp: true), until: soon())
        #expect(draft.findings.map(\.kind) == (isUp ? [] : [.wouldNotHold]))
        #expect(draft.steps[0].call.contains("value=UP") == isUp)
        _ = await actuator.apply(draft.steps[0], until: soon())
        #expect(cluster.a.read { $0.instances[0].status } == (isUp ? "UP" : "UNKNOWN"))
        #expect(cluster.overrides == [nil, nil])
    }

    @Test("where the health tells no parts, the readiness decides", arguments: [200, 503, 404])
    func readiness(status: Int) async throws {
        let health = try HTTPServer { request in
            request.path.hasSuffix("/readiness")
                ? ServerResponse(status: status, text: #"{"status":"\#(status == 200 ? "UP" : "OUT_OF_SERVICE")"}"#)
                : ServerResponse(status: 503, text: #"{"status":"OUT_OF_SERVICE"}"#)
        }
        defer { health.stop() }
        var instance = drained
        instance.healthURL = "\(health.url)/actuator/health"
        let cluster = try Cluster([instance])
        let draft = try await cluster.actuator().plan(.of(.restore, instance, forceUp: true), until: soon())
        #expect(draft.steps[0].call.contains("value=UP") == (status == 200))
    }

    @Test("without a health endpoint that answers, the truthful restore")
    func noHealth() async throws {
        let cluster = try Cluster([drained])
        let draft = try await cluster.actuator().plan(.of(.restore, drained, forceUp: true), until: soon())
        #expect(draft.findings.map(\.kind) == [.wouldNotHold])
        #expect(draft.steps.prefix(2).allSatisfy { !$0.call.contains("value=") })
    }

    @Test("the undo of a restore puts the override back")
    func undo() async throws {
        let cluster = try Cluster([drained])
        let actuator = try cluster.actuator()
        let steps = await actuator.plan(.of(.restore, drained), until: soon()).steps
        _ = await actuator.apply(steps[0], until: soon())
        let undo = try #require(actuator.undo(of: steps[0], receipt: [:]))
        _ = await actuator.apply(undo, until: soon())
        #expect(cluster.overrides == [out, out])
        #expect(actuator.undo(of: steps[2], receipt: [:]) == nil)
    }

    @Test("overrides of others are cleared where they are, and named as theirs")
    func clear() async throws {
        let cluster = try Cluster([drained])
        cluster.b.set { $0.instances = [StubInstance()] }
        let actuator = try cluster.actuator()
        let draft = await actuator.plan(.of(.clearOverride, drained), until: soon())
        #expect(draft.findings.map(\.kind) == [.foreignOverride])
        #expect(draft.steps.map(\.kind) == [.change, .wait])
        #expect(draft.steps[0].node == cluster.a.url)
        #expect(await actuator.apply(draft.steps[0], until: soon()).isDone)
        #expect(await actuator.check(draft.steps[0], until: soon()) == .holds)
        let none = await actuator.plan(.of(.clearOverride, drained), until: soon())
        #expect(none.steps.isEmpty)
        #expect(none.findings.map(\.kind) == [.alreadySo])
    }
}
