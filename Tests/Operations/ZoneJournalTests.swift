import Contract
import FoundationEssentials
import Testing
import Topology

@testable import Operations

/// What the journal keeps of zones, and what is restored and repaired by it.
@Suite struct ZoneJournalTests {
    let folder = Folder()
    let clock = TestClock()
    let journal: Journal

    init() throws { journal = try openJournal(folder, clock: clock) }

    private var world: ZoneWorld {
        var world = ZoneWorld()
        world.now = clock.clock()
        return world
    }

    private func plan(
        _ kind: OperationKind, _ scope: OperationScope, _ world: ZoneWorld, pace: OperationPace = .now,
        overrides: [String: String] = [:]
    ) async throws -> Plan {
        try await world.planner(journal: journal, clock: clock.clock).plan(
            PlanRequest(
                kind: kind, scope: scope, reason: "ticket 4711", by: "ana@bastion", overrides: overrides, pace: pace))
    }

    private func evacuate(
        _ zone: String = "zone-b", in world: ZoneWorld, ending: OperationState = .complete,
        states: @Sendable (Step) -> StepState? = { _ in .done }
    ) async throws -> String {
        let id = try await journal.create(try await plan(.evacuate, .zone(zone), world))
        try await carryOut(id, in: journal, ending: ending, states: states)
        return id
    }

    /// The world after an evacuation of zone-b.
    private var left: ZoneWorld {
        var world = world
        for (service, zones) in world.instances {
            for number in 0..<(zones["zone-b"] ?? 0) {
                world.states[ZoneWorld.key(service.name, "zone-b", number)] = .out
            }
        }
        for node in world.weights.keys { world.weights[node] = ["a": 100, "b": 0, "c": 0] }
        return world
    }

    @Test func aZoneIsOutUntilItIsRestored() async throws {
        #expect(try await journal.zonesOut() == [])
        let id = try await evacuate(in: world)
        let out = try await journal.zonesOut()
        #expect(out.map(\.zone) == ["zone-b"] && out.first?.operation == id && out.first?.by == "ana@bastion")
        let expiry = try #require(out.first?.expiresAt)
        #expect(abs(expiry.milliseconds - clock.clock().wall.milliseconds - 14_400_000) < 1_000)

        let back = try await plan(.restore, .zone("zone-b"), left)
        let restore = try await journal.create(back)
        #expect(try await journal.zonesOut().map(\.zone) == ["zone-b"])
        try await carryOut(restore, in: journal)
        #expect(try await journal.zonesOut() == [])
        let watch = JournalWatch(path: folder.journal, clock: clock.clock)
        #expect(try await watch.zonesOut() == [])
    }

    @Test func whatWasHeldInTheMiddleIsOutAndWhatChangedNothingIsNot() async throws {
        let held = try await evacuate(in: world, ending: .held) { $0.stage == "gateways" ? .done : nil }
        #expect(try await journal.zonesOut().map(\.operation) == [held])
        let other = try openJournal(Folder(), clock: clock)
        let id = try await other.create(
            try await world.planner(journal: other, clock: clock.clock).plan(
                PlanRequest(kind: .evacuate, scope: .zone("zone-b"), reason: "x", by: "ana", pace: .now)))
        try await carryOut(id, in: other, ending: .held) { _ in nil }
        #expect(try await other.zonesOut() == [])
    }

    @Test func anExpiryIsMovedAndTold() async throws {
        let id = try await evacuate(in: world)
        clock.advance(3_600_000)
        let until = try await journal.extend(id, byMs: 7_200_000, by: "bob@bastion")
        #expect(until.milliseconds == clock.clock().wall.milliseconds + 7_200_000)
        #expect(try await journal.existing(id).expiresAt == until)
        #expect(try await journal.zonesOut().first?.expiresAt == until)
        #expect(try await journal.events(of: id).last?.text.contains("bob@bastion extends it") == true)
        await #expect(throws: OperationError.self) { try await journal.extend(id, byMs: 10, by: "bob") }
        let restore = try await journal.create(try await plan(.restore, .zone("zone-b"), left))
        await #expect(throws: OperationError.self) { try await journal.extend(restore, byMs: 60_000, by: "bob") }
    }

    @Test func aRestorePutsTheRegistryBackFirstAndTheWeightsThatWereThere() async throws {
        let id = try await evacuate(in: world)
        let back = try await plan(.restore, .zone("zone-b"), left)
        #expect(!back.isBlocked && back.zone == "zone-b")
        var stages: [String] = []
        for step in back.steps where stages.last != step.step.stage { stages.append(step.step.stage) }
        #expect(stages == ["registry", "gateways", "traffic"])
        #expect(back.intents["registry"]?.kind == .restore && back.intents["registry"]?.targets.count == 6)
        let routes = try #require(back.intents["edge"]?.routes.filter { $0.node == gatewayA })
        #expect(back.intents["edge"]?.kind == .restoreWeights)
        #expect(routes.map { "\($0.id) \($0.seen) → \($0.weights.last?.weight ?? -1)" } == ["a 100 → 50", "b 0 → 50"])
        #expect(routes.map { $0.saved["weight"] } == ["50", "50"])
        #expect(back.targets.allSatisfy { $0.origin == id })
        #expect(back.steps.allSatisfy { $0.step.silence == .owe })
    }

    @Test func aCarefulRestoreReturnsInSteps() async throws {
        _ = try await evacuate(in: world)
        let back = try await plan(.restore, .zone("zone-b"), left, pace: .careful)
        let weights = back.intents["edge"]?.routes.first { $0.id == "b" }?.weights.map(\.weight)
        #expect(weights == [5, 12, 25, 50] || weights == [5, 13, 25, 50])
        #expect(back.steps.contains { $0.step.stage == "gateways 10 % soak" })
        #expect(back.zonePlan?.overview.map(\.name) == ["registry", "gateways", "traffic"])
    }

    @Test func aZoneThatIsNotOutIsNotRestored() async throws {
        await #expect(throws: OperationError.self) { _ = try await plan(.restore, .zone("zone-b"), world) }
    }

    @Test func whatAnOperatorDrainedBeforeStaysDrained() async throws {
        let key = ZoneWorld.key("payment", "zone-b", 0)
        let drain = try await world.planner(journal: journal, clock: clock.clock).plan(
            PlanRequest(kind: .drain, instances: [key], reason: "disk", by: "bob"))
        let first = try await journal.create(drain)
        try await carryOut(first, in: journal)
        // It is out already: the evacuation has nothing to send for it.
        _ = try await evacuate(in: world) { $0.instance == key ? .skipped : .done }
        let back = try await plan(.restore, .zone("zone-b"), left)
        #expect(back.targets.count == 5 && !back.instances.contains(key))
    }

    @Test func aShiftIsRestoredByTheZoneThatItLeft() async throws {
        let id = try await journal.create(
            try await plan(.shift, .shift(percent: 20, from: "zone-b", to: "zone-a"), world))
        try await carryOut(id, in: journal)
        var shifted = world
        for node in shifted.weights.keys { shifted.weights[node] = ["a": 70, "b": 30, "c": 0] }
        #expect(try await journal.zonesOut() == [])
        let back = try await plan(.restore, .zone("zone-b"), shifted)
        let routes = back.intents["edge"]?.routes.filter { $0.node == gatewayB } ?? []
        #expect(routes.map { "\($0.id) \($0.weights.last?.weight ?? -1)" } == ["a 50", "b 50"])
        #expect(back.targets.isEmpty)
    }

    @Test func whatARestartLostAndWhatCameUpIsRepaired() async throws {
        _ = try await evacuate(in: world)
        let fine = try await plan(.repair, .drift(source: nil), left)
        #expect(fine.isEmpty && !fine.isBlocked)
        var drifted = left
        drifted.weights[ZoneWorld.gateway(gatewayB)] = ["a": 50, "b": 50, "c": 0]
        drifted.states[ZoneWorld.key("payment", "zone-b", 1)] = .up
        drifted.instances[ZoneWorld.service("order")]?["zone-b"] = 3
        let repair = try await plan(.repair, .drift(source: nil), drifted)
        #expect(!repair.isBlocked)
        let routes = try #require(repair.intents["edge"]?.routes)
        #expect(Set(routes.map(\.node)) == [gatewayB])
        #expect(routes.map { "\($0.id) \($0.weights.last?.weight ?? -1)" } == ["a 100", "b 0", "c 0"])
        #expect(
            Set(repair.instances) == [ZoneWorld.key("payment", "zone-b", 1), ZoneWorld.key("order", "zone-b", 2)])
        let registry = try await plan(.repair, .drift(source: "registry"), drifted)
        #expect(registry.intents["edge"] == nil && registry.targets.count == 2)
    }

    @Test func weightsChosenWhileAZoneWasOutAreNoDriftOnceItIsBack() async throws {
        _ = try await evacuate(in: world)
        let chosen = try await journal.create(
            try await plan(.setWeights, .weights(source: "edge", group: "shop", weights: ["a": 90, "c": 10]), left))
        try await carryOut(chosen, in: journal)
        var shared = left
        for node in shared.weights.keys { shared.weights[node] = ["a": 90, "b": 0, "c": 10] }
        #expect(try await plan(.repair, .drift(source: nil), shared).isEmpty)
        #expect(try await plan(.repair, .drift(source: nil), left).isEmpty == false)
        let restore = try await journal.create(try await plan(.restore, .zone("zone-b"), left))
        try await carryOut(restore, in: journal)
        #expect(try await plan(.repair, .drift(source: nil), world).isEmpty)
    }

    @Test func aRepairIsRestoredWithItsZone() async throws {
        _ = try await evacuate(in: world)
        var drifted = left
        let new = ZoneWorld.key("order", "zone-b", 2)
        drifted.instances[ZoneWorld.service("order")]?["zone-b"] = 3
        let repair = try await journal.create(try await plan(.repair, .drift(source: nil), drifted))
        try await carryOut(repair, in: journal)
        drifted.states[new] = .out
        let back = try await plan(.restore, .zone("zone-b"), drifted)
        #expect(back.targets.count == 7 && back.instances.contains(new))
    }

    @Test func aRestoreTakesAZoneOverThatNobodyWorksOn() async throws {
        let dead = try openJournal(folder, clock: clock, alive: { $0 != 9 })
        let id = try await journal.create(try await plan(.evacuate, .zone("zone-b"), world))
        let claim = try await journal.claim(id, by: process(9))
        let row = try await journal.existing(id).steps[0]
        _ = try await journal.sending(StepReference(direction: .forward, index: 0), row.step, attempt: 1, claim)
        let back = try await world.planner(journal: dead, clock: clock.clock).plan(
            PlanRequest(kind: .restore, scope: .zone("zone-b"), reason: "", by: "ana"))
        let restore = try await dead.create(back)
        #expect(try await dead.existing(id).state == .held)
        try await carryOut(restore, in: dead)
        #expect(try await dead.zonesOut() == [])
    }

    @Test func aLaterOperationOnTheSameRouteSupersedes() async throws {
        let first = try await evacuate(in: world) { $0.node == gatewayB ? .owed : .done }
        let step = try #require(try await journal.existing(first).steps.first { $0.step.node == gatewayB }?.step)
        #expect(try await journal.superseding(first, step) == nil)
        let second = try await journal.create(try await plan(.restore, .zone("zone-b"), left))
        try await carryOut(second, in: journal)
        #expect(try await journal.superseding(first, step) == second)
        var other = step
        other.route = "elsewhere"
        #expect(try await journal.superseding(first, other) == nil)
    }

    @Test func twoThousandStepsArePutThereInASecond() async throws {
        var world = world
        world.instances = [:]
        for number in 0..<10 { world.instances[ZoneWorld.service("s\(number)")] = ["zone-a": 67, "zone-b": 67] }
        let plan = try await plan(.evacuate, .zone("zone-b"), world)
        let changes = plan.steps.count { $0.step.kind == .change }
        #expect(changes > 2_000)
        let start = ContinuousClock().now
        let id = try await journal.create(plan)
        let created = ContinuousClock().now - start
        try await carryOut(id, in: journal)
        let read = ContinuousClock().now
        let drains = try await journal.drains()
        let listed = ContinuousClock().now - read
        #expect(drains.count == 670)
        // A second each on a host of its own; other tests run beside this one.
        #expect(created < .seconds(4) && listed < .seconds(4), "\(created), \(listed)")
    }
}
