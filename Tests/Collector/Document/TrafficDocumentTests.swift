import Collector
import FoundationEssentials
import Testing
import Topology

/// Routes, links and shares in the snapshot's JSON: names to the letter, nothing made up.
@Suite struct TrafficDocumentTests {
    private let now = ClockReading(
        wall: Timestamp(milliseconds: 1_795_557_387_123), moment: Moment(milliseconds: 50_000))
    private let node = NodeID(source: "edge", node: "http://10.1.0.9:8080")

    private func text(_ traffic: TrafficView = TrafficView(), _ links: [ReplicationLink] = []) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let snapshot = Snapshot(
            estate: EstateDescription(name: "shop"), generation: 1, takenAt: now.moment,
            zones: [ZoneView(name: "zone-a", region: "east", state: .ok, counts: Counts())], traffic: traffic,
            links: links)
        return String(decoding: try encoder.encode(SnapshotDocument(snapshot, now: now)), as: UTF8.self)
    }

    @Test func aRouteThatIsCounted() throws {
        let route = RouteView(
            node: node,
            route: Route(id: "pay-a", uri: "http://10.1.0.7:80", group: "pay", weight: 80, definedIn: .properties),
            zone: "zone-a", zoneRule: "metadata zone of the route",
            rate: .value(
                TrafficRate(requestsPerSecond: 12.5, errorRatio: 0.25, meanLatencyMs: 40), at: now.moment))
        #expect(
            try text(TrafficView(routes: [route])).contains(
                #""routes":[{"definedIn":"properties","difference":null,"errorRatio":0.25,"group":"pay","id":"pay-a","#
                    + #""meanLatencyMs":40,"node":"http://10.1.0.9:8080","order":0,"requestsPerSecond":12.5,"#
                    + #""service":null,"serviceReason":"its URI names no service","source":"edge","#
                    + #""uri":"http://10.1.0.7:80","weight":80,"zone":"zone-a","zoneRule":"metadata zone of the route"}]"#
            ))
    }

    @Test func aRouteThatIsNotCountedSaysWhy() throws {
        let route = RouteView(
            node: node, route: Route(id: "p", uri: "lb://payment", service: "payment"), zoneRule: "lb://",
            rate: .stale(TrafficRate(requestsPerSecond: 7), at: Moment(milliseconds: 10_000)))
        let document = try text(TrafficView(routes: [route]))
        #expect(
            document.contains(#""requestsPerSecond":null,"requestsPerSecondReason":"stale: measured 40 s ago""#))
        #expect(document.contains(#""zone":null,"zoneReason":"lb://""#))
        #expect(document.contains(#""weight":null,"weightReason":"not weighted""#))
        #expect(document.contains(#""definedIn":null,"definedInReason":"not proven""#))
    }

    @Test func noRequestsAreARateWithoutRatio() throws {
        let route = RouteView(
            node: node, route: Route(id: "p", uri: "http://x"), zoneRule: "no rule",
            rate: .value(TrafficRate(requestsPerSecond: 0), at: now.moment))
        let document = try text(TrafficView(routes: [route]))
        #expect(document.contains(#""errorRatio":null,"errorRatioReason":"no requests""#))
        #expect(document.contains(#""requestsPerSecond":0"#))
    }

    @Test func aZonesShares() throws {
        let traffic = ZoneTraffic(
            intended: .value(0.5, at: now.moment), measured: .unknown(reason: "needs two polls"), basis: .gateways,
            rate: .unknown(reason: "needs two polls"), coverage: Coverage(measured: 1, all: 2))
        let document = try text(TrafficView(zones: ["zone-a": traffic]))
        #expect(
            document.contains(
                #""share":{"basis":"gateways","intended":0.5,"measured":null,"measuredReason":"needs two polls"}"#))
        #expect(document.contains(#""coverage":{"all":2,"measured":1}"#))
        let none = ZoneTraffic(intended: .notApplicable, measured: .notApplicable, rate: .notApplicable)
        #expect(
            try text(TrafficView(zones: ["zone-a": none])).contains(
                #""intended":null,"intendedReason":"no gateway in this estate""#))
    }

    @Test func aLinkIsThreeFactsAndAReason() throws {
        let link = ReplicationLink(
            source: "cache", kind: "redis", from: "10.1.0.1:6379", to: "10.2.0.1:6379", fromZone: "zone-a",
            state: .sourceDown, position: .value(1_000, at: now.moment), unit: "bytes",
            seconds: .stale(3, at: Moment(milliseconds: 10_000)), live: .value(false, at: now.moment),
            provenAt: Moment(milliseconds: 49_000), reason: "the master does not answer",
            facts: [
                ReplicationLink.Fact(
                    label: "slave_repl_offset", value: "17", node: "10.2.0.1:6379", at: Moment(milliseconds: 49_000))
            ])
        let document = try text(TrafficView(), [link])
        #expect(
            document.contains(
                #""lag":{"live":false,"position":1000,"seconds":null,"secondsReason":"stale: measured 40 s ago","#
                    + #""unit":"bytes"}"#))
        #expect(document.contains(#""state":"source-down""#))
        #expect(document.contains(#""reason":"the master does not answer""#))
        #expect(document.contains(#""provenAt":"2026-11-24T21:56:26.123Z""#))
        #expect(document.contains(#""toZone":null,"toZoneReason":"no zone of the estate holds it""#))
        #expect(
            document.contains(
                #"{"at":"2026-11-24T21:56:26.123Z","label":"slave_repl_offset","node":"10.2.0.1:6379","value":"17"}"#))
    }
}
