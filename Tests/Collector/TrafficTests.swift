import Contract
import Testing
import Topology

@testable import Collector

@Suite("Routes, rates and upstreams in the snapshot", .timeLimit(.minutes(1)))
struct TrafficTests {
    private let pair = [weighted("a", 80, zone: "zone-a"), weighted("b", 20, zone: nil, uri: "http://10.2.0.9:8080")]

    @Test func aWindowMakesRatesAndShares() async {
        let gateway = ScriptedReader()
        let estate = FleetEstate(FleetConnector(["g": gateway]), nodes: [NodeSettings(address: "g")])
        let time = estate.time
        estate.registry.say(.reset(Observation()))
        estate.registry.say(.confirmed(nil))
        gateway.say(.reset(Observation(routes: pair, counters: counts(time, ["a": 100]))))
        // Nobody had called b before: its counter begins at nothing.
        gateway.say(
            .changes(Observation(routes: pair, counters: counts(time, after: 5_000, ["a": 180, "b": 20], errors: 0.1))))
        let snapshot = await estate.twice()
        let zones = snapshot.traffic.zones
        #expect(zones["zone-a"]?.intended.fresh == 0.8)
        #expect(zones["zone-a"]?.measured.fresh == 0.8)
        #expect(zones["zone-b"]?.rate.fresh?.requestsPerSecond == 4)
        #expect(zones["zone-b"]?.rate.fresh?.errorRatio == 0.1)
        #expect(zones["zone-b"]?.basis == .gateways)
        #expect(snapshot.traffic.routes.map(\.zoneRule) == ["metadata zone of the route", "cidr 10.2.0.0/16"])
        #expect(snapshot.zones.map(\.name) == ["zone-a", "zone-b"])
    }

    @Test func oneLookMakesNoRateAndNeverZero() async {
        let gateway = ScriptedReader()
        let estate = FleetEstate(FleetConnector(["g": gateway]), nodes: [NodeSettings(address: "g")])
        estate.registry.say(.reset(Observation()))
        gateway.say(.reset(Observation(routes: pair, counters: counts(estate.time, ["a": 100]))))
        let snapshot = await estate.collector.once()
        #expect(
            snapshot.traffic.routes.map(\.rate) == [
                .unknown(reason: "needs two polls"), .unknown(reason: "needs two polls"),
            ])
        #expect(snapshot.traffic.zones["zone-a"]?.measured == .unknown(reason: "needs two polls"))
        #expect(snapshot.traffic.zones["zone-a"]?.intended.fresh == 0.8)
    }

    @Test func aRestartInBetweenMakesNoRate() async {
        let gateway = ScriptedReader()
        let estate = FleetEstate(FleetConnector(["g": gateway]), nodes: [NodeSettings(address: "g")])
        estate.registry.say(.reset(Observation()))
        estate.registry.say(.confirmed(nil))
        gateway.say(.reset(Observation(routes: pair, counters: counts(estate.time, ["a": 100]))))
        gateway.say(
            .changes(Observation(routes: pair, counters: counts(estate.time, after: 5_000, epoch: "2", ["a": 180]))))
        let snapshot = await estate.twice()
        #expect(
            snapshot.traffic.routes.first?.rate == .unknown(reason: "its counters began anew: needs another poll"))
    }

    @Test func nodesThatAreMeantToBeAlikeAreCompared() async {
        let (g, h) = (ScriptedReader(), ScriptedReader())
        let estate = FleetEstate(
            FleetConnector(["g": g, "h": h]), nodes: [NodeSettings(address: "g"), NodeSettings(address: "h")])
        estate.registry.say(.reset(Observation()))
        g.say(.reset(Observation(routes: [weighted("a", 50, zone: "zone-a")])))
        h.say(.reset(Observation(routes: [weighted("a", 49, zone: "zone-a")])))
        let snapshot = await estate.collector.once()
        #expect(snapshot.traffic.routes.map(\.difference) == ["weight 50, h 49", "weight 49, g 50"])
        #expect(snapshot.attention.map(\.text) == ["nodes are not set alike: route a on g: weight 50, h 49"])
        #expect(snapshot.traffic.routes.first?.rate == .unknown(reason: "the node's counters were not read"))
    }

    @Test func aPollThatIsMissedIsStaleAndAGap() async {
        let gateway = ScriptedReader()
        // The registry waits for something to say as long as the test lasts.
        var estate = FleetEstate(
            FleetConnector(["g": gateway]), nodes: [NodeSettings(address: "g")],
            registry: ScriptedReader(pace: .pushed(windowMs: 600_000)))
        let time = estate.time
        await estate.collector.start()
        await gateway.asked()
        time.advance(100)
        gateway.say(.reset(Observation(routes: pair, counters: counts(time, ["a": 0, "b": 0]))))
        _ = await estate.snapshot { !$0.traffic.routes.isEmpty }
        await time.paused(7_400...7_400)
        time.advance(7_400)
        await gateway.asked()
        gateway.say(.changes(Observation(routes: pair, counters: counts(time, ["a": 74, "b": 0]))))
        let counted = await estate.snapshot { $0.traffic.zones["zone-a"]?.rate.fresh != nil }
        #expect(counted?.traffic.zones["zone-a"]?.rate.fresh?.requestsPerSecond == 10)
        #expect(counted?.traffic.zones["zone-b"]?.rate.fresh?.requestsPerSecond == 0)
        await time.paused(10_000...10_000)
        time.advance(10_000)
        await gateway.asked()
        gateway.fail()
        let missed = await estate.snapshot { $0.traffic.zones["zone-a"]?.rate.fresh == nil }
        guard case .stale(let last, _)? = missed?.traffic.zones["zone-a"]?.rate else {
            Issue.record("not stale")
            return
        }
        #expect(last.requestsPerSecond == 10)
        #expect(missed?.traffic.zones["zone-a"]?.history.last == .some(nil))
        #expect(missed?.traffic.zones["zone-a"]?.history.contains(10) == true)
        await estate.collector.stop()
    }

    @Test func upstreamsTellWhereRoutesNameServices() async {
        let gateway = ScriptedReader()
        let whole = CounterReading.whole
        // Every manual time begins at the same moment.
        let time = ManualTime()
        func readings(_ to: Double) -> [CounterReading] {
            [counts(time, [whole: 0]), counts(time, after: 5_000, [whole: to])]
        }
        let sampler = ScriptedSampler([
            "10.1.0.1:8080": readings(150), "10.1.0.2:8080": readings(0), "10.2.0.1:8080": readings(50),
        ])
        let estate = FleetEstate(FleetConnector(["g": gateway], sampler: sampler), nodes: [NodeSettings(address: "g")])
        let balanced = [Route(id: "p", uri: "lb://PAYMENT", service: "PAYMENT")]
        estate.registry.say(
            .reset(
                Observation(services: [
                    payment: [
                        listed("1", "10.1.0.1", service: "PAYMENT"),
                        listed("2", "10.1.0.2", service: "PAYMENT", state: .out),
                        listed("3", "10.2.0.1", service: "PAYMENT"), listed("4", "10.2.0.2", service: "PAYMENT"),
                        listed("5", "10.2.0.3", service: "PAYMENT", state: .down),
                    ], order: [listed("6", "10.1.0.6", service: "ORDER")],
                ])))
        estate.registry.say(.confirmed(nil))
        gateway.say(.reset(Observation(routes: balanced, counters: counts(time, ["p": 0]))))
        gateway.say(.changes(Observation(routes: balanced, counters: counts(time, after: 5_000, ["p": 7_000]))))
        let snapshot = await estate.twice()
        let zones = snapshot.traffic.zones
        #expect(zones["zone-a"]?.basis == .upstreams)
        #expect(zones["zone-a"]?.rate.fresh?.requestsPerSecond == 30)
        // One of two in zone-b shows no counters: its share stands for both.
        #expect(zones["zone-b"]?.rate.fresh?.requestsPerSecond == 10)
        #expect(zones["zone-b"]?.coverage == Coverage(measured: 1, all: 2))
        #expect(zones["zone-b"]?.measured.fresh == 0.4)
        #expect(snapshot.traffic.services[payment]?.coverage == Coverage(measured: 3, all: 4))
        // What refuses is not asked again at once, what is down or not named by a route never.
        #expect(sampler.asked.count { $0 == "10.2.0.2:8080" } == 1)
        #expect(!sampler.asked.contains("10.2.0.3:8080") && !sampler.asked.contains("10.1.0.6:8080"))
        #expect(
            snapshot.traffic.instances[InstanceKey(service: payment, address: "10.2.0.2:8080")]
                == .unknown(reason: "HTTP 404: no counters"))
    }

    @Test func noMoreThanTheBoundAreSampled() async {
        let gateway = ScriptedReader()
        let sampler = ScriptedSampler(most: 3, [:])
        let estate = FleetEstate(FleetConnector(["g": gateway], sampler: sampler), nodes: [NodeSettings(address: "g")])
        estate.registry.say(
            .reset(
                Observation(services: [payment: (1...9).map { listed("\($0)", "10.1.0.\($0)", service: "PAYMENT") }])))
        estate.registry.say(.confirmed(nil))
        let balanced = [Route(id: "p", uri: "lb://payment", service: "payment")]
        for _ in 0..<2 { gateway.say(.changes(Observation(routes: balanced))) }
        let snapshot = await estate.twice()
        #expect(sampler.asked.count == 3)
        #expect(
            snapshot.traffic.instances.values.count { $0 == .unknown(reason: "beyond the bound of 3 instances") } == 6)
        #expect(snapshot.traffic.services[payment]?.coverage == Coverage(measured: 0, all: 9))
    }

    @Test func aZoneThatIsOutIsOutAndWhatIsThereIsDrift() async {
        let estate = FleetEstate(FleetConnector([:]))
        estate.registry.say(
            .reset(
                Observation(services: [
                    payment: [
                        listed("1", "10.1.0.1", service: "PAYMENT"),
                        listed("2", "10.2.0.1", service: "PAYMENT", state: .out),
                    ], order: [listed("3", "10.2.0.2", service: "ORDER", state: .down)],
                ])))
        let out = ZoneOut(
            zone: "zone-b", operation: "7f3a", by: "ana", reason: "fire", since: estate.time.clock().wall)
        await estate.collector.setOut([out])
        let snapshot = await estate.collector.once()
        #expect(snapshot.out == [out])
        #expect(snapshot.zones.map(\.state) == [.ok, .out])
        #expect(!snapshot.attention.contains { $0.text.contains("is out since") })
        estate.registry.say(.changes(Observation(services: [order: [listed("3", "10.2.0.2", service: "ORDER")]])))
        let later = await estate.collector.once()
        #expect(later.zones.map(\.state) == [.ok, .ok])
        #expect(later.attention.contains { $0.text.contains("(operation 7f3a): 1 instance of order") })
    }
}
