import Contract
import Topology

/// When a node is asked next: pure functions of how it went.
struct Pace: Sendable {
    let policy: CollectorPolicy
    let pollMs: Int64

    /// The pause after an answer of a polled node, in milliseconds.
    ///
    /// The rhythm is the source's, counted from the beginning of each call, with a little jitter. The second call comes up to
    /// half a period early, so that nodes which began together do not stay together. A node that needs longer than a
    /// period for an answer still gets a pause.
    func afterAnswer(tookMs: Int64, isFirst: Bool, random: Double) -> Int64 {
        let period =
            isFirst ? pollMs - Int64(Double(pollMs) * random / 2) : pollMs + Int64(Double(pollMs) * (random - 0.5) / 10)
        return max(period - tookMs, min(pollMs, policy.breathMs))
    }

    /// The pause after the nth failure in a row: short the first time, because a lost packet is no outage, then doubling
    /// from the source's period up to a bound, with jitter, so that a server which comes back is not met by everybody at once.
    func afterFailure(_ number: Int, random: Double) -> Int64 {
        let longest = max(policy.longestRetryMs, pollMs)
        let wanted =
            number <= 1 ? min(policy.firstRetryMs, pollMs) : min(longest, pollMs << Int64(min(number - 2, 20)))
        return max(1, Int64(Double(wanted) * (0.75 + random / 4)))
    }
}
