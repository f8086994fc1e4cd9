import Testing
import Topology

@Suite("Rates are made of two readings")
struct CounterTests {
    private func reading(
        _ milliseconds: Int64, _ counters: [String: TrafficCounter], epoch: String? = "1"
    ) -> CounterReading {
        CounterReading(at: at(milliseconds), epoch: epoch, counters: counters)
    }

    private let first = ["r": TrafficCounter(requests: 100, errors: 10, seconds: 5)]

    @Test func deltasOverTheTimeThatReallyPassed() {
        let next = reading(4_000, ["r": TrafficCounter(requests: 130, errors: 16, seconds: 8)])
        #expect(
            next.difference(from: reading(1_000, first))
                == .rates(["r": rate(10, errors: 0.2, ms: 100)], overMs: 3_000))
    }

    @Test func noRequestsIsARateWithoutRatio() {
        #expect(
            reading(2_000, first).difference(from: reading(1_000, first)) == .rates(["r": rate(0)], overMs: 1_000))
    }

    @Test func aCounterThatIsNewBeganAtNothing() {
        var counters = first
        counters["s"] = TrafficCounter(requests: 5, errors: 0, seconds: 1)
        guard case .rates(let rates, _) = reading(2_000, counters).difference(from: reading(1_000, first)) else {
            Issue.record("no rates")
            return
        }
        #expect(rates["s"]?.requestsPerSecond == 5)
        #expect(rates["s"]?.meanLatencyMs == 200)
    }

    @Test(
        arguments: [
            (["r": TrafficCounter(requests: 99, errors: 10, seconds: 5)], "1"),
            (["r": TrafficCounter(requests: 130, errors: 9, seconds: 5)], "1"),
            ([:], "1"), (["r": TrafficCounter(requests: 130, errors: 16, seconds: 8)], "2"),
        ])
    func aRestartMakesNoRate(_ counters: [String: TrafficCounter], _ epoch: String) {
        #expect(reading(4_000, counters, epoch: epoch).difference(from: reading(1_000, first)) == .reset)
    }

    @Test func readingsThatLieTogetherMakeNone() {
        #expect(reading(1_100, first).difference(from: reading(1_000, first)) == .tooClose)
    }

    @Test func sumsWeighByRequests() {
        let sum = TrafficRate.sum([rate(30, errors: 0.1, ms: 10), rate(10, errors: 0.5, ms: 50), .none])
        #expect(sum == rate(40, errors: 0.2, ms: 20))
        #expect(TrafficRate.sum([.none]) == .none)
    }

    @Test func whatWasMissedIsAGap() {
        var ring = HistoryRing(limit: 4, everyMs: 1_000)
        ring.note(1, at: at(0))
        ring.note(2, at: at(1_050))
        // Within one period the newest stands.
        ring.note(3, at: at(1_300))
        #expect(ring.points == [1, 3])
        ring.note(4, at: at(3_000))
        #expect(ring.points == [1, 3, nil, 4])
        ring.note(nil, at: at(4_000))
        #expect(ring.points == [3, nil, 4, nil])
    }

    @Test(
        arguments: [
            (0.0, "0 %"), (1.0, "100 %"), (0.38, "38 %"), (0.004, "0.4 %"), (0.9999, "99 %"), (0.00001, "under 0.1 %"),
            (0.01, "1 %"), (0.064, "6.4 %"),
        ])
    func sharesAreSaidWithoutLying(_ share: Double, _ text: String) {
        #expect(Percent.text(share) == text)
    }
}
