import Contract
import Testing
import Topology

@testable import Collector

@Suite("The contract, with a reader of each shape", .timeLimit(.minutes(1)))
struct ShapesTests {
    @Test func pollResetsAndWhatIsNotInItIsNoMore() async {
        let reader = ScriptedReader()
        var estate = ScriptedEstate([reader])
        await estate.collector.start()
        reader.say(.reset(says(registration("i1"), registration("i2", "10.1.0.2"))))
        await estate.publish()
        await estate.shows("10.1.0.1:8080 up, 10.1.0.2:8080 up")
        await estate.time.paused(7_400...7_400)
        estate.time.advance(7_400)
        reader.say(.reset(says(registration("i1"))))
        await estate.shows("10.1.0.1:8080 up, 10.1.0.2:8080 gone")
        await estate.collector.stop()
    }

    @Test func deltaTouchesOnlyItsServicesAndFallsBackToAllOfIt() async {
        let reader = ScriptedReader()
        var estate = ScriptedEstate([reader])
        await estate.collector.start()
        reader.say(.reset(says(registration("i1"), order: [registration("o1", "10.1.1.1")])))
        await estate.publish()
        let first = await estate.shows("10.1.1.1:8080 up, 10.1.0.1:8080 up")
        await estate.time.paused(7_400...7_400)
        estate.time.advance(7_400)
        reader.say(.changes(says(registration("i1", state: .down))))
        let second = await estate.shows("10.1.1.1:8080 up, 10.1.0.1:8080 down")
        #expect(first?.services[0] === second?.services[0])
        // An empty list says that the service is no more; one that is not mentioned stays.
        await estate.time.paused(10_000...10_000)
        estate.time.advance(10_000)
        reader.say(.changes(Observation(services: [order: []])))
        await estate.shows("10.1.1.1:8080 gone, 10.1.0.1:8080 down")
        // The delta did not add up, so the reader fetched everything.
        await estate.time.paused(10_000...10_000)
        estate.time.advance(10_000)
        reader.say(.reset(says(registration("i1"), order: [registration("o1", "10.1.1.1")])))
        await estate.shows("10.1.1.1:8080 up, 10.1.0.1:8080 up")
        await estate.collector.stop()
    }

    @Test func aLongPollIsAskedAgainAtOnceAndAnEmptyOneProvesLife() async {
        let reader = ScriptedReader(pace: .pushed(windowMs: 30_000))
        var estate = ScriptedEstate([reader])
        await estate.collector.start()
        let deadline = await reader.asked()
        #expect(deadline - estate.time.now == 33_000)
        reader.say(.reset(says(registration("i1"))))
        await reader.asked()
        await estate.publish()
        await estate.shows("10.1.0.1:8080 up")
        estate.time.advance(30_000)
        reader.say(.confirmed(nil))
        let again = await reader.asked()
        #expect(again - estate.time.now == 33_000)
        let now = estate.time.now
        let refreshed = await estate.snapshot { $0.sources[0].nodes[0].answeredAt == now }
        #expect(refreshed?.sources[0].state == .live)
        // One that has nothing to say and does not make us wait for it is not asked in a spin.
        reader.say(.confirmed(nil))
        await estate.time.paused(50...50)
        #expect(reader.calls == 3)
        await estate.collector.stop()
    }

    @Test func aWatchThatEndsIsResumedByANewReaderAndNothingIsStaleMeanwhile() async {
        let (first, second) = (
            ScriptedReader(pace: .pushed(windowMs: 60_000)), ScriptedReader(pace: .pushed(windowMs: 60_000))
        )
        var estate = ScriptedEstate([first, second])
        await estate.collector.start()
        await first.asked()
        first.say(.reset(says(registration("i1"), registration("i2", "10.1.0.2"))))
        await estate.publish()
        await estate.shows("10.1.0.1:8080 up, 10.1.0.2:8080 up")
        await first.asked()
        first.fail(.malformed, "compacted", startAnew: true)
        await second.asked()
        let state = await estate.collector.current
        #expect(shown(state) == "10.1.0.1:8080 up, 10.1.0.2:8080 up")
        #expect(state.sources[0].state == .live)
        // In the gap one went and one came.
        second.say(.reset(says(registration("i1"), registration("i3", "10.1.0.3"))))
        await estate.publish()
        await estate.shows("10.1.0.1:8080 up, 10.1.0.3:8080 up")
        #expect(first.isClosed)
        #expect(estate.connector.made("a") == 2)
        await estate.collector.stop()
    }

    @Test func aWatchThatCannotBeResumedIsStale() async {
        let first = ScriptedReader(pace: .pushed(windowMs: 60_000))
        let second = ScriptedReader(pace: .pushed(windowMs: 60_000))
        var estate = ScriptedEstate([first, second])
        await estate.collector.start()
        await first.asked()
        first.say(.reset(says(registration("i1"))))
        await estate.publish()
        await estate.shows("10.1.0.1:8080 up")
        await first.asked()
        first.fail(.malformed, "compacted", startAnew: true)
        await second.asked()
        second.fail(.unreachable, "connection refused", startAnew: true)
        await estate.publish()
        let stale = await estate.shows("10.1.0.1:8080 unknown")
        #expect(stale?.sources[0].nodes[0].error == "connection refused")
        await estate.time.paused(8_650...8_650)
        await estate.collector.stop()
    }

    @Test func partOfAnAnswerHoldsWhatCouldNotBeRead() async {
        let reader = ScriptedReader()
        var estate = ScriptedEstate([reader])
        await estate.collector.start()
        reader.say(
            .reset(says(registration("i1"), registration("i2", "10.1.0.2"), order: [registration("o1", "10.1.1.1")])))
        await estate.publish()
        await estate.shows("10.1.1.1:8080 up, 10.1.0.1:8080 up, 10.1.0.2:8080 up")
        // One bad registration among good ones, one service that is no more, and its name is known.
        await estate.time.paused(7_400...7_400)
        estate.time.advance(7_400)
        reader.say(
            .partial(
                says(registration("i1")), replacesAll: true,
                faults: [ReadFault(service: payment, message: "PAYMENT: one instance is malformed")]))
        let partial = await estate.shows("10.1.1.1:8080 gone, 10.1.0.1:8080 up, 10.1.0.2:8080 unknown")
        #expect(partial?.sources[0].nodes[0].state == .partial)
        #expect(partial?.attention.contains { $0.text.contains("PAYMENT: one instance is malformed") } == true)
        // Proof of life does not mend it, a complete answer does.
        await estate.time.paused(10_000...10_000)
        estate.time.advance(10_000)
        reader.say(.confirmed(nil))
        let still = await estate.snapshot { _ in true }
        #expect(still?.sources[0].nodes[0].state == .partial)
        await estate.time.paused(10_000...10_000)
        estate.time.advance(10_000)
        reader.say(.changes(says(registration("i1"), registration("i2", "10.1.0.2"))))
        let mended = await estate.shows("10.1.1.1:8080 gone, 10.1.0.1:8080 up, 10.1.0.2:8080 up")
        #expect(mended?.sources[0].nodes[0].state == .live)
        await estate.collector.stop()
    }

    @Test func aFaultWithoutANameMayHideAnything() async {
        let reader = ScriptedReader()
        var estate = ScriptedEstate([reader])
        await estate.collector.start()
        reader.say(.reset(says(registration("i1"), order: [registration("o1", "10.1.1.1")])))
        await estate.publish()
        await estate.shows("10.1.1.1:8080 up, 10.1.0.1:8080 up")
        await estate.time.paused(7_400...7_400)
        estate.time.advance(7_400)
        reader.say(
            .partial(says(registration("i1")), replacesAll: true, faults: [ReadFault(message: "a service has no name")])
        )
        await estate.shows("10.1.1.1:8080 unknown, 10.1.0.1:8080 up")
        await estate.time.paused(10_000...10_000)
        estate.time.advance(10_000)
        reader.say(.reset(says(registration("i1"))))
        await estate.shows("10.1.1.1:8080 gone, 10.1.0.1:8080 up")
        await estate.collector.stop()
    }
}
