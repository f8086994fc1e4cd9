import Contract
import Serving
import Testing
import Topology

@testable import SpringCloudGateway

@Suite("Changing weights and putting them back", .timeLimit(.minutes(2)))
struct ChangeTests {
    private let a = FakeDefinition("provider-a")
    private let b = FakeDefinition("provider-b")
    private let evacuation = [(id: "provider-a", weight: 0), (id: "provider-b", weight: 100)]

    @Test(
        "there and back, from files and from memory: what was there is there again to the letter",
        arguments: [true, false])
    func thereAndBack(isOfFiles: Bool) async throws {
        let gateway = try isOfFiles ? FakeGateway(files: [a, b]) : FakeGateway(memory: [a, b])
        let actuator = try actuator(of: source([gateway]))
        let draft = await actuator.plan(.weights(evacuation, on: [gateway]), until: soon())
        let done = try await run(draft.steps, by: actuator)
        #expect(done.outcomes.map(\.name) == ["done", "done"])
        #expect(gateway.weights == ["provider-a": 0, "provider-b": 100])
        #expect(done.undo.map(\.route) == ["provider-a", "provider-b"])
        let back = try await run(done.undo, by: actuator)
        #expect(back.outcomes.map(\.name) == ["done", "done"])
        #expect(gateway.weights == ["provider-a": 80, "provider-b": 20])
        #expect(gateway.read { $0.memory.map(\.text).sorted() } == (isOfFiles ? [] : [a.text, b.text]))
        #expect(
            gateway.read(\.sums).allSatisfy { ($0["provider"] ?? 0) > 0 }, "no refresh ever loaded a group of zeros")
        for step in done.undo { #expect(await actuator.check(step, until: soon()) == .holds) }
        let again = try await run(back.undo, by: actuator)
        #expect(again.outcomes.map(\.name) == ["done", "done"], "an undo can be undone")
        #expect(gateway.weights == ["provider-a": 0, "provider-b": 100])
    }

    @Test(
        "an undo without a receipt (the process died after its call) finds the way by itself", arguments: [true, false])
    func withoutReceipt(isOfFiles: Bool) async throws {
        let gateway = try isOfFiles ? FakeGateway(files: [a, b]) : FakeGateway(memory: [a, b])
        let actuator = try actuator(of: source([gateway]))
        let stages = Intent.staged(
            [("provider-a", [("1", 40), ("2", 0)]), ("provider-b", [("1", 60), ("2", 100)])], on: [gateway])
        let steps = await actuator.plan(stages, until: soon()).steps
        #expect(steps.count == 4)
        _ = try await run(steps, by: actuator)
        for step in steps.reversed() {
            let undo = try #require(actuator.undo(of: step, receipt: [:]))
            for _ in 0..<3 where await actuator.check(undo, until: soon()) != .holds {
                _ = await actuator.apply(undo, until: soon())
            }
            #expect(await actuator.check(undo, until: soon()) == .holds)
        }
        #expect(gateway.weights == ["provider-a": 80, "provider-b": 20])
        #expect(gateway.read { $0.memory.map(\.text).sorted() } == (isOfFiles ? [] : [a.text, b.text]))
    }

    @Test("restore puts back what was saved, at once or in stages", arguments: [true, false])
    func restore(isStaged: Bool) async throws {
        let gateways = [try FakeGateway(files: [a, b]), try FakeGateway(memory: [a, b])]
        let actuator = try actuator(of: source(gateways))
        let intent = Intent.weights(evacuation, on: gateways)
        let steps = await actuator.plan(intent, until: soon()).steps
        _ = try await run(steps, by: actuator)
        let stages =
            isStaged ? [Intent.StagedWeight(stage: "10 %", weight: 10), .init(stage: "100 %", weight: 50)] : []
        let draft = await actuator.plan(intent.restoring(steps, stages: stages), until: soon())
        #expect(draft.findings.isEmpty)
        #expect(draft.steps.count == (isStaged ? 8 : 4))
        let done = try await run(draft.steps, by: actuator)
        #expect(done.outcomes.allSatisfy { $0.name == "done" })
        for gateway in gateways {
            #expect(gateway.weights == ["provider-a": 80, "provider-b": 20])
            #expect(gateway.read(\.sums).allSatisfy { ($0["provider"] ?? 0) > 0 })
        }
        #expect(gateways[0].read(\.memory).isEmpty)
        let again = await actuator.plan(intent.restoring(steps), until: soon())
        #expect(again.steps.isEmpty && again.findings.allSatisfy { $0.kind == .alreadySo })
        #expect(draft.steps.allSatisfy { $0.silence == .owe })
        let call = draft.steps.last { $0.node == gateways[0].url }?.call ?? ""
        #expect(call.hasPrefix("curl -X DELETE "))
    }

    @Test("a node that lost its routes is given them back: by its neighbour's definition, or the saved one")
    func repair() async throws {
        let gateways = [try FakeGateway(memory: [a, b]), try FakeGateway(memory: [a, b])]
        let actuator = try actuator(of: source(gateways))
        _ = try await run(
            await actuator.plan(.weights(evacuation, on: [gateways[0]]), until: soon()).steps, by: actuator)
        gateways[1].restart()
        #expect(gateways[1].weights.isEmpty)
        let draft = await actuator.plan(.weights(evacuation, on: gateways), until: soon())
        #expect(draft.findings.isEmpty)
        #expect(draft.steps.allSatisfy { $0.node == gateways[1].url && $0.before == ["copies": "0"] })
        let done = try await run(draft.steps, by: actuator)
        #expect(gateways[1].weights == ["provider-a": 0, "provider-b": 100])
        _ = try await run(done.undo, by: actuator)
        #expect(gateways[1].weights.isEmpty && gateways[1].read(\.memory).isEmpty, "it had none, and has none again")
        gateways[0].refuse()
        var alone = Intent.weights(evacuation, on: [gateways[1]])
        alone.routes = alone.routes.map { target in
            var target = target
            target.saved = ["definition": (target.id == "provider-a" ? a : b).text, "copies": "1", "weight": "1"]
            return target
        }
        _ = try await run(await actuator.plan(alone, until: soon()).steps, by: actuator)
        #expect(gateways[1].weights == ["provider-a": 0, "provider-b": 100])
    }

    @Test("a definition that is accepted and cannot be loaded is found out, and what was there is put back")
    func unbindable() async throws {
        let gateway = try FakeGateway(files: [a, b])
        let actuator = try actuator(of: source([gateway]))
        let step = try #require(await actuator.plan(.weights(evacuation, on: [gateway]), until: soon()).steps.first)
        gateway.set { $0.ignoresRefresh = true }
        let outcome = await actuator.apply(step, until: soon())
        #expect(outcome.name == "rejected" && outcome.text.contains("put back"))
        #expect(gateway.read(\.memory).isEmpty)
        #expect(gateway.weights == ["provider-a": 80, "provider-b": 20])
        let memory = try FakeGateway(memory: [a, b])
        let second = try SpringCloudGatewayTests.actuator(of: source([memory]))
        let kept = try #require(await second.plan(.weights(evacuation, on: [memory]), until: soon()).steps.first)
        let bad = "{\"id\":\"bad\",\"predicates\":[{\"name\":\"Weight\"}],\"uri\":\"u:x\"}"
        memory.set { state in state.memory += [FakeDefinition(text: bad)].compactMap { $0 } }
        let poisoned = await second.apply(kept, until: soon())
        #expect(poisoned.name == "rejected" && poisoned.text.contains("bad"))
        #expect(memory.read { $0.memory.map(\.text).sorted() } == [a.text, b.text, bad].sorted())
    }

    @Test("lowering is not sent while it would leave a group of zeros, whatever became of the raising")
    func guarded() async throws {
        let gateway = try FakeGateway(files: [a, FakeDefinition("provider-b", weight: 0)])
        let actuator = try actuator(of: source([gateway]))
        let steps = await actuator.plan(.weights(evacuation, on: [gateway]), until: soon()).steps
        let lower = try #require(steps.last)
        #expect(lower.route == "provider-a")
        #expect(await actuator.apply(lower, until: soon()).name == "notSent")
        #expect(gateway.read(\.posted).isEmpty)
        _ = await actuator.apply(steps[0], until: soon())
        #expect(await actuator.apply(lower, until: soon()).name == "done")
    }

    @Test("what somebody else changed meanwhile is not overwritten")
    func conflict() async throws {
        let gateway = try FakeGateway(memory: [a, b])
        let actuator = try actuator(of: source([gateway]))
        let steps = await actuator.plan(.weights(evacuation, on: [gateway]), until: soon()).steps
        gateway.set { $0.memory = [a, FakeDefinition("provider-b", uri: "http://10.0.0.9")] }
        gateway.refresh()
        #expect(await actuator.apply(steps[0], until: soon()).name == "conflict")
        let undo = try #require(actuator.undo(of: steps[0], receipt: [:]))
        #expect(await actuator.apply(undo, until: soon()).name == "conflict")
        #expect(gateway.read(\.posted).isEmpty)
    }

    @Test("a node that did not answer the plan is changed by its own definition once it does")
    func borrowed() async throws {
        let own = FakeDefinition("provider-b", uri: "http://its-own")
        let gateways = [try FakeGateway(files: [a, b]), try FakeGateway(files: [a, own])]
        let actuator = try actuator(of: source(gateways))
        gateways[1].refuse()
        let steps = await actuator.plan(.weights(evacuation, on: gateways), until: soon()).steps.filter {
            $0.node == gateways[1].url
        }
        #expect(steps.count == 2)
        guard case .unknown = await actuator.check(steps[0], until: soon()) else {
            Issue.record("a dead node tells nothing"); return
        }
        #expect(await actuator.apply(steps[0], until: soon()).name == "notSent")
        try gateways[1].listen()
        let done = try await run(steps, by: actuator)
        #expect(gateways[1].weights == ["provider-a": 0, "provider-b": 100])
        #expect(gateways[1].read(\.posted)[0] == own.text.replacing("\"20\"", with: "\"100\""))
        _ = try await run(done.undo, by: actuator)
        #expect(gateways[1].weights == ["provider-a": 80, "provider-b": 20] && gateways[1].read(\.memory).isEmpty)
    }

    @Test("what is said of a step: it holds, it does not, it has no object any more, nobody knows")
    func standings() async throws {
        let gateway = try FakeGateway(memory: [a, b])
        let actuator = try actuator(of: source([gateway]))
        let step = try #require(await actuator.plan(.weights(evacuation, on: [gateway]), until: soon()).steps.first)
        #expect(await actuator.check(step, until: soon()) == .doesNot("weight 20"))
        _ = await actuator.apply(step, until: soon())
        #expect(await actuator.check(step, until: soon()) == .holds)
        gateway.restart()
        guard case .moot = await actuator.check(step, until: soon()) else { Issue.record("the route is gone"); return }
        gateway.set { $0.answers["/actuator/gateway/routes"] = ServerResponse(status: 500) }
        guard case .unknown = await actuator.check(step, until: soon()) else {
            Issue.record("500 tells nothing"); return
        }
        var other = step
        other.action = StepAction(name: "spring-cloud-gateway.else", fields: step.action.fields)
        guard case .unknown = await actuator.check(other, until: soon()) else {
            Issue.record("another version's"); return
        }
        #expect(await actuator.apply(other, until: soon()).name == "notSent")
        #expect(actuator.undo(of: other, receipt: [:]) == nil)
    }

    @Test(
        "what a gateway answers to a write",
        arguments: [
            ("POST /actuator/gateway/routes/provider-b", 400, "rejected"),
            ("POST /actuator/gateway/routes/provider-b", 403, "rejected"),
            ("POST /actuator/gateway/routes/provider-b", 405, "rejected"),
            ("POST /actuator/gateway/routes/provider-b", 503, "unknown"),
            ("POST /actuator/gateway/refresh", 500, "unknown"),
            ("GET /actuator/gateway/routedefinitions", 401, "rejected"),
            ("GET /actuator/gateway/routedefinitions", 500, "notSent"),
        ])
    func outcomes(call: String, status: Int, name: String) async throws {
        let gateway = try FakeGateway(files: [a, b])
        let actuator = try actuator(of: source([gateway]))
        let step = try #require(await actuator.plan(.weights(evacuation, on: [gateway]), until: soon()).steps.first)
        gateway.set { $0.answers[call] = ServerResponse(status: status) }
        #expect(await actuator.apply(step, until: soon()).name == name)
        #expect(
            gateway.read(\.asked).count { $0.hasPrefix("POST /actuator/gateway/routes/") } <= 1,
            "sent once, never again by itself")
    }

    @Test("an answer that is lost is told from a call that never left")
    func lost() async throws {
        let gateway = try FakeGateway(files: [a, b])
        let actuator = try actuator(of: source([gateway]))
        let step = try #require(await actuator.plan(.weights(evacuation, on: [gateway]), until: soon()).steps.first)
        gateway.set { $0.hangs = ["/actuator/gateway/routes/provider-b"] }
        #expect(await actuator.apply(step, until: soon(milliseconds: 800)).name == "unknown")
        gateway.refuse()
        #expect(await actuator.apply(step, until: soon()).name == "notSent")
    }

    @Test("the journal's form of an action comes back as it was")
    func codable() {
        let saved = SavedRoute(copies: 2, definition: a.text, weight: 80)
        let actions: [GatewayAction] = [
            .set(.init(id: "a b", group: "g", weight: 0, body: a.text, adds: true, isBorrowed: true)),
            .set(.init(id: "a", group: "g", weight: 5, body: a.text)), .putBack(id: "a", group: "g", saved),
            .putBack(id: "a", group: "g", SavedRoute(copies: 0, definition: nil, weight: nil)),
        ]
        for action in actions { #expect(GatewayAction(action.action) == action) }
        #expect(
            SavedRoute([:]) == nil && SavedRoute(["copies": "1"]) == nil
                && SavedRoute(["copies": "-1", "definition": "x"]) == nil)
        #expect(SavedRoute(["definition": a.text])?.copies == 1 && SavedRoute(["definition": a.text])?.weight == 80)
    }
}
