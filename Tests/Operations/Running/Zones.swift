import Contract
import Topology

@testable import Operations

/// An evacuation of zone-b as a planner would make it, in few steps.
extension Bench {
    func evacuation(
        _ instances: [InstanceKey] = [World.b1, World.b2], then: [Step] = [], pace: OperationPace = .careful,
        baseline: [ZoneBaseline] = [ZoneBaseline(zone: "zone-a", requestsPerSecond: 100, errorRatio: 0.001, up: 2)],
        except: [String] = [], kind: OperationKind = .evacuate
    ) async throws -> Plan {
        var plan = try await plan(.drain, instances)
        plan.kind = kind
        plan.steps += then.map { PlannedStep(step: $0) }
        plan.zonePlan = ZonePlan(scope: .zone("zone-b"), pace: pace, except: except, baseline: baseline)
        plan.overrides = Dictionary(
            GateName.allCases.filter(\.canBeOverridden).map { ($0.rawValue, "a test") }, uniquingKeysWith: { $1 })
        plan.gates = []
        return plan
    }

    func evacuate(
        _ instances: [InstanceKey] = [World.b1, World.b2], then: [Step] = [], pace: OperationPace = .careful,
        baseline: [ZoneBaseline] = [ZoneBaseline(zone: "zone-a", requestsPerSecond: 100, errorRatio: 0.001, up: 2)],
        except: [String] = []
    ) async throws -> String {
        try await journal().create(
            try await evacuation(instances, then: then, pace: pace, baseline: baseline, except: except))
    }

    /// What open eyes see: who is up by zone, and what was counted.
    func seen(_ rates: [String: TrafficRate] = [:], up: [String: Int] = ["zone-a": 2], also: [InstanceKey] = [])
        -> Snapshot
    {
        var world = world
        for key in also { world.states[key] = .up }
        var snapshot = world.snapshot
        snapshot.zones = up.sorted { $0.key < $1.key }.map { zone, count in
            var counts = Counts()
            counts.up = count
            return ZoneView(name: zone, region: "east", state: .ok, counts: counts)
        }
        for (zone, rate) in rates {
            snapshot.traffic.zones[zone] = ZoneTraffic(
                intended: .unknown(reason: "a test"), measured: .unknown(reason: "a test"), basis: .gateways,
                rate: .value(rate, at: clock.moment))
        }
        return snapshot
    }

    func watch(_ body: @escaping @Sendable (Bench) -> Snapshot) {
        watched.withLock { $0 = { [unowned self] in body(self) } }
    }
}
