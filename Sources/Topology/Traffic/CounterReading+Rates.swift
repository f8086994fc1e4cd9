/// What two readings of one server's counters make.
public enum CounterDifference: Equatable, Sendable {
    /// Rates by counter, over so many milliseconds.
    case rates([String: TrafficRate], overMs: Int64)
    /// The server began to count anew in between: what was counted before and after it cannot be told apart.
    case reset
    /// The readings lie too close together for a rate that means anything.
    case tooClose
}

extension CounterReading {
    /// The least time between two readings, in milliseconds: a handful of requests in an instant is no rate.
    public static let leastMs: Int64 = 200

    /// Rates over the time that really lies between two readings.
    ///
    /// A counter that is lower than before, or no longer there, says that the server was restarted; one that is new began
    /// at 0, because a gateway makes it with the first request of its route.
    public func difference(from old: CounterReading) -> CounterDifference {
        guard epoch == old.epoch else { return .reset }
        let elapsedMs = at - old.at
        guard elapsedMs >= Self.leastMs else { return .tooClose }
        for (key, before) in old.counters {
            let now = counters[key] ?? TrafficCounter()
            guard now.requests >= before.requests, now.errors >= before.errors, now.seconds >= before.seconds else {
                return .reset
            }
        }
        let seconds = Double(elapsedMs) / 1000
        var rates: [String: TrafficRate] = [:]
        rates.reserveCapacity(counters.count)
        for (key, now) in counters {
            let rate = TrafficRate(from: old.counters[key] ?? TrafficCounter(), to: now, seconds: seconds)
            guard rate.requestsPerSecond.isFinite else { return .reset }
            rates[key] = rate
        }
        return .rates(rates, overMs: elapsedMs)
    }
}
