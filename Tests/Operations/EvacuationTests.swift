import Contract
import Testing
import Topology

@testable import Operations

/// What an evacuation asks of gateways and registries, and in which order.
@Suite struct EvacuationTests {
    let folder = Folder()
    let clock = TestClock()

    private func plan(
        _ world: ZoneWorld, _ zone: String = "zone-b", pace: OperationPace = .now, except: [String] = [],
        include: [String] = [], rules: OperationRules = OperationRules(), owes: [String: String] = [:],
        overrides: [String: String] = [:]
    ) async throws -> Plan {
        let journal = try openJournal(folder, clock: clock)
        return try await world.planner(journal: journal, clock: clock.clock, rules: rules).plan(
            PlanRequest(
                kind: .evacuate, scope: .zone(zone), reason: "ticket 4711", by: "ana@bastion", overrides: overrides,
                owes: owes, pace: pace, except: except, include: include))
    }

    private var world: ZoneWorld {
        var world = ZoneWorld()
        world.now = clock.clock()
        return world
    }

    @Test func gatewaysComeFirstThenTheRegistryThenTheProof() async throws {
        let plan = try await plan(world)
        let blocking = plan.blocking.map { "\($0.name): \($0.text)" }
        #expect(blocking == [])
        var stages: [String] = []
        for step in plan.steps where stages.last != step.step.stage { stages.append(step.step.stage) }
        #expect(stages == ["gateways", "registry", "traffic", "soak"])
        // What zone-b had goes to zone-a, which alone had anything; zone-c stays closed.
        let routes = try #require(plan.intents["edge"]?.routes)
        #expect(
            routes.filter { $0.node == gatewayA }.map { "\($0.id) \($0.weights.last?.weight ?? -1)" } == [
                "a 100", "b 0", "c 0",
            ])
        let zones = plan.targets.map(\.zone)
        #expect(zones == Array(repeating: "zone-b", count: 6))
        let (zone, shown) = (plan.zone, plan.zonePlan?.stages.map(\.name))
        #expect(zone == "zone-b" && shown == stages)
    }

    @Test func carefulGoesInStepsWithASoakBehindEach() async throws {
        let plan = try await plan(world, pace: .careful)
        var stages: [String] = []
        for step in plan.steps where stages.last != step.step.stage { stages.append(step.step.stage) }
        #expect(
            stages == [
                "gateways 10 %", "gateways 10 % soak", "gateways 25 %", "gateways 25 % soak", "gateways 50 %",
                "gateways 50 % soak", "gateways 100 %", "gateways 100 % soak", "registry 1 of 3",
                "registry 1 of 3 soak", "registry 2 of 3", "registry 2 of 3 soak", "registry 3 of 3", "traffic", "soak",
            ] || stages.contains("registry 1 of 2"), "\(stages)")
        let route = try #require(plan.intents["edge"]?.routes.first { $0.id == "b" })
        #expect(route.weights.map(\.weight) == [45, 38, 25, 0] || route.weights.map(\.weight) == [45, 37, 25, 0])
        #expect(plan.zonePlan?.overview.map(\.name) == ["gateways", "registry", "traffic", "soak"])
    }

    @Test func aZoneThatNobodyKnowsIsRefused() async throws {
        await #expect(throws: OperationError.self) { try await plan(world, "zone-x") }
    }
}
