import Contract
import Topology

@testable import Console
@testable import Operations

/// Plans and operations on a whole zone of the estate of the sketches.
enum Zones {
    static func plan(
        _ kind: OperationKind = .evacuate, scope: OperationScope = .zone("zone-b"), failing: [GateName] = [],
        overrides: [String: String] = [:], pace: OperationPace = .careful
    ) -> Plan {
        var plan = Drains.plan(kind: kind, failing: failing, overrides: overrides)
        plan.reason = "payment is failing in zone-b, ticket 4711"
        plan.targets = targets()
        plan.steps = steps().map { PlannedStep(step: $0, undo: nil) }
        plan.findings = [
            Finding(
                .silentNode, node: Incident.gateways[2], text: "connect: timed out after 3 s; in zone-b, so it is owed")
        ]
        plan.zonePlan = ZonePlan(
            scope: scope, pace: pace,
            expiresAt: kind == .restore ? nil : Timestamp(milliseconds: Shop.wall + 4 * 3_600_000),
            except: ["legacy-billing"], stages: stages(), otherPaceMs: 50_000,
            forecast: [
                ForecastShare(zone: "zone-a", share: 0.98, load: 0.71, reason: "weights of 3 groups"),
                ForecastShare(zone: "zone-c", share: 0.02, reason: "weights of 3 groups"),
                ForecastShare(zone: "zone-b", share: 0, reason: "weights of 3 groups"),
            ], stays: ["orders-db replica", "cache master 10.2.0.7:6379"],
            mayBeMissing: ["orders-db in zone-c: receives nothing for 3 m"],
            baseline: [
                ZoneBaseline(zone: "zone-a", requestsPerSecond: 1_200, errorRatio: 0.001, up: 220),
                ZoneBaseline(zone: "zone-c", requestsPerSecond: 14, errorRatio: 0, up: 66),
            ],
            stopRules: ["errors of zone-a are more than 2 times 0.1 %", "3 calls fail outside zone-b"])
        return plan
    }

    static func targets() -> [PlannedTarget] {
        ["payment", "order", "customer", "search"].flatMap { name in
            (1...4).map { host in
                PlannedTarget(instance: instance(name, host), zone: "zone-b", state: .up)
            }
        }
    }

    static func instance(_ service: String, _ host: Int) -> InstanceKey {
        InstanceKey(service: ServiceKey(name: service), address: "10.2.4.\(host):8080")
    }

    static func stages() -> [PlannedStage] {
        let parts: [(String, String, String)] = [
            ("10 %", "zone-b 50 %", "zone-b 45 %"), ("50 %", "zone-b 45 %", "zone-b 25 %"),
            ("100 %", "zone-b 25 %", "zone-b 0 %"),
        ]
        return parts.map {
            PlannedStage(
                name: "gateways \($0.0)", what: "4 of 4 nodes, weights", before: $0.1, after: $0.2, takesMs: 60_000)
        }
            + (1...4).map { wave in
                PlannedStage(
                    name: "registry \(wave) of 4",
                    what: "4 instances: \(["payment", "order", "customer", "search"][wave - 1]) 4",
                    before: "4 up", after: "4 out", takesMs: 60_000)
            } + [
                PlannedStage(
                    name: "traffic", what: "measured traffic leaves", before: "1.1k/s", after: "< 1/s", takesMs: 60_000),
                PlannedStage(name: "soak", what: "receiving zones are watched", takesMs: 120_000),
            ]
    }

    static func steps() -> [Step] {
        var steps: [Step] = []
        for (stage, weight) in [("gateways 10 %", 45), ("gateways 50 %", 25), ("gateways 100 %", 0)] {
            for node in Incident.gateways {
                steps.append(
                    Step(
                        stage: stage, lane: node.node, source: node.source, node: node.node, target: "payment-b",
                        route: "payment-b", targetZone: "zone-b",
                        call: "curl -sS -X POST '\(node.node)/actuator/gateway/routes/payment-b' -d '… \(weight) …'",
                        action: StepAction(name: "gateway.weight", fields: [:])))
            }
        }
        for (wave, service) in ["payment", "order", "customer", "search"].enumerated() {
            for host in 1...4 {
                for var step in Drains.steps(instance(service, host)) {
                    step.stage = "registry \(wave + 1) of 4"
                    step.target = "\(service.uppercased())/10.2.4.\(host):\(service):8080"
                    steps.append(step)
                }
            }
        }
        return steps + [
            EstateStep.trafficLeft(
                stage: "traffic", zone: "zone-b", belowPerSecond: 1, withinMs: 60_000, optional: false),
            EstateStep.soak(stage: "soak", milliseconds: 120_000),
        ]
    }

    /// An evacuation in the third wave of the registry; one gateway is owed.
    static func operation(
        _ state: OperationState = .running, done: Int = 31, kind: OperationKind = .evacuate, minutesAgo: Int64 = 6
    ) -> Operation {
        var operation = Drains.operation(state, kind: kind, minutesAgo: minutesAgo)
        operation.plan = plan(kind)
        operation.gates = operation.plan.gates
        operation.expiresAt = operation.plan.zonePlan?.expiresAt
        let began = Shop.ago(minutesAgo * 60_000)
        operation.steps = operation.plan.steps.enumerated().map { index, planned in
            let owed = planned.step.node == Incident.gateways[2].node
            let state: StepState = index < done ? owed ? .owed : .done : index < done + 2 ? .sent : .planned
            let at = began + Int64(index) * 8_000
            return OperationStep(
                direction: .forward, index: index, step: planned.step, undo: nil, undoes: nil, state: state,
                sends: state == .planned ? 0 : 1, touched: state == .done,
                sent: state == .planned
                    ? nil : SentRecord(moment: at, boot: "b", wall: Timestamp(milliseconds: Shop.wall)), outcome: nil,
                receipt: [:], error: state == .owed ? "connect: timed out after 3 s" : nil,
                doneAt: state == .done ? at + 40 : nil, callMs: 4)
        }
        return operation
    }

    static func events() -> [JournalEvent] {
        let rows: [(JournalEvent.Kind, String, String, String, Int64?)] = [
            (.done, "10.2.0.5:8761 reads it back", Shop.west.node, "CUSTOMER/10.2.4.1:customer:8080", nil),
            (.sent, "PUT OUT_OF_SERVICE", Shop.east.node, "CUSTOMER/10.2.4.2:customer:8080", nil),
            (.outcome, "200", Shop.east.node, "CUSTOMER/10.2.4.2:customer:8080", 4),
            (.sent, "PUT OUT_OF_SERVICE", Shop.east.node, "CUSTOMER/10.2.4.3:customer:8080", nil),
        ]
        return rows.enumerated().map { index, row in
            JournalEvent(
                sequence: Int64(index + 1), operation: "7f3a",
                at: Timestamp(milliseconds: Shop.wall - 4_000 + Int64(index) * 1000), kind: row.0, text: row.1,
                fields: ["node": row.2, "target": row.3].merging(
                    row.4.map { ["ms": String($0)] } ?? [:], uniquingKeysWith: { first, _ in first }))
        }
    }
}
