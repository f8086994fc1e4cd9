import Testing
import Topology

@Suite("Traffic of zones: set beside measured")
struct TrafficRollupTests {
    private func pair(_ name: String, _ a: Int, _ b: Int, rps: (Double?, Double?), group: String = "g") -> [RouteView] {
        [
            view(name, "\(group)-a", weight: a, group: group, zone: "zone-a", rps: rps.0),
            view(name, "\(group)-b", weight: b, group: group, zone: "zone-b", rps: rps.1),
        ]
    }

    @Test func aWeightedPairIsSetAndMeasured() {
        let zones = rollup([gateway("a", pair("a", 80, 20, rps: (60, 40)))]).byZone()
        #expect(zones["zone-a"]?.intended == .value(0.8, at: at(1_000)))
        #expect(zones["zone-a"]?.measured == .value(0.6, at: at(1_000)))
        #expect(zones["zone-b"]?.rate.fresh?.requestsPerSecond == 40)
        #expect(zones["zone-b"]?.basis == .gateways)
        #expect(zones["zone-b"]?.coverage == nil)
    }

    @Test func aZoneThatIsSetToNothingIsZeroAndOneThatNobodyKnowsIsNot() {
        let zones = rollup([gateway("a", pair("a", 100, 0, rps: (nil, nil)))]).byZone()
        #expect(zones["zone-b"]?.intended == .value(0, at: at(1_000)))
        #expect(zones["zone-b"]?.measured == .unknown(reason: "needs two polls"))
        #expect(zones["zone-b"]?.rate == .unknown(reason: "needs two polls"))
        let none = rollup([gateway("a", fresh: false, nil)]).byZone()
        #expect(none["zone-b"]?.intended == .unknown(reason: "connect refused"))
        #expect(none["zone-b"]?.basis == nil)
        let without = rollup([], hasGateways: false).byZone()
        #expect(without["zone-a"]?.intended == .notApplicable)
    }

    @Test func groupsWeighByTheirRequestsAndEquallyWhereNothingIsMeasured() {
        let counted = pair("a", 100, 0, rps: (90, 0)) + pair("a", 0, 100, rps: (0, 10), group: "h")
        #expect(rollup([gateway("a", counted)]).byZone()["zone-a"]?.intended == .value(0.9, at: at(1_000)))
        let fresh = pair("a", 100, 0, rps: (nil, nil)) + pair("a", 0, 100, rps: (nil, nil), group: "h")
        #expect(rollup([gateway("a", fresh)]).byZone()["zone-a"]?.intended == .value(0.5, at: at(1_000)))
    }

    @Test func nodesOfAFleetAreAveragedAndGroupsByZoneWeighByTheirs() {
        let two = [
            gateway("a", pair("a", 100, 0, rps: (90, 0))), gateway("b", pair("b", 50, 50, rps: (5, 5))),
        ]
        #expect(rollup(two).byZone()["zone-a"]?.intended == .value(0.75, at: at(1_000)))
        let grouped = [
            gateway("a", alike: "zone-a", pair("a", 100, 0, rps: (90, 0))),
            gateway("b", alike: "zone-b", pair("b", 50, 50, rps: (5, 5))),
        ]
        #expect(rollup(grouped).byZone()["zone-a"]?.intended == .value(0.95, at: at(1_000)))
    }

    @Test func aSilentGatewayIsNotCountedAndSaidSo() {
        let nodes = [
            gateway("a", pair("a", 50, 50, rps: (30, 10))),
            gateway("b", fresh: false, [view("b", "g-a", weight: 50, zone: "zone-a", rps: 99, stale: true)]),
        ]
        let zone = rollup(nodes).byZone()["zone-a"]
        #expect(zone?.rate.fresh?.requestsPerSecond == 30)
        #expect(zone?.coverage == Coverage(measured: 1, all: 2))
        let last = rollup([nodes[1]]).byZone()["zone-a"]
        #expect(last?.rate == .stale(rate(99, errors: 0, ms: 0), at: at(900)))
        #expect(last?.intended == .stale(1, at: at(1_000)))
    }

    @Test func zonesThatOnlyRoutesKnowAreThere() {
        let zones = rollup([gateway("a", [view("a", "r", weight: 1, zone: "zone-x", rps: 1)])]).byZone()
        #expect(Set(zones.keys) == ["zone-a", "zone-b", "zone-x"])
        #expect(zones["zone-x"]?.measured.fresh == 1)
        // Every route names its zone, so nothing goes to the others.
        #expect(zones["zone-a"]?.rate.fresh?.requestsPerSecond == 0)
    }

    @Test func withoutZonesInRoutesTheUpstreamsTell() {
        let balanced = [gateway("a", [view("a", "r", zone: nil, service: "payment", rps: 70)])]
        let samples = [
            sample("payment", "1", "zone-a", rps: 30), sample("payment", "2", "zone-a", rps: 30),
            sample("payment", "3", "zone-b", rps: 20), sample("payment", "4", "zone-b", rps: nil),
        ]
        let all = rollup(balanced, upstreams: samples)
        let zones = all.byZone()
        // The gateways' own 70 are never added.
        #expect(zones["zone-a"]?.rate.fresh?.requestsPerSecond == 60)
        #expect(zones["zone-a"]?.basis == .upstreams)
        // Half of zone-b is measured: its share stands for the whole.
        #expect(zones["zone-b"]?.measured.fresh == 0.4)
        #expect(zones["zone-b"]?.coverage == Coverage(measured: 1, all: 2))
        #expect(zones["zone-a"]?.intended == .unknown(reason: "routes name services, not zones: no share is set"))
        let service = all.byService()[ServiceKey(name: "payment")]
        #expect(service?.basis == .upstreams)
        #expect(service?.rate.fresh?.requestsPerSecond == 80)
        #expect(service?.zones["zone-b"]?.fresh?.requestsPerSecond == 20)
        #expect(service?.coverage == Coverage(measured: 3, all: 4))
    }

    @Test func oneZoneThatIsNotMeasuredLeavesEveryShareOpen() {
        let balanced = [gateway("a", [view("a", "r", zone: nil, service: "payment", rps: 70)])]
        let zones = rollup(
            balanced, upstreams: [sample("payment", "1", "zone-a"), sample("payment", "3", "zone-b", rps: nil)]
        ).byZone()
        #expect(zones["zone-a"]?.measured == .unknown(reason: "zone-b is not measured: refused"))
        #expect(zones["zone-b"]?.rate == .unknown(reason: "refused"))
    }

    @Test func withoutInstancesTheRoutesTellOfAService() {
        let all = rollup([
            gateway("a", [view("a", "r", weight: 1, zone: "zone-a", service: "payment", rps: 7)]),
            gateway("b", [view("b", "r", weight: 1, zone: "zone-a", service: "payment", rps: 3)]),
        ])
        let service = all.byService()[ServiceKey(name: "payment")]
        #expect(service?.basis == .gateways)
        #expect(service?.rate.fresh?.requestsPerSecond == 10)
        #expect(service?.zones["zone-a"]?.fresh?.requestsPerSecond == 10)
    }
}
