import Testing
import Topology

@Suite("Health of services, zones, regions and sources")
struct RollupTests {
    private func counts(up: Int = 0, down: Int = 0, out: Int = 0, starting: Int = 0, unknown: Int = 0, gone: Int = 0)
        -> Counts
    {
        var counts = Counts()
        counts.count(.up, up)
        counts.count(.down, down)
        counts.count(.out, out)
        counts.count(.starting, starting)
        counts.count(.unknown, unknown)
        counts.count(.gone, gone)
        return counts
    }

    @Test func healthOfCounts() {
        #expect(Health(of: counts(up: 3)) == .ok)
        #expect(Health(of: counts(up: 2, out: 9)) == .ok)
        #expect(Health(of: counts(up: 2, down: 1)) == .degraded)
        #expect(Health(of: counts(up: 2, gone: 2)) == .degraded)
        #expect(Health(of: counts(up: 1, gone: 2)) == .sick)
        #expect(Health(of: counts(out: 2)) == .out)
        #expect(Health(of: counts(out: 2, unknown: 2)) == .unknown)
        #expect(Health(of: counts()) == .unknown)
    }

    private func service(_ name: String, _ zones: [String: Counts]) -> ServiceView {
        var instances: [InstanceView] = []
        for (zone, counts) in zones.sorted(by: { $0.key < $1.key }) {
            for state in InstanceState.allCases {
                for index in 0..<counts[state] {
                    instances.append(
                        instance(name, "\(zone)-\(state)-\(index):1", zone: zone.isEmpty ? nil : zone, state))
                }
            }
        }
        return ServiceView(key: ServiceKey(name: name), instances: instances)
    }

    private let estate = EstateDescription(
        name: "shop",
        regions: [
            Region(name: "east", zones: [Zone(name: "zone-a"), Zone(name: "zone-b")]),
            Region(name: "west", zones: [Zone(name: "zone-c")]),
        ])

    @Test func aZoneIsAsSickAsItsSickestService() {
        let zones = Rollup.zones(
            estate,
            [
                service("order", ["zone-a": counts(up: 40), "zone-b": counts(up: 34, down: 6)]),
                service("payment", ["zone-a": counts(up: 20), "zone-b": counts(up: 2, down: 18), "": counts(up: 1)]),
                service("search", ["elsewhere": counts(up: 1)]),
            ])
        #expect(zones.map(\.name) == ["zone-a", "zone-b", "zone-c", "elsewhere", ""])
        #expect(zones.map(\.state) == [.ok, .sick, .unknown, .ok, .ok])
        #expect(zones.map(\.region) == ["east", "east", "west", nil, nil])
        #expect(zones[1].worst?.service.name == "payment")
        #expect(zones[1].counts == counts(up: 36, down: 24))
        #expect(zones[0].worst == nil)
        let regions = Rollup.regions(zones)
        #expect(regions.map(\.name) == ["east", "west"])
        #expect(regions.map(\.state) == [.sick, .unknown])
    }

    @Test func anEvacuatedZoneIsOutAndADeafOneUnknown() {
        func state(_ all: [Counts]) -> Health? {
            let services = all.enumerated().map { service("s\($0.offset)", ["zone-a": $0.element]) }
            return Rollup.zones(estate, services).first?.state
        }
        #expect(state([counts(out: 3), counts(out: 1)]) == .out)
        #expect(state([counts(out: 3), counts(up: 1)]) == .ok)
        #expect(state([counts(unknown: 3), counts(unknown: 1)]) == .unknown)
        #expect(state([counts(unknown: 3), counts(up: 1)]) == .degraded)
    }

    @Test(arguments: [
        ([NodeView.State.live, .live], SourceView.State.live), ([.live, .stale], .partial), ([.partial], .partial),
        ([.stale, .failed], .failed), ([.waiting, .failed], .waiting), ([.live, .named], .live),
        ([.failed, .named], .failed), ([.live, .waiting], .partial), ([], .waiting),
    ])
    func stateOfASource(_ nodes: [NodeView.State], _ expected: SourceView.State) {
        let views = nodes.enumerated().map {
            NodeView(id: NodeID(source: "s", node: "n\($0.offset)"), state: $0.element, since: at(0))
        }
        #expect(Rollup.state(of: views) == expected)
    }
}
