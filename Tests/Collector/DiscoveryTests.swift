import Contract
import Testing
import Topology

@testable import Collector

@Suite("Fleets that are found in a registry", .timeLimit(.minutes(1)))
struct DiscoveryTests {
    private let gateways = ServiceKey(name: "gateway")
    private let one = listed("g1", "10.1.0.9", service: "GATEWAY", metadata: ["management.port": "9090"])
    private let two = listed("g2", "10.2.0.9", service: "GATEWAY", isSecure: true)
    private let first = "http://10.1.0.9:9090"
    private let second = "https://10.2.0.9:8080"

    private func nodes(_ estate: FleetEstate) async -> [String] {
        await estate.collector.settings()[1].nodes.map { "\($0.address) \($0.zone ?? "")" }
    }

    @Test func theyAreAskedInTheSameLookAndCountAsConfigured() async {
        let (g, h) = (ScriptedReader(), ScriptedReader())
        let estate = FleetEstate(FleetConnector([first: g, second: h]), discovers: true, mode: .operate)
        #expect(await nodes(estate).isEmpty)
        estate.registry.say(.reset(Observation(services: [gateways: [one, two]])))
        g.say(.reset(Observation(routes: [weighted("a", 1, zone: "zone-a")])))
        h.fail()
        let snapshot = await estate.collector.once()
        #expect(snapshot.sources[1].nodes.map(\.state) == [.live, .failed])
        #expect(snapshot.sources[1].nodes.map(\.zone) == ["zone-a", "zone-b"])
        #expect(snapshot.sources[1].state == .partial)
        #expect(snapshot.traffic.routes.map(\.node) == [estate.id(first)])
        #expect(await nodes(estate) == ["\(first) zone-a", "\(second) zone-b"])
        // What changes them knows them too.
        #expect(estate.connector.actuated.last == [first, second])
    }

    @Test func beforeTheRegistryAnswersTheyAreWaitedFor() async {
        let estate = FleetEstate(FleetConnector([:]), discovers: true)
        estate.registry.fail()
        let silent = await estate.collector.once()
        #expect(silent.sources[1].state == .waiting)
        estate.registry.say(.reset(Observation()))
        let empty = await estate.collector.once()
        #expect(empty.sources[1].state == .failed)
        #expect(empty.attention.map(\.text).contains("the registry that its nodes are to be found in lists none"))
    }

    @Test func oneWhoseLeaseHasExpiredIsShownAndNotCounted() async {
        let (g, h) = (ScriptedReader(), ScriptedReader())
        let estate = FleetEstate(FleetConnector([first: g, second: h]), discovers: true)
        estate.registry.say(.reset(Observation(services: [gateways: [one, two]])))
        for reader in [g, h] { reader.say(.reset(Observation())) }
        _ = await estate.collector.once()
        // It does not answer, and is still listed as alive: it counts.
        estate.registry.say(.confirmed(nil))
        g.say(.confirmed(nil))
        h.fail()
        #expect(await estate.collector.once().sources[1].nodes.map(\.state) == [.live, .stale])
        estate.registry.say(
            .changes(
                Observation(services: [
                    gateways: [one, two.judged(.unknown, detail: "lease expired 20 s ago")]
                ])))
        g.say(.confirmed(nil))
        h.fail()
        let lapsed = await estate.collector.once()
        #expect(lapsed.sources[1].nodes.map(\.state) == [.live, .named])
        #expect(lapsed.sources[1].state == .live)
        #expect(await nodes(estate) == ["\(first) zone-a"])
        #expect(
            lapsed.attention.map(\.text).contains(
                "10.2.0.9:8080 is not counted: registry says that its lease expired 20 s ago"))
        // It is back.
        estate.registry.say(.changes(Observation(services: [gateways: [one, two]])))
        for reader in [g, h] { reader.say(.confirmed(nil)) }
        let back = await estate.collector.once()
        #expect(back.sources[1].nodes.map(\.state) == [.live, .live])
    }

    @Test func whoIsListedNoMoreStaysWhileItAnswers() async {
        let (g, h) = (ScriptedReader(), ScriptedReader())
        let estate = FleetEstate(FleetConnector([first: g, second: h]), discovers: true)
        estate.registry.say(.reset(Observation(services: [gateways: [one, two]])))
        for reader in [g, h] { reader.say(.reset(Observation())) }
        _ = await estate.collector.once()
        // A registry that was restarted lists nobody for a while.
        estate.registry.say(.reset(Observation()))
        for reader in [g, h] { reader.say(.confirmed(nil)) }
        #expect(await estate.collector.once().sources[1].nodes.count == 2)
        estate.registry.say(.confirmed(nil))
        g.say(.confirmed(nil))
        h.fail()
        _ = await estate.collector.once()
        #expect(await nodes(estate) == ["\(first) zone-a"])
    }

    @Test func aSilentRegistryTakesNobodyAway() async {
        let g = ScriptedReader()
        let estate = FleetEstate(FleetConnector([first: g]), discovers: true)
        estate.registry.say(.reset(Observation(services: [gateways: [one]])))
        g.say(.reset(Observation()))
        _ = await estate.collector.once()
        estate.registry.fail()
        g.fail()
        let dark = await estate.collector.once()
        #expect(dark.sources[1].nodes.map(\.state) == [.stale])
    }

    @Test func aNewOneIsFollowedAtOnce() async {
        let (g, h) = (ScriptedReader(), ScriptedReader())
        let estate = FleetEstate(FleetConnector([first: g, second: h]), discovers: true)
        await estate.collector.start()
        await estate.registry.asked()
        estate.registry.say(.reset(Observation(services: [gateways: [one]])))
        await g.asked()
        await estate.time.paused(7_500...7_500)
        estate.time.advance(7_500)
        await estate.registry.asked()
        estate.registry.say(.changes(Observation(services: [gateways: [one, two]])))
        await h.asked()
        await estate.collector.stop()
    }

    @Test func aRegistryDecidesNoMoreThanTheBound() async {
        let estate = FleetEstate(FleetConnector([:]), discovers: true)
        let many = (0..<400).map { listed("g\($0)", "10.1.\($0 / 250).\($0 % 250)", service: "GATEWAY") }
        estate.registry.say(.reset(Observation(services: [gateways: many])))
        let collector = estate.collector
        async let answer = collector.once()
        await estate.time.paused(3_250...3_250, count: 256)
        estate.time.advance(3_250)
        #expect(await answer.sources[1].nodes.count == 256)
    }
}
