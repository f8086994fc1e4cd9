import Testing
import Topology

@Suite("Counters, links and zones that are out on the attention list")
struct TrafficAttentionTests {
    private let payment = ServiceKey(name: "payment")
    private let clock = ClockReading(
        wall: Timestamp(milliseconds: 1_790_000_000_000), moment: Moment(milliseconds: 10_000_000))

    private func services(_ instances: InstanceView...) -> [ServiceView] {
        Dictionary(grouping: instances, by: \.key.service).map { ServiceView(key: $0, instances: $1) }
            .sorted { $0.key < $1.key }
    }

    private func lines(
        _ services: [ServiceView] = [], sources: [SourceView] = [], traffic: TrafficView = TrafficView(),
        splits: [SplitCheck.Finding] = [], links: [ReplicationLink] = [], out: [ZoneOut] = []
    ) -> [Attention] {
        var board = AttentionBoard()
        return board.lines(
            AttentionBoard.Facts(
                estate: EstateDescription(name: "shop"), sources: sources, services: services, traffic: traffic,
                splits: splits, links: links, out: out, clock: clock),
            now: clock.moment)
    }

    private func link(
        _ from: String, _ to: String, _ state: ReplicationLink.State, zones: (String, String)? = nil
    ) -> ReplicationLink {
        ReplicationLink(
            source: "cache", kind: "redis", from: from, to: to, fromZone: zones?.0, toZone: zones?.1, state: state,
            position: .unknown(reason: "?"), unit: "bytes", seconds: .unknown(reason: "?"),
            live: .unknown(reason: "?"), reason: "connect refused")
    }

    @Test func instancesOfOneServiceAndZoneAreOneLine() {
        let all = services(
            instance("payment", "1:80", zone: "zone-b"), instance("payment", "2:80", zone: "zone-b"),
            instance("payment", "3:80", zone: "zone-b"))
        func key(_ address: String) -> InstanceKey { InstanceKey(service: payment, address: address) }
        let one = lines(all, traffic: TrafficView(failing: [key("1:80"): "38 % of requests fail"]))
        #expect(one.map(\.text) == ["payment/1:80 is up and fails all the same: 38 % of requests fail"])
        #expect(one.map(\.severity) == [.warning])
        let two = lines(all, traffic: TrafficView(failing: [key("1:80"): "38 % of requests fail", key("2:80"): "x"]))
        #expect(
            two.map(\.text) == [
                "2 of 3 instances of payment are up and fail all the same: 38 % of requests fail (1:80, 2:80)"
            ])
        #expect(two.map(\.severity) == [.bad])
        #expect(two.map(\.subject) == ["zone-b"])
    }

    @Test func aZoneThatFailsIsOneLineWhateverItIsMadeOf() {
        let all = services(
            instance("payment", "1:80", zone: "zone-b"), instance("payment", "2:80", zone: "zone-b"),
            instance("order", "3:80", zone: "zone-b"))
        func zones(_ errors: Double) -> [String: ZoneTraffic] {
            func traffic(_ errors: Double) -> ZoneTraffic {
                ZoneTraffic(
                    intended: .notApplicable, measured: .notApplicable, basis: .gateways,
                    rate: .value(rate(50, errors: errors, ms: 5), at: clock.moment))
            }
            return ["zone-a": traffic(0.01), "zone-b": traffic(errors)]
        }
        let failing = [InstanceKey(service: payment, address: "1:80"): "60 % of requests fail"]
        #expect(
            lines(all, traffic: TrafficView(zones: zones(1), failing: failing)).map(\.text)
                == ["100 % of the requests that gateways send to zone-b fail"])
        #expect(
            lines(all, traffic: TrafficView(zones: zones(0.2), failing: failing)).map(\.text)
                == ["payment/1:80 is up and fails all the same: 60 % of requests fail"])
        #expect(
            lines(all, traffic: TrafficView(zones: zones(0.2))).map(\.text)
                == ["20 % of the requests that gateways send to zone-b fail"])
        #expect(lines(all, traffic: TrafficView(zones: zones(0.02))).isEmpty)
    }

    @Test func aSplitThatIsNotSetNamesTheGateway() {
        let finding = SplitCheck.find([
            gateway(
                "http://10.2.0.9:8080",
                [
                    view("http://10.2.0.9:8080", "a", weight: 99, zone: "zone-a", rps: 99),
                    view("http://10.2.0.9:8080", "c", weight: 1, zone: "zone-c", rps: 1),
                ]),
            gateway(
                "b",
                [
                    view("b", "a", weight: 100, zone: "zone-a", rps: 9),
                    view("b", "c", weight: 0, zone: "zone-c", rps: 0),
                ]),
            gateway(
                "d",
                [
                    view("d", "a", weight: 100, zone: "zone-a", rps: 9),
                    view("d", "c", weight: 0, zone: "zone-c", rps: 0),
                ]),
        ])
        #expect(
            lines(splits: finding).map(\.text) == ["gateway 10.2.0.9:8080 sends 1 % to zone-c, is set to 0 %"])
    }

    @Test func gatewaysThatDifferAreOneLineASource() {
        var one = view("a", "r", weight: 49, zone: nil)
        one.difference = "weight 49, others 50"
        var two = view("a", "s", weight: 1, zone: nil)
        two.difference = "missing on b"
        #expect(
            lines(traffic: TrafficView(routes: [one, two])).map(\.text) == [
                "nodes are not set alike: route r on a: weight 49, others 50; and 1 other route"
            ])
    }

    @Test func aDeadMasterIsOneLineAndWhatIsUnknownBecauseOfASilentNodeNone() {
        let dead = [link("m", "x", .sourceDown), link("m", "y", .sourceDown)]
        #expect(
            lines(links: dead).map(\.text) == ["m is dead, 2 replicas no longer receive from it: connect refused"])
        #expect(
            lines(links: [link("a", "b", .cut, zones: ("zone-a", "zone-b"))]).map(\.text) == [
                "b no longer receives from a (zone-a to zone-b): connect refused"
            ])
        let silent = NodeView(
            id: NodeID(source: "cache", node: "b"), state: .stale, error: "timed out", since: at(0))
        let source = SourceView(name: "cache", kind: "redis", state: .failed, nodes: [silent])
        #expect(
            lines(sources: [source], links: [link("a", "b", .unknown)]).map(\.text) == ["b does not answer: timed out"])
        #expect(
            lines(links: [link("a", "b", .unknown)]).map(\.text) == [
                "how far b is behind a is not known: connect refused"
            ])
    }

    private func out(_ expiresInMs: Int64? = nil, except: [String] = []) -> ZoneOut {
        ZoneOut(
            zone: "zone-b", operation: "7f3a", by: "ana", reason: "fire",
            since: Timestamp(milliseconds: clock.wall.milliseconds - 3_600_000),
            expiresAt: expiresInMs.map { Timestamp(milliseconds: clock.wall.milliseconds + $0) }, except: except)
    }

    @Test func whatComesUpInAZoneThatIsOutIsDrift() {
        let now = clock.moment.milliseconds
        let all = services(
            instance("payment", "1:80", zone: "zone-b", since: now - 1_000),
            instance("payment", "2:80", zone: "zone-b", since: now - 2_000),
            instance("payment", "3:80", zone: "zone-b", .out), instance("legacy", "4:80", zone: "zone-b"),
            instance("payment", "5:80", zone: "zone-a"))
        let lead = "zone-b is out since \(out().since.hourAndMinute) (operation 7f3a)"
        #expect(
            lines(all, out: [out(except: ["legacy"])]).map(\.text) == ["\(lead): 2 instances of payment came up there"])
        let old = services(instance("payment", "1:80", zone: "zone-b", since: now - 7_200_000))
        #expect(lines(old, out: [out()]).map(\.text) == ["\(lead): 1 instance of payment is up there"])
        let estate = EstateDescription(name: "shop", regions: [Region(name: "east", zones: [Zone(name: "zone-b")])])
        #expect(Rollup.zones(estate, all, out: [out(except: ["legacy"])])[0].state == .ok)
        let gone = services(
            instance("payment", "3:80", zone: "zone-b", .down), instance("legacy", "4:80", zone: "zone-b"))
        #expect(Rollup.zones(estate, gone, out: [out(except: ["legacy"])])[0].state == .out)
    }

    @Test func aGatewayThatStillSendsThereAndAnExpiryAreTold() {
        let routes = [view("g", "pay-b", weight: 50, zone: "zone-b"), view("g", "pay-a", weight: 50, zone: "zone-a")]
        let lead = "zone-b is out since \(out().since.hourAndMinute) (operation 7f3a)"
        #expect(
            lines(traffic: TrafficView(routes: routes), out: [out(1_000)]).map(\.text) == [
                "\(lead): g still sends there on route pay-b"
            ])
        #expect(lines(traffic: TrafficView(routes: routes), out: [out(except: ["pay-*"])]).isEmpty)
        let over = lines(out: [out(-1_000)])
        #expect(over.map(\.target) == [.operation("7f3a")])
        #expect(over.map(\.severity) == [.bad])
    }
}
