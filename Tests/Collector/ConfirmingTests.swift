import Contract
import Testing
import Topology

@testable import Collector

@Suite("A difference is looked at past caches before it is one", .timeLimit(.minutes(1)))
struct ConfirmingTests {
    private let out = registration("i1", state: .out, override: "OUT_OF_SERVICE", changedAt: 2_000)
    private let up = registration("i1", changedAt: 1_000)

    @Test func aCachesDelayIsNoDifference() async {
        let (a, b) = (ScriptedReader(), ScriptedReader())
        let out = out
        for reader in [a, b] { reader.looks { _ in .listed(out) } }
        var estate = ScriptedEstate([a], [b])
        await estate.collector.start()
        a.say(.reset(says(out)))
        b.say(.reset(says(up)))
        await estate.time.paused(7_500...7_500, count: 2)
        await estate.publish()
        // The looks are back: what they found is a change like any other.
        await estate.publish()
        let snapshot = await estate.snapshot { snapshot in
            snapshot.services.first?.instances.first?.registrations.map(\.state) == [.out, .out]
        }
        #expect(snapshot.map(shown) == "10.1.0.1:8080 out")
        #expect(a.rounds.count + b.rounds.count == 2)
        #expect(a.rounds.first == [LookTarget(sourceService: "PAYMENT", id: "i1")])
        await estate.collector.stop()
    }

    @Test func onceLooksBeforeItAnswers() async {
        let (a, b) = (ScriptedReader(), ScriptedReader())
        let (out, up) = (out, up)
        a.looks { _ in .listed(out) }
        b.looks { _ in .listed(up) }
        let estate = ScriptedEstate([a], [b])
        a.say(.reset(says(out)))
        b.say(.reset(says(up)))
        let snapshot = await estate.collector.once()
        #expect(shown(snapshot) == "10.1.0.1:8080 out differs")
        #expect(
            snapshot.attention.map(\.text) == [
                "drift: b does not hold the override OUT_OF_SERVICE on payment/10.1.0.1:8080"
            ])
    }

    @Test func whatWasJustChangedIsSeenPastTheCachesOfAllNodes() async {
        let (a, b) = (ScriptedReader(), ScriptedReader())
        let out = out
        for reader in [a, b] { reader.looks { _ in .listed(out) } }
        let estate = ScriptedEstate([a], [b])
        // Both caches still say what was before, and agree on it.
        for reader in [a, b] { reader.say(.reset(says(up))) }
        let key = InstanceKey(service: ServiceKey(name: "payment"), address: "10.1.0.1:8080")
        #expect(shown(await estate.collector.once(changed: [key])) == "10.1.0.1:8080 out")
        // A cache that is as new as what was seen is believed again.
        let upAgain = registration("i1", changedAt: 3_000)
        for reader in [a, b] { reader.say(.reset(says(upAgain))) }
        #expect(shown(await estate.collector.once()) == "10.1.0.1:8080 up")
    }

    @Test func gatesCountOnNoCache() async {
        let (a, b) = (ScriptedReader(), ScriptedReader())
        let (out, up) = (out, up)
        // Somebody else drained i1 a moment ago, and i2 has deregistered: no cache says so yet.
        for reader in [a, b] { reader.looks { $0.id == "i1" ? .listed(out) : .absent } }
        let estate = ScriptedEstate([a], [b])
        let second = registration("i2", "10.1.0.2", changedAt: 1_000)
        for reader in [a, b] { reader.say(.reset(says(up, second))) }
        let cached = await estate.collector.once()
        #expect(cached.services.first?.counts.up == 2)
        let verified = await estate.collector.verified([ServiceKey(name: "payment")])
        #expect(verified.services.first?.counts.up == 0)
        #expect(verified.services.first?.counts.out == 1)
    }

    @Test func aLookThatTellsNothingProvesNothing() async {
        let (a, b) = (ScriptedReader(), ScriptedReader())
        let out = out
        a.looks { _ in .listed(out) }
        b.looks { _ in .unknown("timed out") }
        let estate = ScriptedEstate([a], [b])
        a.say(.reset(says(out)))
        b.say(.reset(says(up)))
        let snapshot = await estate.collector.once()
        #expect(shown(snapshot) == "10.1.0.1:8080 out")
        #expect(snapshot.attention.isEmpty)
        #expect(b.rounds.count <= 2)
    }

    @Test func readersWithoutCachesAreBelieved() async {
        let (a, b) = (ScriptedReader(), ScriptedReader())
        let estate = ScriptedEstate([a], [b])
        a.say(.reset(says(up)))
        b.say(.reset(says()))
        let snapshot = await estate.collector.once()
        #expect(shown(snapshot) == "10.1.0.1:8080 up differs")
        #expect(snapshot.services[0].instances[0].absentAt == [estate.id("b")])
    }

    @Test func roundsAreBounded() async {
        let (a, b) = (ScriptedReader(), ScriptedReader())
        for reader in [a, b] { reader.looks { _ in .absent } }
        let many = (0..<150).map { registration("i\($0)", "10.1.0.\($0)") }
        let estate = ScriptedEstate([a], [b])
        a.say(.reset(Observation(services: [payment: many])))
        b.say(.reset(Observation(services: [payment: []])))
        let snapshot = await estate.collector.once()
        #expect(a.rounds.map(\.count) == [64, 64, 22])
        // Every look says that nobody lists them: the cache of one node still did. They were never seen to be there.
        #expect(snapshot.services.first?.counts.total ?? 0 == snapshot.services.first?.counts.gone ?? 0)
    }
}
