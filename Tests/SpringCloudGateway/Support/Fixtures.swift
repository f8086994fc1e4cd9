import Clients
import Contract
import Glibc
import Topology

@testable import SpringCloudGateway

/// Both clocks of this host.
let hostClock: Clock = {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let wall = Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    return ClockReading(wall: Timestamp(milliseconds: wall), moment: MonotonicClock.now())
}

/// A deadline so many seconds from now; long, because a machine that runs all tests at once is slow.
func soon(_ seconds: Int64 = 60) -> Moment { MonotonicClock.now() + seconds * 1000 }

/// A deadline of less than a second.
func soon(milliseconds: Int64) -> Moment { MonotonicClock.now() + milliseconds }

let connector = SpringCloudGatewayConnector(loop: TransferLoop())

/// A source of these gateways.
func source(
    _ gateways: [FakeGateway], zones: [String?] = [], credentials: Credentials? = nil,
    own: [String: SettingValue] = ["refreshWithin": .duration(400)], discover: Discovery? = nil,
    adoptHosts: [String] = []
) -> SourceSettings {
    let nodes = gateways.enumerated().map { index, gateway in
        NodeSettings(address: gateway.url, zone: index < zones.count ? zones[index] : nil)
    }
    return SourceSettings(
        name: "edge", kind: "spring-cloud-gateway", nodes: nodes,
        transport: TransportSettings(credentials: credentials),
        deadlineMs: 30_000, adoptHosts: adoptHosts, own: own, discover: discover)
}

/// A reader of one gateway.
func reader(of gateway: FakeGateway, own: [String: SettingValue] = [:]) -> any Reader {
    let source = source([gateway], own: own)
    return connector.reader(of: source.nodes[0], in: source, clock: hostClock)
}

/// What changes a source.
func actuator(of source: SourceSettings) throws -> any Actuator {
    guard let actuator = connector.actuator(of: source, clock: hostClock) else { throw NoActuator() }
    return actuator
}

struct NoActuator: Error {}

extension Reading {
    var name: String {
        switch self {
        case .reset: "reset"
        case .changes: "changes"
        case .confirmed: "confirmed"
        case .partial: "partial"
        }
    }

    var observation: Observation {
        switch self {
        case .reset(let observation), .changes(let observation), .partial(let observation, _, _): observation
        case .confirmed(let facts): Observation(node: facts)
        }
    }

    var faults: [String] {
        if case .partial(_, _, let faults) = self { faults.map(\.message) } else { [] }
    }
}

extension Outcome {
    var name: String {
        switch self {
        case .done: "done"
        case .rejected: "rejected"
        case .conflict: "conflict"
        case .notSent: "notSent"
        case .unknown: "unknown"
        }
    }

    var receipt: [String: String] { if case .done(let receipt) = self { receipt } else { [:] } }

    var text: String {
        switch self {
        case .done: ""
        case .rejected(let text), .conflict(let text), .notSent(let text), .unknown(let text): text
        }
    }
}

extension Intent {
    /// Weights of routes of one group, in one stage, on these gateways.
    static func weights(
        _ weights: [(id: String, weight: Int)], on gateways: [FakeGateway], zones: [String?] = [],
        group: String = "provider", stage: String = "gateways"
    ) -> Intent {
        staged(weights.map { ($0.id, [(stage, $0.weight)]) }, on: gateways, zones: zones, group: group)
    }

    /// Weights of routes of one group, stage by stage.
    static func staged(
        _ weights: [(id: String, stages: [(String, Int)])], on gateways: [FakeGateway], zones: [String?] = [],
        group: String = "provider"
    ) -> Intent {
        let routes = gateways.enumerated().flatMap { index, gateway in
            weights.map { id, stages in
                RouteTarget(
                    node: gateway.url, nodeZone: index < zones.count ? zones[index] : nil, id: id, group: group,
                    zone: id.hasSuffix("-a") ? "zone-a" : "zone-b", seen: id.hasSuffix("-a") ? 80 : 20,
                    weights: stages.map { StagedWeight(stage: $0.0, weight: $0.1) })
            }
        }
        return Intent(kind: .weights, routes: routes)
    }

    /// What puts back what steps found before them.
    func restoring(_ steps: [Step], stages: [StagedWeight] = []) -> Intent {
        var intent = self
        intent.kind = .restoreWeights
        intent.routes = routes.map { target in
            var target = target
            target.weights = stages
            target.saved = steps.first { $0.node == target.node && $0.route == target.id }?.before ?? [:]
            return target
        }
        return intent
    }
}

/// Carries steps out as a runner does: look, send, look; the undo steps of what was sent, last first.
func run(_ steps: [Step], by actuator: any Actuator) async throws -> (outcomes: [Outcome], undo: [Step]) {
    var outcomes: [Outcome] = []
    var undo: [Step] = []
    for step in steps where await actuator.check(step, until: soon()) != .holds {
        let outcome = await actuator.apply(step, until: soon())
        outcomes.append(outcome)
        guard case .done(let receipt) = outcome else { continue }
        if let back = actuator.undo(of: step, receipt: receipt) { undo.insert(back, at: 0) }
    }
    return (outcomes, undo)
}
