import Contract
import Topology

@testable import Operations

let nodeA = "http://10.1.0.5:8761/eureka"
let nodeB = "http://10.2.0.5:8761/eureka"
let nodeC = "http://10.3.0.5:8761/eureka"

/// `payment` with two instances in zone-a and two in zone-b, on three nodes in three zones, all up.
struct World {
    var mode = EstateDescription.Mode.operate
    var states: [InstanceKey: InstanceState]
    var nodes: [(address: String, zone: String)] = [(nodeA, "zone-a"), (nodeB, "zone-b"), (nodeC, "zone-c")]
    var silent: Set<String> = []
    var readOnly: Set<String> = []
    var ageMs: Int64 = 1_000
    var now = ClockReading(wall: Timestamp(milliseconds: 1_700_000_000_000), moment: Moment(milliseconds: 1_000_000))

    init() {
        states = [Self.a1: .up, Self.a2: .up, Self.b1: .up, Self.b2: .up]
    }

    static let payment = ServiceKey(name: "payment")
    static let a1 = InstanceKey(service: payment, address: "10.1.4.1:8080")
    static let a2 = InstanceKey(service: payment, address: "10.1.4.2:8080")
    static let b1 = InstanceKey(service: payment, address: "10.2.4.1:8080")
    static let b2 = InstanceKey(service: payment, address: "10.2.4.2:8080")

    static func zone(of key: InstanceKey) -> String { key.address.hasPrefix("10.1.") ? "zone-a" : "zone-b" }

    var settings: SourceSettings {
        SourceSettings(
            name: "registry", kind: "scripted", nodes: nodes.map { NodeSettings(address: $0.address, zone: $0.zone) })
    }

    func id(_ node: String) -> NodeID { NodeID(source: "registry", node: node) }

    var snapshot: Snapshot {
        let instances = states.sorted { $0.key < $1.key }.map { key, state in
            InstanceView(
                key: key, zone: Self.zone(of: key), zoneRule: "cidr", state: state, differs: false,
                registrations: nodes.filter { !silent.contains($0.address) }.map { node in
                    RegistrationView(
                        node: id(node.address),
                        registration: Registration(
                            id: "host:\(key.address)", sourceService: "PAYMENT", host: "10.0.0.1", port: 8080,
                            status: "UP", state: .up),
                        state: .up)
                }, since: now.moment)
        }
        let views = nodes.map { node in
            NodeView(
                id: id(node.address), zone: node.zone, state: silent.contains(node.address) ? .failed : .live,
                answeredAt: silent.contains(node.address) ? nil : now.moment + -ageMs, since: now.moment)
        }
        return Snapshot(
            estate: EstateDescription(name: "shop", mode: mode), generation: 1, takenAt: now.moment,
            sources: [SourceView(name: "registry", kind: "scripted", state: .live, nodes: views)],
            services: [ServiceView(key: Self.payment, instances: instances)])
    }

    func step(_ instance: InstanceKey, _ node: (address: String, zone: String), patienceMs: Int64 = 0) -> PlannedStep {
        let zone = Self.zone(of: instance)
        var step = Step(
            stage: "registry", lane: instance.description, source: "registry", node: node.address,
            nodeZone: node.zone, target: "PAYMENT/host:\(instance.address)", instance: instance, targetZone: zone,
            call: "curl -X PUT '\(node.address)/apps/PAYMENT/host:\(instance.address)/status?value=OUT_OF_SERVICE'",
            action: StepAction(name: "scripted.put", fields: ["value": "OUT_OF_SERVICE"]), patienceMs: patienceMs,
            silence: node.zone == zone ? .owe : .ask)
        let undone = step
        step.action = StepAction(name: "scripted.delete", fields: [:])
        return PlannedStep(step: undone, undo: step)
    }

    func subject(_ instances: [InstanceKey], kind: OperationKind = .drain) -> GateSubject {
        GateSubject(
            kind: kind, instances: instances, steps: instances.flatMap { key in nodes.map { step(key, $0) } })
    }

    var evidence: Evidence {
        var capabilities: [NodeID: Capability] = [:]
        for node in nodes {
            capabilities[id(node.address)] =
                silent.contains(node.address)
                ? .silent("no answer in 3 s")
                : readOnly.contains(node.address) ? .readOnly("403") : .writable(["drain"])
        }
        return Evidence(snapshot: snapshot, now: now, sources: [settings], capabilities: capabilities)
    }
}

func gate(_ name: GateName, _ subject: GateSubject, _ evidence: Evidence) -> Gate {
    Gates.judge(subject, on: evidence).first { $0.name == name } ?? Gate(name, .unknown, text: "not judged")
}
