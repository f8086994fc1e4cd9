import Contract
import Topology

@testable import Operations

/// Plans and operations on the estate of the sketches.
enum Drains {
    static let first = InstanceKey(service: ServiceKey(name: "payment"), address: "10.2.3.5:8080")
    static let second = InstanceKey(service: ServiceKey(name: "payment"), address: "10.2.3.6:8080")

    static func plan(
        _ instances: [InstanceKey] = [first], kind: OperationKind = .drain, failing: [GateName] = [],
        overrides: [String: String] = [:], silent: Bool = false, owes: [String: String] = [:]
    ) -> Plan {
        let gates = GateName.allCases.map { name in
            Gate(
                name, name == .rollout ? .notApplicable : failing.contains(name) ? .fail : .pass,
                text: failing.contains(name) ? "payment: 1 of 18 would stay up" : "as it should be",
                overriddenBecause: failing.contains(name) ? overrides[name.rawValue] : nil)
        }
        return Plan(
            kind: kind, reason: "ticket 4711", by: "ana@bastion", madeAt: Shop.clock().wall, estate: "shop",
            estateFile: EstateFileReference(path: "/etc/azimuth/azimuth.yaml", text: "estate: shop"), program: "0.1.0",
            targets: instances.map { PlannedTarget(instance: $0, zone: "zone-b", state: .up) },
            steps: instances.flatMap(steps).map { PlannedStep(step: $0, undo: nil) },
            findings: silent
                ? [Finding(.silentNode, node: Shop.east, text: "connect: timed out after 3 s")] : [],
            gates: gates, overrides: overrides, owes: owes,
            clientDelays: [
                "registry": ClientDelay(
                    milliseconds: 95_000, text: "server cache 30 s + client fetch 30 s + load balancer cache 35 s")
            ])
    }

    static func steps(_ instance: InstanceKey) -> [Step] {
        [Shop.east, Shop.west].enumerated().map { index, node in
            Step(
                stage: "registry", lane: instance.description, source: node.source, node: node.node,
                nodeZone: index == 0 ? "zone-a" : "zone-b",
                target: "PAYMENT/\(instance.address.split(separator: ":")[0]):payment:8080", instance: instance,
                targetZone: "zone-b",
                call: "curl -sS -X PUT '\(node.node)/apps/PAYMENT/\(instance.address.split(separator: ":")[0])"
                    + ":payment:8080/status?value=OUT_OF_SERVICE'",
                action: StepAction(name: "eureka.status.put", fields: [:]), patienceMs: index == 0 ? 0 : 5_000)
        }
    }

    static func operation(
        _ state: OperationState, id: String = "7f3a", instances: [InstanceKey] = [first, second],
        steps states: [StepState] = [.done, .done, .sent, .planned], kind: OperationKind = .drain,
        liveness: RunnerLiveness? = .alive(ageMs: 400), message: String? = nil, minutesAgo: Int64 = 1
    ) -> Operation {
        let plan = plan(instances, kind: kind)
        let started = Timestamp(milliseconds: Shop.wall - minutesAgo * 60_000)
        return Operation(
            id: id, plan: plan, planHash: "00", state: state, cause: nil, direction: .forward, createdAt: started,
            startedAt: started, endedAt: state.isOver ? Timestamp(milliseconds: Shop.wall) : nil, gates: plan.gates,
            steps: zip(plan.steps, states).enumerated().map { index, pair in
                OperationStep(
                    direction: .forward, index: index, step: pair.0.step, undo: nil, undoes: nil, state: pair.1,
                    sends: pair.1 == .planned ? 0 : 1, touched: pair.1 == .done, sent: nil, outcome: nil, receipt: [:],
                    error: pair.1 == .owed ? "connect: timed out after 3 s" : nil, doneAt: nil, callMs: 4)
            }, undoSteps: [], owes: [:], overrides: [:], message: message,
            clientsFollowBy: state == .complete ? Timestamp(milliseconds: Shop.wall + 64_000) : nil,
            runner: RunnerRecord(
                process: ProcessIdentity(pid: 2214, startTicks: 1, boot: "b", host: "bastion-a", user: "ana"), epoch: 1,
                beatAt: Shop.ago(400), ended: liveness == nil), liveness: liveness, revision: 1)
    }

    static func events() -> [JournalEvent] {
        let texts: [(JournalEvent.Kind, String, Int64?)] = [
            (.created, "ana@bastion drain 2 instances in zone-b: ticket 4711", nil),
            (.sent, "PUT 10.1.0.5:8761 PAYMENT/10.2.3.5:payment:8080 OUT_OF_SERVICE", nil),
            (.outcome, "200 from 10.1.0.5:8761", 4), (.done, "10.1.0.5:8761 reads it back", nil),
            (.waiting, "10.2.0.5:8761 may still get it by replication", nil),
        ]
        return texts.enumerated().map { index, event in
            JournalEvent(
                sequence: Int64(index + 1), operation: "7f3a",
                at: Timestamp(milliseconds: Shop.wall - 5_000 + Int64(index) * 1000), kind: event.0, text: event.1,
                fields: event.2.map { ["ms": String($0)] } ?? [:])
        }
    }

    static func drained(_ instance: InstanceKey = first) -> DrainRecord {
        DrainRecord(
            operation: "7f3a", instance: instance, by: "ana@bastion", reason: "ticket 4711",
            at: Timestamp(milliseconds: Shop.wall - 840_000), targets: [:], nodes: [Shop.east, Shop.west])
    }
}
