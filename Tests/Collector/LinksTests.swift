import Contract
import Testing
import Topology

@testable import Collector

@Suite("Replication links in the snapshot", .timeLimit(.minutes(1)))
struct LinksTests {
    /// A master at 10.1.0.1 and a replica at 10.2.0.1, each told of by the node's own number.
    private static let review: @Sendable ([ReviewedNode], Moment) -> SourceReview = { nodes, now in
        guard let replica = nodes.last, let bytes = replica.facts.own?.value(as: Double.self) else {
            return SourceReview()
        }
        let isFresh = replica.state == .live
        return SourceReview(links: [
            ReplicationLink(
                source: "edge", kind: "fleet", from: "10.1.0.1:6379", to: "10.2.0.1:6379",
                state: isFresh ? bytes > 100 ? .cut : .ok : .unknown,
                position: isFresh ? .value(bytes, at: now) : .unknown(reason: replica.error ?? ""), unit: "bytes",
                seconds: .unknown(reason: "no heartbeat"),
                live: isFresh ? .value(true, at: now) : .unknown(reason: replica.error ?? ""),
                reason: isFresh ? nil : replica.error)
        ])
    }

    private func fleet(_ master: ScriptedReader, _ replica: ScriptedReader, together: Bool = true) -> FleetEstate {
        let connector = FleetConnector(
            ["10.1.0.1:6379": master, "10.2.0.1:6379": replica], isFleet: false, pollsTogether: together,
            review: Self.review)
        return FleetEstate(
            connector, nodes: [NodeSettings(address: "10.1.0.1:6379"), NodeSettings(address: "10.2.0.1:6379")])
    }

    private func at(_ bytes: Double) -> Reading { .reset(Observation(node: NodeFacts(own: OwnFacts(bytes)))) }

    @Test func theyHaveZonesAndASilentEndIsUnknown() async {
        let (master, replica) = (ScriptedReader(), ScriptedReader())
        let estate = fleet(master, replica)
        for _ in 0..<2 { estate.registry.say(.reset(Observation())) }
        master.say(at(0))
        replica.say(at(7))
        let first = await estate.collector.once()
        #expect(first.links.map(\.state) == [.ok])
        #expect(first.links.map(\.fromZone) == ["zone-a"] && first.links.map(\.toZone) == ["zone-b"])
        let proven = first.links[0].provenAt
        #expect(proven != nil)
        estate.time.advance(10_000)
        master.say(at(0))
        replica.fail(.unreachable, "timed out")
        let second = await estate.collector.once()
        #expect(second.links.map(\.state) == [.unknown])
        #expect(second.links[0].provenAt == proven)
        #expect(second.links[0].position.fresh == nil)
        #expect(second.attention.map(\.text) == ["10.2.0.1:6379 does not answer: timed out"])
        #expect(second.events.contains { $0.kind == .linkLost })
    }

    @Test func nodesAreAskedTogetherAndADeadOneDelaysNobody() async {
        let (master, replica) = (ScriptedReader(), ScriptedReader(heedsCancellation: false))
        let estate = fleet(master, replica)
        let time = estate.time
        await estate.collector.start()
        await master.asked()
        await replica.asked()
        time.advance(100)
        master.say(at(0))
        await time.paused(9_900...9_900)
        time.advance(200)
        replica.say(at(5))
        // Both rest until the same moment, whenever they answered.
        await time.paused(9_700...9_700, count: 2)
        time.advance(9_700)
        await master.asked()
        await replica.asked()
        master.say(at(0))
        await time.paused(10_000...10_000)
        // The replica hangs: it is given up, and the master is asked in time.
        time.advance(3_250)
        await time.paused(875...875)
        time.advance(6_750)
        await master.asked()
        #expect(master.calls == 3)
        await estate.collector.stop()
        replica.say(.confirmed(nil))
    }

    @Test func aCutIsToldAtOnceAndNumbersAloneAreNot() async {
        let (master, replica) = (ScriptedReader(), ScriptedReader())
        var estate = fleet(master, replica)
        let time = estate.time
        await estate.collector.start()
        await estate.registry.asked()
        for reader in [master, replica] { await reader.asked() }
        time.advance(100)
        estate.registry.say(.reset(Observation()))
        master.say(at(0))
        replica.say(at(5))
        let first = await estate.snapshot { !$0.links.isEmpty }
        #expect(first?.links[0].position.fresh == 5)
        await time.paused(9_900...9_900, count: 2)
        time.advance(5_000)
        let published = await estate.collector.publishedAt
        await estate.collector.pollNow()
        for reader in [master, replica] { await reader.asked() }
        replica.say(at(6))
        master.say(at(0))
        await time.paused(4_900...4_900, count: 2)
        while await estate.collector.publication != nil { await Task.yield() }
        #expect(await estate.collector.publishedAt == published)
        await estate.collector.pollNow()
        await replica.asked()
        replica.say(at(200))
        let cut = await estate.snapshot { $0.links.first?.state == .cut }
        #expect(cut?.attention.contains { $0.severity == .bad && $0.subject == "edge" } == true)
        await estate.collector.stop()
    }
}
