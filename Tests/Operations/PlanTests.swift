import Contract
import FoundationEssentials
import Synchronization
import Testing
import Topology

@testable import Operations

/// What a plan holds and how it reads.
@Suite struct PlanTests {
    let bench = Bench()

    private func refusal(_ body: () async throws -> Void) async -> OperationError? {
        do {
            try await body()
            return nil
        } catch { return error as? OperationError }
    }

    @Test func theSamePlanHasTheSameHashAndAnotherOneHasNot() async throws {
        let plan = try await bench.plan()
        let decoded = try CanonicalJSON.value(Plan.self, from: plan.canonicalJSON())
        #expect(decoded == plan)
        #expect(try decoded.hash() == plan.hash() && plan.hash().count == 64)
        var other = plan
        other.steps[0].step.deadlineMs += 1
        #expect(try other.hash() != plan.hash())
    }

    @Test func aPlanReadsTopToBottom() async throws {
        bench.system.silence([nodeC])
        let plan = try await bench.plan(.drain, [World.b1, World.b2, World.a1])
        let lines = PlanText.lines(plan)
        #expect(
            lines.prefix(8) == [
                "drain 3 instances", "  reason   ticket 4711", "  by       ana@bastion", "", "what happens",
                "  payment/10.1.4.1:8080  zone-a  up → out  on 3 nodes",
                "  payment/10.2.4.1:8080  zone-b  up → out  on 3 nodes",
                "  payment/10.2.4.2:8080  zone-b  up → out  on 3 nodes",
            ])
        #expect(lines.contains("  clients follow within 95 s after that (30 s + 30 s + 35 s)"))
        let gates = try #require(
            lines.firstIndex { $0.hasPrefix("gates  6 pass  3 fail  0 unknown  11 not applicable") })
        // The failing ones first.
        #expect(lines[gates + 1].contains("✖ capacity") && lines[gates + 3].contains("✖ write-access"))
        #expect(lines.contains("Blocked by 3 gates: capacity, samples-fresh, write-access."))
        #expect(lines.contains("  --override 'capacity=REASON' goes on in spite of it"))
        #expect(lines.contains { $0.contains("--owe '\(nodeC)=REASON'") })
        #expect(lines.contains { $0.contains("1 curl -X PUT '\(nodeA)/PAYMENT") })
        #expect(lines.contains { $0.contains("undo: curl -X DELETE") })
        #expect(!lines.contains { $0.hasSuffix(" ") })
        #expect(plan.exit == .blocked)
    }

    @Test func whatOutweighsAGateIsShownWithItsReason() async throws {
        let plan = try await bench.plan(
            .drain, [World.b1, World.b2, World.a1], overrides: ["capacity": "night, no load"])
        let lines = PlanText.lines(plan)
        #expect(lines.contains { $0.contains("▲ capacity") })
        #expect(lines.contains { $0.hasSuffix("overridden: night, no load") })
        #expect(lines.contains("Nothing blocks it.") && plan.exit == .complete)
    }

    @Test func anInstanceThatNobodyListsIsRefusedWithThoseThatAreThere() async throws {
        let unknown = InstanceKey(service: World.payment, address: "10.9.9.9:80")
        let refused = await refusal { _ = try await bench.plan(.drain, [unknown]) }
        #expect(refused?.exit == .usage && refused?.message.contains("10.2.4.1:8080") == true)
        let nothing = InstanceKey(service: ServiceKey(name: "nope"), address: "10.9.9.9:80")
        #expect(await refusal { _ = try await bench.plan(.drain, [nothing]) }?.message.contains("no service") == true)
    }

    @Test func aReasonIsNeededAndCleaned() async throws {
        let world = bench.world
        let planner = Planner(
            snapshot: world.snapshot, sources: [world.settings],
            actuator: { [system = bench.system] _ in ScriptedActuator(system: system) }, journal: try bench.journal(),
            estateFile: testEstate, program: "0.1.0", clock: bench.clock.clock)
        func plan(_ reason: String) async throws -> Plan {
            try await planner.plan(PlanRequest(kind: .drain, instances: [World.b1], reason: reason, by: "ana"))
        }
        #expect(await refusal { _ = try await plan(" \u{1b}\n ") }?.code == .usage)
        #expect(try await plan("a\u{1b}[31mb\n").reason == "a [31mb")
        #expect(try await plan(String(repeating: "x", count: 900)).reason.count == 500)
    }

    @Test func aReadOnlyEstateHasNoActuatorAndIsBlocked() async throws {
        var world = bench.world
        world.mode = .readOnly
        let plan = try await Planner(
            snapshot: world.snapshot, sources: [world.settings], actuator: { _ in nil }, journal: nil,
            journalTrouble: "the disk is full", estateFile: testEstate, program: "0.1.0", clock: bench.clock.clock
        ).plan(PlanRequest(kind: .drain, instances: [World.b1], reason: "x", by: "ana"))
        #expect(plan.blocking.map(\.name).contains(.readOnlyEstate) && plan.steps.isEmpty)
        // Nothing could be started whatever the gates say.
        #expect(plan.exit == .failed)
    }

    @Test func anOverrideOfOthersIsClearedByAPlanThatSaysSo() async throws {
        bench.states.withLock { $0[World.b1] = .out }
        for node in bench.system.nodes { bench.system.set(node.address, Bench.target(World.b1), "OUT_OF_SERVICE") }
        let plan = try await bench.plan(.clearOverride)
        #expect(PlanText.lines(plan).contains { $0.contains("not ours: no operation of this journal left it") })
        #expect(plan.gates.first { $0.name == .capacity }?.verdict == .notApplicable)
        let ended = try await bench.run(try await bench.journal().create(plan))
        #expect(ended.state == .complete && bench.overrides() == [nil, nil, nil])
        _ = try await bench.run(try await bench.start(.drain, [World.b2]))
        let ours = await refusal { _ = try await bench.plan(.clearOverride, [World.b2]) }
        #expect(ours?.message.contains("our own") == true)
    }

    @Test func theDocumentHasEveryFieldOfTheContract() async throws {
        bench.system.silence([nodeB])
        let ended = try await bench.run(try await bench.start())
        let text = String(decoding: try JSONEncoder().encode(OperationDocument(ended)), as: UTF8.self)
        struct Read: Decodable {
            struct Gate: Decodable {
                let name, verdict, text: String
                let value, threshold, overriddenBecause: String?
            }
            struct Step: Decodable {
                let stage, source, node, target, call, state: String
                let error: String?
            }
            let id, kind, state, reason, by: String
            let zone, startedAt, endedAt: String?
            let gates: [Gate]
            let steps: [Step]
            let owed: Int
            let owedNodes: [String]
        }
        let read = try JSONDecoder().decode(Read.self, from: Data(text.utf8))
        #expect(read.kind == "drain" && read.state == "complete" && read.zone == "zone-b" && read.owed == 1)
        #expect(read.gates.count == GateName.allCases.count && read.owedNodes == [nodeB])
        #expect(read.steps.map(\.state) == ["done", "owed", "done"] && read.steps[1].error != nil)
        #expect(read.startedAt?.hasSuffix("Z") == true)
        // What is not known is there, and null.
        #expect(text.contains("\"overriddenBecause\":null") && text.contains("\"error\":null"))
        let dry = OperationDocument(plan: try await bench.plan(.drain, [World.b2]))
        let dryText = String(decoding: try JSONEncoder().encode(dry), as: UTF8.self)
        #expect(dryText.contains("\"state\":\"planned\"") && dryText.contains("\"startedAt\":null"))
    }

    @Test func whatDiffersInTheEstateFileIsNamed() {
        func difference(_ a: String, _ b: String) -> String? {
            EstateFileReference(path: "/a", text: a).difference(to: EstateFileReference(path: "/b", text: b))
        }
        #expect(difference("a\nb\nc", "a\nb\nc") == nil)
        #expect(difference("a\nb\nc", "a\nx\nc") == "line 2 changed")
        #expect(difference("a\nb\nc", "a\nc") == "line 2 of then was removed")
        #expect(difference("a\nb", "a\nb\nc\nd") == "lines 3 to 4 were added")
    }

    @Test(arguments: OperationState.allCases) func everyStateHasItsExit(state: OperationState) {
        let exit = OperationExit(state: state, cause: nil, owed: 0)
        let expected: OperationExit =
            switch state {
            case .complete: .complete
            case .owed: .owed
            case .held, .undone: .stopped
            case .planned, .running, .paused, .undoFailed, .needsOperator, .interrupted: .needsOperator
            }
        #expect(exit == expected)
    }
}
