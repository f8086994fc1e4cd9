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
