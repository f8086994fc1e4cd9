import Terminal
import Testing
import Topology

@testable import Console

@Suite("Ten thousand rows", .serialized) struct SpeedTests {
    /// A hundred services of a hundred instances, those of one service changed a generation.
    static func snapshot(generation: UInt64, changed: Int? = nil, of services: [ServiceView]) -> Snapshot {
        var services = services
        if let changed {
            var instances = services[changed].instances
            let flip = Int(generation) % instances.count
            instances[flip].state = instances[flip].state == .up ? .down : .up
            services[changed] = ServiceView(key: services[changed].key, instances: instances)
        }
        return Shop.snapshot(generation: generation, services: services)
    }

    static let services: [ServiceView] = (0..<100).map { index in
        Shop.healthy("service-\(index / 10)\(index % 10)", index, [50, 30, 20])
    }

    /// The work of a key must not grow with the rows: it is counted here, and timed by the benchmarks.
    @Test func aKeyTouchesNoMoreThanTheVisibleRows() {
        var state = ConsoleState.shop(snapshot: Self.snapshot(generation: 1, of: Self.services))
        state.hit(.character("3"))
        #expect(state.view.rows.count == 10_000)
        let clock = ContinuousClock()
        var canvas = Canvas(width: 80, height: 24)
        var times: [Duration] = []
        for _ in 0..<50 {
            times.append(
                clock.measure {
                    state.hit(.character("j"))
                    state.draw(into: &canvas, at: state.now)
                })
        }
        #expect(state.view.row == 50)
        #expect(times.sorted()[25] < .milliseconds(100), "a key took \(times.sorted()[25]) even without optimization")
    }

    @Test func aSnapshotRemakesOnlyTheServicesThatChanged() {
        var state = ConsoleState.shop(snapshot: Self.snapshot(generation: 1, of: Self.services))
        state.hit(.character("3"), .character("/"))
        state.type("state=down")
        state.hit(.enter)
        #expect(state.view.rows.count == 0)
        state.take(.snapshot(Self.snapshot(generation: 2, changed: 7, of: Self.services)))
        #expect(state.view.rows.count == 1)
        guard case .instances(let rows) = state.view.rows else {
            Issue.record("no rows")
            return
        }
        #expect(MemoryLayout<InstanceRows.Entry>.stride == 16)
        #expect(rows.total == 10_000)
    }
}

@Suite("Many routes, links and steps", .serialized) struct WideSpeedTests {
    /// 2,000 routes of 4 gateways, 200 links between five zones.
    static func snapshot() -> Snapshot {
        var snapshot = SpeedTests.snapshot(generation: 1, of: SpeedTests.services)
        snapshot.sources = [Incident.edge()]
        snapshot.zones += ["zone-d", "zone-e"].map { name in
            ZoneView(name: name, region: "west", state: .ok, counts: Counts())
        }
        snapshot.traffic = Incident.traffic()
        snapshot.traffic.routes = (0..<2_000).map(route)
        snapshot.links = (0..<200).map(link)
        return snapshot
    }

    static func route(_ index: Int) -> RouteView {
        let zone = ["zone-a", "zone-b", "zone-c"][index % 3]
        let place = index % 500
        let route = Route(id: "route-\(place)", uri: "http://10.1.0.7", group: "group-\(place / 3)", weight: 50)
        return RouteView(
            node: Incident.gateways[index / 500], route: route, zone: zone, zoneRule: "metadata zone",
            rate: Incident.rate(Double(index % 90), 0.01),
            difference: index % 97 == 0 ? "weight 49, others 50" : nil)
    }

    static func link(_ index: Int) -> ReplicationLink {
        let zones = ["a", "b", "c", "d", "e"]
        let states = ReplicationLink.State.allCases
        return Incident.link(
            "db-\(index / 20)", "mysql", zones[index % 5], zones[(index / 5 + index) % 5], states[index % 6],
            Double(index), "tx", Double(index % 30))
    }

    private func median(_ keys: [Key], _ state: inout ConsoleState) -> Duration {
        let clock = ContinuousClock()
        var canvas = Canvas(width: 200, height: 60)
        var times: [Duration] = []
        for index in 0..<30 {
            times.append(
                clock.measure {
                    state.hit(keys[index % keys.count])
                    state.draw(into: &canvas, at: state.now)
                })
        }
        return times.sorted()[15]
    }

    @Test(arguments: ["1", "2", "5", "6"]) func aKeyIsDrawnAtOnce(_ screen: String) {
        var state = ConsoleState.shop(columns: 200, lines: 60, snapshot: Self.snapshot())
        state.hit(.character(Character(screen)))
        let time = median([.character("j"), .character("k")], &state)
        #expect(time < .milliseconds(150), "a key on screen \(screen) took \(time) even without optimization")
    }

    @Test func theProgressOfTenThousandStepsIsDrawnAtOnce() {
        var operation = Zones.operation()
        let steps = operation.steps
        operation.steps = (0..<250).flatMap { _ in steps }
        var state = ConsoleState.shop(columns: 200, lines: 60, snapshot: Self.snapshot())
        state.take(.journal(operations: [operation], drains: []))
        let time = median([.character("2"), .character("1")], &state)
        #expect(time < .milliseconds(150), "the banner of \(operation.steps.count) steps took \(time)")
    }
}
