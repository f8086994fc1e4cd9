import Contract
import Testing
import Topology

@testable import Collector

@Suite("Snapshots: few, and only when something changed", .timeLimit(.minutes(1)))
struct PublishingTests {
    @Test func atMostTenASecond() async {
        let reader = ScriptedReader(pace: .pushed(windowMs: 60_000))
        let estate = ScriptedEstate([reader])
        await estate.collector.start()
        let start = await estate.collector.publishedAt
        await reader.asked()
        for index in 0..<50 {
            reader.say(.changes(says(registration("i1", state: index % 2 == 0 ? .up : .down))))
            await reader.asked()
            if index == 0 { await estate.time.paused(100...100) }
            estate.time.advance(1)
        }
        #expect(await estate.collector.publishedAt == start)
        estate.time.advance(50)
        await until { await estate.collector.publishedAt != start }
        #expect(await estate.collector.publishedAt == estate.time.now)
        #expect(await estate.collector.generation == 2)
        await estate.collector.stop()
    }

    @Test func nothingChangedNothingPublished() async {
        let reader = ScriptedReader()
        var estate = ScriptedEstate([reader])
        await estate.collector.start()
        await reader.asked()
        estate.time.advance(100)
        reader.say(.reset(says(registration("i1"), node: NodeFacts(facts: [NodeFact(label: "renews", value: "3")]))))
        await estate.shows("10.1.0.1:8080 up")
        await estate.time.paused(7_400...7_400)
        let published = await estate.collector.publishedAt
        // All of it again, equal but for a counter that moved.
        estate.time.advance(7_400)
        await reader.asked()
        reader.say(.reset(says(registration("i1"), node: NodeFacts(facts: [NodeFact(label: "renews", value: "4")]))))
        await estate.time.paused(10_000...10_000)
        #expect(await estate.isQuiet(since: published))
        // Ages and counters alone are worth a snapshot every ten seconds.
        estate.time.advance(10_000)
        await reader.asked()
        reader.say(.confirmed(NodeFacts(facts: [NodeFact(label: "renews", value: "5")])))
        let refreshed = await estate.snapshot { $0.sources[0].nodes[0].facts.first?.value == "5" }
        #expect(refreshed?.sources[0].nodes[0].answeredAt == estate.time.now)
        // A fact that belongs on the attention list does not wait.
        await estate.time.paused(10_000...10_000)
        estate.time.advance(2_000)
        await estate.collector.pollNow()
        await reader.asked()
        reader.say(
            .confirmed(NodeFacts(facts: [NodeFact(label: "self-preservation", value: "on", severity: .warning)])))
        let warned = await estate.snapshot { !$0.attention.isEmpty }
        #expect(warned?.attention[0].text == "a: self-preservation on")
        await estate.collector.stop()
    }

    @Test func goneIsForgottenWithoutAnyAnswer() async {
        let reader = ScriptedReader(pace: .pushed(windowMs: 600_000))
        var estate = ScriptedEstate([reader], forgetMs: 60_000)
        await estate.collector.start()
        await reader.asked()
        estate.time.advance(100)
        reader.say(.reset(says(registration("i1"), registration("i2", "10.1.0.2"))))
        await estate.shows("10.1.0.1:8080 up, 10.1.0.2:8080 up")
        await reader.asked()
        estate.time.advance(100)
        reader.say(.changes(says(registration("i1"))))
        await estate.shows("10.1.0.1:8080 up, 10.1.0.2:8080 gone")
        await estate.time.paused(60_000...60_000)
        estate.time.advance(60_000)
        await estate.shows("10.1.0.1:8080 up")
        await estate.collector.stop()
    }

    @Test func anOperatorAcknowledgesWhatIsGone() async {
        let reader = ScriptedReader(pace: .pushed(windowMs: 600_000))
        var estate = ScriptedEstate([reader])
        await estate.collector.start()
        await reader.asked()
        estate.time.advance(100)
        reader.say(.reset(says(registration("i1"), registration("i2", "10.1.0.2"))))
        await estate.shows("10.1.0.1:8080 up, 10.1.0.2:8080 up")
        await reader.asked()
        estate.time.advance(100)
        reader.say(.changes(says(registration("i1"))))
        await estate.shows("10.1.0.1:8080 up, 10.1.0.2:8080 gone")
        estate.time.advance(100)
        await estate.collector.acknowledgeGone(payment)
        await estate.shows("10.1.0.1:8080 up")
        await estate.collector.stop()
    }

    @Test func whatIsEqualIsKeptOnce() async {
        let (a, b) = (ScriptedReader(), ScriptedReader())
        let estate = ScriptedEstate([a], [b])
        let name = "a-host-name-that-is-too-long-to-be-inlined.example.com"
        func copy(_ changedAt: Int64?) -> Registration {
            registration("\(name):payment:8080", name, changedAt: changedAt)
        }
        a.say(.reset(says(copy(nil))))
        b.say(.reset(says(copy(nil))))
        _ = await estate.collector.once()
        let lists = await estate.collector.nodes.values.compactMap { $0.services[payment]?.first }
        #expect(lists.count == 2)
        #expect(lists[0] === lists[1])
        // When it was changed is each server's own stamp: what differs in nothing else is still the same.
        b.say(.reset(says(copy(7))))
        a.say(.confirmed(nil))
        _ = await estate.collector.once()
        #expect(await estate.collector.nodes[estate.id("b")]?.services[payment]?.first === lists[0])
        // What does differ is not made anew with every answer.
        let down = registration("\(name):payment:8080", name, state: .down, changedAt: 9)
        b.say(.reset(says(down)))
        a.say(.confirmed(nil))
        _ = await estate.collector.once()
        let before = await estate.collector.nodes[estate.id("b")]?.services[payment]?.first
        let again = registration("\(name):payment:8080", name, state: .down, changedAt: 9)
        b.say(.reset(says(again)))
        a.say(.confirmed(nil))
        _ = await estate.collector.once()
        let after = await estate.collector.nodes[estate.id("b")]?.services[payment]?.first
        #expect(before != nil && before === after && after !== again)
        #expect(after?.changedAt == Timestamp(milliseconds: 9))
    }
}
