import Contract
import Testing
import Topology

@testable import Operations

/// Gateways that nobody knew of when the plan was made.
@Suite struct FleetTests {
    private let known = "http://10.1.0.9:8080"
    private let new = "http://10.2.0.9:8080"

    private func target(_ id: String, _ weight: Int) -> Intent.RouteTarget {
        Intent.RouteTarget(
            node: known, nodeZone: "zone-a", id: id, group: "pay", zone: id == "pay-a" ? "zone-a" : "zone-b", seen: 50,
            weights: [Intent.StagedWeight(stage: "gateways", weight: weight)])
    }

    private func compare(
        _ routes: [String], state: NodeView.State = .live, owes: [String: String] = [:], zone: String = "zone-c",
        weight: Int = 70
    ) -> FleetCheck.Result {
        let nodes = [known, new].map { address in
            NodeView(
                id: NodeID(source: "edge", node: address), zone: address == new ? zone : "zone-a",
                state: address == new ? state : .live, since: Moment(milliseconds: 0))
        }
        var snapshot = World().snapshot
        snapshot.sources.append(SourceView(name: "edge", kind: "gateway", state: .live, nodes: nodes))
        snapshot.traffic.routes = routes.map { id in
            RouteView(
                node: NodeID(source: "edge", node: new),
                route: Route(id: id, uri: "lb://pay", group: "pay", weight: weight),
                zone: nil, zoneRule: "", rate: .notApplicable)
        }
        return FleetCheck.compare(
            planned: ["edge": [target("pay-a", 100), target("pay-b", 0)]], snapshot: snapshot, owes: owes,
            leaving: "zone-b")
    }

    @Test func aNewOneIsToldWhatItsNeighboursAre() {
        let found = compare(["pay-a", "pay-b"])
        #expect(found.blocking.isEmpty)
        #expect(found.routes["edge"]?.map(\.node) == [new, new] && found.routes["edge"]?.map(\.seen) == [70, 70])
        #expect(found.routes["edge"]?.map { $0.weights.last?.weight } == [100, 0])
    }

    @Test func oneThatSendsNothingThereIsNoConcern() {
        #expect(compare(["pay-a", "pay-b"], weight: 0).routes.isEmpty)
    }

    @Test func oneThatIsUnlikeItsNeighboursBlocks() {
        #expect(compare(["pay-a", "pay-z"]).blocking.first?.contains("pay-z") == true)
    }

    @Test func aSilentOneBlocksUntilItIsOwed() {
        #expect(compare([], state: .failed).blocking.first?.contains("--owe '\(new)=REASON'") == true)
        #expect(compare([], state: .failed, owes: [new: "rack is off"]).blocking.isEmpty)
        #expect(compare([], state: .failed, zone: "zone-b").blocking.isEmpty)
    }

    @Test func oneWithoutSuchRoutesIsNoConcern() {
        let found = compare([])
        #expect(found.blocking.isEmpty && found.routes.isEmpty)
    }
}

/// What is asked of gateways when an operation goes on in its middle.
@Suite struct RoutesLeftTests {
    private func operation(_ states: [StepState]) async throws -> Operation {
        let bench = Bench()
        var plan = try await bench.evacuation()
        plan.intents["edge"] = Intent(
            kind: .weights,
            routes: ["one", "two"].map {
                Intent.RouteTarget(node: $0, id: "pay-b", group: "pay", zone: "zone-b", seen: 50, weights: [])
            })
        plan.steps.insert(
            PlannedStep(
                step: Step(
                    stage: "gateways", lane: "one", source: "edge", node: "one", target: "pay/pay-b", route: "pay-b",
                    call: "", action: StepAction(name: "set", fields: [:]))), at: 0)
        var operation = try await bench.journal().existing(try await bench.journal().create(plan))
        for (index, state) in states.enumerated() { operation.steps[index].state = state }
        return operation
    }

    @Test func whatIsDoneIsNotAskedAboutAnyMore() async throws {
        let begun = try await operation([.planned])
        #expect(begun.routes(of: begun.steps)["edge"]?.map(\.node) == ["one", "two"])
        let passed = try await operation([.done])
        #expect(passed.routes(of: passed.steps.filter(\.isLeft)).isEmpty)
        #expect(passed.intents(of: passed.steps.filter(\.isLeft)).keys.sorted() == ["registry"])
    }
}
