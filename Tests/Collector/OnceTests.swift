import Contract
import Testing
import Topology

@testable import Collector

@Suite("Once, named servers, probing and what was kept", .timeLimit(.minutes(1)))
struct OnceTests {
    @Test func onceHoldsItsDeadlinesAndSaysWhoFailed() async {
        let (live, refused) = (ScriptedReader(), ScriptedReader())
        let hanging = ScriptedReader(heedsCancellation: false)
        let estate = ScriptedEstate([live], [refused], [hanging])
        live.say(.reset(says(registration("i1"))))
        refused.fail()
        let collector = estate.collector
        async let answer = collector.once()
        await hanging.asked()
        // The other two have settled before time passes.
        await until { await estate.collector.nodes[estate.id("a")]?.hasAnswered == true }
        await until { await estate.collector.nodes[estate.id("b")]?.failures == 1 }
        await estate.time.paused(3_250...3_250)
        estate.time.advance(3_250)
        let snapshot = await answer
        #expect(snapshot.sources[0].nodes.map(\.state) == [.live, .failed, .failed])
        #expect(snapshot.sources[0].state == .partial)
        #expect(shown(snapshot) == "10.1.0.1:8080 up")
        hanging.say(.confirmed(nil))
    }

    @Test func aWindowAsksTwice() async {
        let reader = ScriptedReader()
        let estate = ScriptedEstate([reader])
        reader.say(.reset(says(registration("i1"))))
        reader.say(.changes(says(registration("i1", state: .down))))
        let collector = estate.collector
        async let answer = collector.once(windowMs: 5_000)
        await estate.time.paused(5_000...5_000)
        estate.time.advance(5_000)
        #expect(shown(await answer) == "10.1.0.1:8080 down")
        #expect(reader.calls == 2)
    }

    @Test func namedServersAreShownAndNotAsked() async {
        let reader = ScriptedReader()
        let stranger = ScriptedReader()
        let estate = ScriptedEstate([reader], adopted: ["c": [stranger]])
        let named = NodeFacts(named: [NamedServer(address: "c", host: "10.9.0.1", namedBy: "/status")])
        reader.say(.reset(says(registration("i1"), node: named)))
        let snapshot = await estate.collector.once()
        #expect(snapshot.sources[0].nodes.map(\.state) == [.live, .named])
        #expect(snapshot.sources[0].state == .live)
        #expect(stranger.calls == 0)
        #expect(estate.connector.made("c") == 0)
        #expect(snapshot.attention.map(\.text) == ["names 1 server that the estate file does not: c"])
    }

    @Test(arguments: [("10.9.*", true), ("10.8.*", false)])
    func onlyHostsThatMayBeAdoptedAreAsked(_ pattern: String, _ isAdopted: Bool) async {
        let reader = ScriptedReader()
        let peer = ScriptedReader()
        let estate = ScriptedEstate([reader], adoptHosts: [pattern], adopted: ["c": [peer]])
        let named = NodeFacts(named: [NamedServer(address: "c", host: "10.9.0.1", namedBy: "/status")])
        reader.say(.reset(says(registration("i1"), node: named)))
        peer.say(.reset(says(registration("i1"))))
        let snapshot = await estate.collector.once()
        #expect(snapshot.sources[0].nodes.map(\.state) == [.live, isAdopted ? .live : .named])
        #expect(peer.calls == (isAdopted ? 1 : 0))
    }

    @Test func whatCanBeWrittenIsAskedAfterTheData() async {
        let reader = ScriptedReader()
        var estate = ScriptedEstate(
            [reader], mode: .operate, capabilities: ["a": .writable(["status"])])
        await estate.collector.start()
        await reader.asked()
        estate.time.advance(100)
        reader.say(.reset(says(registration("i1"))))
        let first = await estate.shows("10.1.0.1:8080 up")
        #expect(first?.sources[0].nodes[0].writes == [])
        await estate.time.paused(1_900...1_900)
        estate.time.advance(1_900)
        let probed = await estate.snapshot { $0.sources[0].nodes[0].writes == ["status"] }
        #expect(probed != nil)
        await estate.time.paused(300_000...300_000)
        await estate.collector.stop()
    }

    @Test func aReadOnlyEstateHasNoActuators() async {
        let reader = ScriptedReader()
        let estate = ScriptedEstate([reader], capabilities: ["a": .writable(["status"])])
        reader.say(.reset(says(registration("i1"))))
        let snapshot = await estate.collector.once(probe: true)
        #expect(snapshot.sources[0].nodes[0].writes == [])
        #expect(await estate.collector.probeWrites().isEmpty)
    }

    private func kept(_ estate: ScriptedEstate, ageMs: Int64) -> KeptListings {
        var kept = KeptListings()
        kept.takenAt = Timestamp(milliseconds: estate.time.clock().wall.milliseconds - ageMs)
        kept.nodes = [estate.id("a"): [payment: [registration("i1"), registration("i2", "10.1.0.2")]]]
        return kept
    }

    @Test func whatWasKeptIsUnknownUntilItsNodeAnswers() async {
        let reader = ScriptedReader()
        var estate = ScriptedEstate([reader])
        await estate.collector.start()
        await reader.asked()
        estate.time.advance(100)
        await estate.collector.seed(kept(estate, ageMs: 60_000))
        let seeded = await estate.shows("10.1.0.1:8080 unknown, 10.1.0.2:8080 unknown")
        #expect(seeded?.sources[0].nodes[0].answeredAt == estate.time.now + -60_000)
        estate.time.advance(100)
        // What its registry has dropped since is gone: the outage began before the console was opened.
        reader.say(.reset(says(registration("i1"))))
        let live = await estate.shows("10.1.0.1:8080 up, 10.1.0.2:8080 gone")
        #expect(live?.sources[0].state == .live)
        await estate.collector.stop()
    }

    @Test func whatWasKeptDaysAgoHasNotGoneLately() async {
        let reader = ScriptedReader()
        var estate = ScriptedEstate([reader])
        await estate.collector.start()
        await reader.asked()
        estate.time.advance(100)
        await estate.collector.seed(kept(estate, ageMs: 172_800_000))
        await estate.shows("10.1.0.1:8080 unknown, 10.1.0.2:8080 unknown")
        estate.time.advance(100)
        reader.say(.reset(says(registration("i1"))))
        await estate.shows("10.1.0.1:8080 up")
        await estate.collector.stop()
    }

    @Test func aNodeThatFailsAfterTheSeedIsStale() async {
        let reader = ScriptedReader()
        var estate = ScriptedEstate([reader])
        await estate.collector.seed(kept(estate, ageMs: 60_000))
        await estate.collector.start()
        await reader.asked()
        estate.time.advance(100)
        reader.fail()
        let snapshot = await estate.snapshot { $0.sources[0].nodes[0].state == .stale }
        #expect(snapshot.map(shown) == "10.1.0.1:8080 unknown, 10.1.0.2:8080 unknown")
        await estate.collector.stop()
    }
}
