import Contract
import FoundationEssentials
import Testing
import Topology

@testable import SpringCloudGateway

/// The address of a real gateway, where somebody started one for these tests.
private let realGateway = ProcessInfo.processInfo.environment["AZIMUTH_GATEWAY_URL"]

/// Against a real gateway whose address is in the environment, with the weighted routes `provider-a` and `provider-b`:
/// `AZIMUTH_GATEWAY_URL=http://127.0.0.1:8080 swift test --filter RealGateway`.
@Suite("A real gateway", .enabled(if: realGateway != nil), .serialized, .timeLimit(.minutes(5)))
struct RealGatewayTests {

    private var source: SourceSettings {
        SourceSettings(
            name: "edge", kind: "spring-cloud-gateway",
            nodes: [NodeSettings(address: realGateway ?? "", zone: "zone-a")])
    }

    private func intent(_ a: Int, _ b: Int) -> Intent {
        let routes = [("provider-a", a), ("provider-b", b)].map { id, weight in
            Intent.RouteTarget(
                node: realGateway ?? "", nodeZone: "zone-a", id: id, group: "provider", zone: "zone-\(id.suffix(1))",
                seen: 50,
                weights: [Intent.StagedWeight(stage: "gateways", weight: weight)])
        }
        return Intent(kind: .weights, routes: routes)
    }

    private func weights() async throws -> [String: Int] {
        let reader = connector.reader(of: source.nodes[0], in: source, clock: hostClock)
        let routes = try await reader.next(until: soon()).observation.routes ?? []
        return Dictionary(routes.compactMap { r in r.weight.map { (r.id, $0) } }, uniquingKeysWith: { $1 })
    }

    @Test("weights there and back, and what was there before is there again")
    func thereAndBack() async throws {
        let actuator = try actuator(of: source)
        let before = try await weights()
        for (a, b) in [(0, 100), (100, 0), (50, 50), (0, 100)] {
            let draft = await actuator.plan(intent(a, b), until: soon())
            #expect(draft.findings.isEmpty, "\(draft.findings.map(\.text))")
            let done = try await run(draft.steps, by: actuator)
            #expect(done.outcomes.allSatisfy { $0.name == "done" }, "\(done.outcomes)")
            #expect(try await weights() == ["provider-a": a, "provider-b": b])
            let back = try await run(done.undo, by: actuator)
            #expect(back.outcomes.allSatisfy { $0.name == "done" }, "\(back.outcomes)")
            #expect(try await weights() == before)
        }
    }

    @Test("restore from what the steps saved")
    func restore() async throws {
        let actuator = try actuator(of: source)
        let before = try await weights()
        let steps = await actuator.plan(intent(0, 100), until: soon()).steps
        _ = try await run(steps, by: actuator)
        let draft = await actuator.plan(intent(0, 100).restoring(steps), until: soon())
        let done = try await run(draft.steps, by: actuator)
        #expect(done.outcomes.allSatisfy { $0.name == "done" }, "\(done.outcomes)")
        #expect(try await weights() == before)
    }

    @Test("a definition that cannot be bound is accepted by the gateway, found out here, and taken away again")
    func unbindable() async throws {
        let actuator = try actuator(of: source)
        let before = try await weights()
        var step = try #require(await actuator.plan(intent(0, 100), until: soon()).steps.first)
        let body = try #require(step.action.fields["body"])
        // The weight's arguments under names that are never bound: 201, 200, and no route changes.
        let broken = body.replacing("_genkey_0\":\"provider", with: "group\":\"provider")
            .replacing("_genkey_1", with: "weight").replacing("weight.group", with: "group")
            .replacing("weight.weight", with: "weight")
        try #require(broken != body)
        step.action.fields["body"] = broken
        step.action.fields["borrowed"] = nil
        let client = try #require(
            SpringCloudGatewayConnector.client(of: realGateway ?? "", in: source, loop: .init(), clock: hostClock))
        _ = await client.post("bad", broken.replacing(step.route ?? "", with: "bad"), until: soon())
        _ = await client.refresh(until: soon())
        let draft = await actuator.plan(intent(0, 100), until: soon())
        #expect(draft.findings.map(\.kind) == [.wouldNotHold], "\(draft.findings)")
        step.action.fields["body"] = body
        let outcome = await actuator.apply(step, until: soon())
        #expect(outcome.name == "rejected" && outcome.text.contains("bad"), "\(outcome)")
        _ = await client.delete("bad", until: soon())
        _ = await client.refresh(until: soon())
        #expect(try await weights() == before)
        #expect(await actuator.plan(intent(0, 100), until: soon()).findings.isEmpty)
    }
}
