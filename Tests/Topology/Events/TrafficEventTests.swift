import Testing
import Topology

@Suite("Events of traffic, links and zones")
struct TrafficEventTests {
    private func snapshot(
        _ moment: Int64, traffic: TrafficView = TrafficView(), links: [ReplicationLink] = [], out: [ZoneOut] = []
    ) -> Snapshot {
        Snapshot(
            estate: EstateDescription(name: "shop"), generation: 1, takenAt: at(moment),
            services: [
                ServiceView(
                    key: ServiceKey(name: "payment"), instances: [instance("payment", "1:80", zone: "zone-b")])
            ], traffic: traffic, links: links, out: out)
    }

    private func texts(_ snapshots: Snapshot...) -> [String] {
        var log = EventLog()
        for (old, new) in zip(snapshots, snapshots.dropFirst()) { _ = log.note(from: old, to: new) }
        return log.events.map { "\($0.subject): \($0.text)" }
    }

    private func link(_ to: String, _ state: ReplicationLink.State) -> ReplicationLink {
        ReplicationLink(
            source: "cache", kind: "redis", from: "m", to: to, state: state, position: .unknown(reason: "?"),
            unit: "bytes", seconds: .unknown(reason: "?"), live: .unknown(reason: "?"))
    }

    @Test func linksThatBreakTogetherAreOneLine() {
        let ok = snapshot(0, links: [link("x", .ok), link("y", .ok)])
        #expect(
            texts(ok, snapshot(1, links: [link("x", .cut), link("y", .cut)]))
                == ["cache: 2 links (x from m …): no longer receives"])
        #expect(
            texts(snapshot(0, links: [link("x", .cut)]), snapshot(1, links: [link("x", .ok)]))
                == ["cache: x from m: keeps up again"])
        // One that is heard of for the first time is no event.
        #expect(texts(snapshot(0, links: [link("x", .ok)]), ok).isEmpty)
    }

    @Test func weightsThatMoveOnEveryNodeAreOneLine() {
        func routes(_ weight: Int) -> TrafficView {
            TrafficView(
                routes: ["a", "b"].map { view($0, "pay-b", weight: weight, zone: "zone-b", rps: Double(weight)) })
        }
        #expect(
            texts(snapshot(0, traffic: routes(50)), snapshot(1, traffic: routes(0)))
                == ["edge: route pay-b: weight 50 became 0 on 2 nodes (a …)"])
        #expect(texts(snapshot(0), snapshot(1, traffic: routes(50))).isEmpty)
        let one = TrafficView(routes: [routes(50).routes[0]])
        // A node that is read for the first time has no new routes.
        #expect(texts(snapshot(0, traffic: one), snapshot(1, traffic: routes(50))).isEmpty)
    }

    @Test func whoFailsAlthoughItIsUp() {
        let key = InstanceKey(service: ServiceKey(name: "payment"), address: "1:80")
        let failing = snapshot(1, traffic: TrafficView(failing: [key: "38 % of requests fail"]))
        #expect(texts(snapshot(0), failing) == ["zone-b: payment 1:80 in zone-b: up, and failing all the same"])
        let well = snapshot(20_000, traffic: TrafficView(instances: [key: .value(rate(1), at: at(2))]))
        #expect(texts(failing, well) == ["zone-b: payment 1:80 in zone-b fails no longer"])
        #expect(texts(failing, snapshot(2)).isEmpty)
    }

    @Test func zonesThatGoOutAndComeBack() {
        let out = ZoneOut(
            zone: "zone-b", operation: "7f3a", by: "ana", reason: "fire", since: Timestamp(milliseconds: 0))
        #expect(
            texts(snapshot(0), snapshot(1, out: [out])) == ["zone-b: evacuated by ana: fire (operation 7f3a)"])
        #expect(texts(snapshot(0, out: [out]), snapshot(1)) == ["zone-b: no longer out"])
    }
}
