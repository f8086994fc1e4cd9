import Contract
import Synchronization
import Topology

@testable import Operations

let gatewayA = "http://10.1.0.9:8080"
let gatewayB = "http://10.2.0.9:8080"

/// Three zones: `payment` and `order` in zone-a and zone-b, a registry in each zone, gateways in zone-a and zone-b whose
/// group `shop` is split 50:50:0 between the zones.
struct ZoneWorld: Sendable {
    var mode = EstateDescription.Mode.operate
    var instances: [ServiceKey: [String: Int]] = [
        ServiceKey(name: "payment"): ["zone-a": 4, "zone-b": 4], ServiceKey(name: "order"): ["zone-a": 2, "zone-b": 2],
    ]
    var states: [InstanceKey: InstanceState] = [:]
    var weights: [NodeID: [String: Int]] = [
        ZoneWorld.gateway(gatewayA): ["a": 50, "b": 50, "c": 0],
        ZoneWorld.gateway(gatewayB): ["a": 50, "b": 50, "c": 0],
    ]
    /// Routes that name services, instead of weights.
    var followers: Set<NodeID> = []
    /// Gateways that tell nothing of their routes (they never answered).
    var mute: Set<NodeID> = []
    var alone: [String: String] = [:]
    var silent: Set<String> = []
    var readOnly: Set<String> = []
    var requests: [String: Double] = [:]
    var services: [ServiceKey: ServiceTraffic] = [:]
    var safe: [String: Double] = [:]
    var links: [ReplicationLink] = []
    var out: [ZoneOut] = []
    var cidrs: [String: [String]] = [:]
    var now = ClockReading(wall: Timestamp(milliseconds: 1_700_000_000_000), moment: Moment(milliseconds: 1_000_000))

    static let zones = ["zone-a", "zone-b", "zone-c"]
    static let registries: [(address: String, zone: String)] = [
        (nodeA, "zone-a"), (nodeB, "zone-b"), (nodeC, "zone-c"),
    ]
    static let gateways: [(address: String, zone: String)] = [(gatewayA, "zone-a"), (gatewayB, "zone-b")]

    static func gateway(_ node: String) -> NodeID { NodeID(source: "edge", node: node) }

    static func key(_ service: String, _ zone: String, _ number: Int) -> InstanceKey {
        let net = (zones.firstIndex(of: zone) ?? 8) + 1
        return InstanceKey(
            service: ServiceKey(name: service), address: "10.\(net).\(number / 200 + 4).\(number % 200 + 1):8080")
    }

    static func service(_ name: String) -> ServiceKey { ServiceKey(name: name) }

    var settings: [SourceSettings] {
        [
            SourceSettings(
                name: "registry", kind: "scripted",
                nodes: Self.registries.map { NodeSettings(address: $0.address, zone: $0.zone) }),
            SourceSettings(
                name: "edge", kind: "gateways",
                nodes: Self.gateways.map { NodeSettings(address: $0.address, zone: $0.zone) }),
        ]
    }

    var estate: EstateDescription {
        EstateDescription(
            name: "shop", mode: mode,
            regions: [
                Region(
                    name: "east",
                    zones: Self.zones.map { Zone(name: $0, cidrs: (cidrs[$0] ?? []).compactMap { CIDR($0) }) })
            ], safeRequestsPerSecond: safe)
    }

    var snapshot: Snapshot {
        let services = instances.sorted { $0.key < $1.key }.map { service, zones in
            ServiceView(
                key: service,
                instances: zones.sorted { $0.key < $1.key }.flatMap { zone, count in
                    (0..<count).map { view(Self.key(service.name, zone, $0), zone) }
                }.sorted { $0.key < $1.key })
        }
        var traffic = TrafficView(routes: routes, services: self.services)
        for zone in Self.zones {
            let rate = requests[zone].map {
                Measured.value(TrafficRate(requestsPerSecond: $0, errorRatio: 0.001), at: now.moment)
            }
            traffic.zones[zone] = ZoneTraffic(
                intended: .unknown(reason: "test"), measured: .unknown(reason: "test"),
                rate: rate ?? .unknown(reason: "nothing counts"))
        }
        return Snapshot(
            estate: estate, generation: 1, takenAt: now.moment,
            sources: [
                source("registry", Self.registries, registrations: 9), source("edge", Self.gateways, registrations: 0),
            ], zones: Rollup.zones(estate, services), services: services, traffic: traffic, links: links, out: out)
    }

    private func view(_ key: InstanceKey, _ zone: String) -> InstanceView {
        let state = states[key] ?? .up
        let registration = RegistrationState(rawValue: state.rawValue) ?? .unknown
        return InstanceView(
            key: key, zone: zone, zoneRule: "cidr", state: state, differs: false,
            registrations: state == .gone
                ? []
                : Self.registries.filter { !silent.contains($0.address) }.map { node in
                    RegistrationView(
                        node: NodeID(source: "registry", node: node.address),
                        registration: Registration(
                            id: "host:\(key.address)", sourceService: key.service.name.uppercased(), host: "10.0.0.1",
                            port: 8080, status: "UP", state: registration), state: registration)
                }, since: now.moment)
    }

    private var routes: [RouteView] {
        Self.gateways.flatMap { gateway -> [RouteView] in
            let node = Self.gateway(gateway.address)
            if mute.contains(node) { return [] }
            if followers.contains(node) {
                return [
                    RouteView(
                        node: node, nodeZone: gateway.zone,
                        route: Route(id: "payment", uri: "lb://payment", service: "payment"), zone: nil,
                        zoneRule: "names a service", rate: .unknown(reason: "names a service"))
                ]
            }
            let weighted = (weights[node] ?? [:]).sorted { $0.key < $1.key }.map { id, weight in
                RouteView(
                    node: node, nodeZone: gateway.zone,
                    route: Route(id: id, uri: "http://\(id)", group: "shop", weight: weight),
                    zone: ["a": "zone-a", "b": "zone-b", "c": "zone-c"][id], zoneRule: "metadata",
                    rate: .unknown(reason: "nothing counts"))
            }
            let single = alone.sorted { $0.key < $1.key }.map { id, zone in
                RouteView(
                    node: node, nodeZone: gateway.zone, route: Route(id: id, uri: "http://\(id)"), zone: zone,
                    zoneRule: "metadata", rate: .unknown(reason: "nothing counts"))
            }
            return weighted + single
        }
    }

    private func source(
        _ name: String, _ nodes: [(address: String, zone: String)], registrations: Int
    ) -> SourceView {
        SourceView(
            name: name, kind: "scripted", state: .live,
            nodes: nodes.map { node in
                let isSilent = silent.contains(node.address)
                return NodeView(
                    id: NodeID(source: name, node: node.address), zone: node.zone, state: isSilent ? .failed : .live,
                    answeredAt: isSilent ? nil : now.moment + -1_000, since: now.moment, registrations: registrations)
            })
    }

    /// A planner on this world, with actuators that make steps of what they are asked for.
    func planner(journal: Journal?, clock: @escaping Clock, rules: OperationRules = OperationRules()) -> Planner {
        Planner(
            snapshot: snapshot, sources: settings,
            actuator: { [self] in $0 == "edge" ? StepMaker(world: self, isGateway: true) : StepMaker(world: self) },
            journal: journal, rules: rules, estateFile: testEstate, program: "0.1.0", clock: clock)
    }
}

/// Makes the steps that a connector would make, and sends nothing.
struct StepMaker: Actuator {
    let world: ZoneWorld
    var isGateway = false

    private var nodes: [(address: String, zone: String)] { isGateway ? ZoneWorld.gateways : ZoneWorld.registries }
    private var source: String { isGateway ? "edge" : "registry" }

    func capabilities(until deadline: Moment) async -> [NodeID: Capability] {
        var all: [NodeID: Capability] = [:]
        for node in nodes {
            all[NodeID(source: source, node: node.address)] =
                world.silent.contains(node.address)
                ? .silent("no answer in 3 s")
                : world.readOnly.contains(node.address) ? .readOnly("403") : .writable(["all"])
        }
        return all
    }

    func plan(_ intent: Intent, until deadline: Moment) async -> PlanDraft {
        var draft = PlanDraft(clientDelay: isGateway ? nil : ClientDelay(milliseconds: 95_000, text: "30 + 30 + 35 s"))
        for route in intent.routes {
            var last = route.seen
            for weight in route.weights where weight.weight != last {
                draft.steps.append(
                    Step(
                        stage: weight.stage, lane: route.node, source: source, node: route.node,
                        nodeZone: route.nodeZone, target: route.id, route: route.id, targetZone: route.zone,
                        call: "curl -X POST '\(route.node)/routes/\(route.id)?weight=\(weight.weight)'",
                        action: StepAction(name: "weight", fields: ["weight": "\(weight.weight)"]),
                        before: ["weight": "\(last)"]))
                last = weight.weight
            }
        }
        for target in intent.targets {
            for node in nodes {
                draft.steps.append(
                    Step(
                        stage: target.stage ?? "registry", lane: "\(target.instance)", source: source,
                        node: node.address, nodeZone: node.zone, target: "\(target.sourceService)/\(target.id)",
                        instance: target.instance, targetZone: target.zone,
                        call: "curl -X PUT '\(node.address)/\(target.id)'",
                        action: StepAction(name: "put", fields: [:]),
                        silence: node.zone == target.zone ? .owe : .ask))
            }
        }
        return draft
    }

    func check(_ step: Step, until deadline: Moment) async -> Standing { .unknown("scripted") }
    func apply(_ step: Step, until deadline: Moment) async -> Outcome { .notSent("scripted") }
    func undo(of step: Step, receipt: [String: String]) -> Step? {
        var undo = step
        undo.call = "# back: " + step.call
        return undo
    }
}
