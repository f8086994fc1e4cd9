import Contract
import Testing
import Topology

@testable import Collector

@Suite("Each node on its own schedule", .timeLimit(.minutes(1)))
struct PollingTests {
    @Test func firstDataComesWithTheFirstAnswer() async {
        let reader = ScriptedReader()
        var estate = ScriptedEstate([reader])
        await estate.collector.start()
        let deadline = await reader.asked()
        #expect(deadline - estate.time.now == 3_000)
        estate.time.advance(200)
        reader.say(.reset(says(registration("i1"))))
        let snapshot = await estate.shows("10.1.0.1:8080 up")
        #expect(snapshot?.sources[0].state == .live)
        #expect(snapshot?.sources[0].nodes[0].latencyMs == 200)
        #expect(snapshot?.kept == false)
        await estate.collector.stop()
        #expect(reader.isClosed)
    }

    @Test func aPolledNodeIsAskedOnceAPeriodAndMovedOffTheOthers() async {
        let reader = ScriptedReader()
        let estate = ScriptedEstate([reader])
        await estate.collector.start()
        await reader.asked()
        reader.say(.reset(says(registration("i1"))))
        // The second call comes early by half of what chance says, then the rhythm is the source's.
        await estate.time.paused(7_500...7_500)
        estate.time.advance(7_499)
        #expect(reader.calls == 1)
        estate.time.advance(1)
        await reader.asked()
        estate.time.advance(1_000)
        reader.say(.confirmed(nil))
        await estate.time.paused(9_000...9_000)
        await estate.collector.stop()
    }

    @Test func oneDeadHostDelaysNobody() async {
        let (dead, live) = (ScriptedReader(), ScriptedReader())
        var estate = ScriptedEstate([dead], [live])
        await estate.collector.start()
        await dead.asked()
        await live.asked()
        estate.time.advance(150)
        live.say(.reset(says(registration("i1"))))
        await estate.shows("10.1.0.1:8080 up")
        for period in [7_350, 10_000, 10_000] as [Int64] {
            await estate.time.paused(period...period)
            estate.time.advance(period)
            await live.asked()
            live.say(.confirmed(nil))
        }
        #expect(live.calls == 4)
        await estate.collector.stop()
    }

    @Test func aCallThatOverrunsItsDeadlineIsGivenUpAndNeverOverlapsItself() async {
        let reader = ScriptedReader(heedsCancellation: false)
        var estate = ScriptedEstate([reader])
        await estate.collector.start()
        await reader.asked()
        await estate.time.paused(3_250...3_250)
        estate.time.advance(3_250)
        let lost = await estate.snapshot { $0.sources[0].state == .failed }
        #expect(lost?.sources[0].nodes[0].error == "no answer within 3.0 s")
        // It still hangs: it is not asked again, whatever the operator presses.
        for _ in 0..<3 {
            await estate.collector.pollNow()
            await estate.time.paused(3_250...3_250)
            estate.time.advance(3_250)
            await estate.time.paused(7_500...10_000)
        }
        #expect(reader.calls == 1)
        reader.say(.reset(says(registration("i1"))))
        let late = await estate.snapshot { !$0.services.isEmpty }
        #expect(late.map(shown) == "10.1.0.1:8080 up")
        await estate.collector.pollNow()
        await reader.asked()
        #expect(reader.mostInFlight == 1)
        await estate.collector.stop()
    }

    @Test func aNodeThatMissesAnAnswerIsStaleAndWhatItSaidUnknown() async {
        let reader = ScriptedReader()
        var estate = ScriptedEstate([reader])
        await estate.collector.start()
        await reader.asked()
        estate.time.advance(100)
        reader.say(.reset(says(registration("i1"))))
        await estate.shows("10.1.0.1:8080 up")
        await estate.time.paused(7_400...7_400)
        estate.time.advance(7_400)
        await reader.asked()
        reader.fail(.unreachable, "connect timed out")
        let stale = await estate.shows("10.1.0.1:8080 unknown")
        #expect(stale?.sources[0].nodes[0].state == .stale)
        #expect(stale?.services[0].instances[0].registrations[0].reason == "stale: connect timed out")
        #expect(stale?.attention.map(\.text) == ["a does not answer: connect timed out"])
        #expect(stale?.events.map(\.kind) == [.sourceLost])
        // A lost packet is no outage: it is asked again soon, and then ever later.
        await estate.time.paused(875...875)
        estate.time.advance(875)
        await reader.asked()
        reader.say(.confirmed(nil))
        let back = await estate.shows("10.1.0.1:8080 up")
        #expect(back?.sources[0].nodes[0].state == .live)
        #expect(back?.events.first?.kind == .sourceBack)
        await estate.collector.stop()
    }

    @Test func aNodeThatRefusesIsFailedNotStale() async {
        let reader = ScriptedReader()
        var estate = ScriptedEstate([reader])
        await estate.collector.start()
        await reader.asked()
        reader.say(.reset(says(registration("i1"))))
        await estate.time.paused(7_500...7_500)
        await estate.publish()
        await estate.shows("10.1.0.1:8080 up")
        estate.time.advance(7_400)
        reader.fail(.refused, "401")
        let refused = await estate.snapshot { $0.sources[0].state == .failed }
        #expect(refused?.sources[0].nodes[0].state == .failed)
        #expect(refused.map(shown) == "10.1.0.1:8080 unknown")
        await estate.collector.stop()
    }

    @Test func backOffIsExponentialBoundedAndJittered() {
        let pace = Pace(policy: CollectorPolicy(), pollMs: 5_000)
        #expect(
            (1...7).map { pace.afterFailure($0, random: 1) } == [1_000, 5_000, 10_000, 20_000, 30_000, 30_000, 30_000])
        #expect(pace.afterFailure(3, random: 0) == 7_500)
        #expect(pace.afterFailure(10_000, random: 1) == 30_000)
        let slow = Pace(policy: CollectorPolicy(), pollMs: 300_000)
        #expect(slow.afterFailure(9, random: 1) == 300_000)
        #expect(pace.afterAnswer(tookMs: 1_000, isFirst: false, random: 0.5) == 4_000)
        // A node that needs longer than a period still gets a pause.
        #expect(pace.afterAnswer(tookMs: 60_000, isFirst: false, random: 0.5) == 250)
    }

    @Test func whenOneComesBackTheOthersAreAskedAtOnce() async {
        let (a, b) = (ScriptedReader(), ScriptedReader())
        let estate = ScriptedEstate([a], [b])
        await estate.collector.start()
        for reader in [a, b] {
            await reader.asked()
            reader.fail()
        }
        // Both have failed and pause.
        await estate.time.paused(875...875, count: 2)
        estate.time.advance(875)
        await a.asked()
        await b.asked()
        b.fail()
        await estate.time.paused(8_750...8_750)
        a.say(.reset(says(registration("i1"))))
        await b.asked()
        await estate.collector.stop()
    }

    @Test func anHourOfTheWallClockChangesNothing() async {
        let reader = ScriptedReader()
        var estate = ScriptedEstate([reader])
        await estate.collector.start()
        let deadline = await reader.asked()
        estate.time.setWall(by: 3_600_000)
        #expect(deadline - estate.time.now == 3_000)
        estate.time.advance(100)
        reader.say(.reset(says(registration("i1"))))
        await estate.shows("10.1.0.1:8080 up")
        await estate.time.paused(7_400...7_400)
        estate.time.setWall(by: -7_200_000)
        let published = await estate.collector.publishedAt
        #expect(await estate.isQuiet(since: published))
        #expect(reader.calls == 1)
        estate.time.advance(7_400)
        await reader.asked()
        await estate.collector.stop()
    }

    @Test func stoppingWaitsForNoHangingNode() async {
        let reader = ScriptedReader(heedsCancellation: false)
        let estate = ScriptedEstate([reader])
        await estate.collector.start()
        await reader.asked()
        await estate.collector.stop()
        reader.say(.confirmed(nil))
    }

    @Test func aNodeThatHasSpokenRestsAndIsWokenAtOnce() async {
        let reader = ScriptedReader()
        var estate = ScriptedEstate([reader])
        await estate.collector.start()
        await reader.asked()
        // Whoever sees the answer may press the key: no moment between the call and the rest may lose it.
        for round in 0..<200 where !Task.isCancelled {
            estate.time.advance(100)
            if round % 2 == 0 { reader.say(.reset(says(registration("i1")))) } else { reader.fail() }
            _ = await estate.snapshot { $0.sources[0].nodes[0].state == (round % 2 == 0 ? .live : .stale) }
            await estate.collector.pollNow()
            await reader.asked()
        }
        #expect(reader.calls == 201)
        await estate.collector.stop()
    }

    @Test func aSleepThatBeginsLateEndsInTime() async {
        // A busy machine: what sleeps long gets a thread when others have gone on already.
        let reader = ScriptedReader()
        var estate = ScriptedEstate([reader], time: ManualTime { $0 > 1_000 })
        await estate.collector.start()
        let deadline = await reader.asked()
        estate.time.advance(1_000)
        // Its deadline is counted from the beginning of the call.
        #expect(deadline - estate.time.now == 2_000)
        await estate.time.paused(2_250...2_250)
        reader.say(.reset(says(registration("i1"))))
        await estate.shows("10.1.0.1:8080 up")
        estate.time.advance(100)
        await estate.time.paused(6_400...6_400)
        await estate.collector.stop()
    }
}
