/// When a node that did not answer is asked again.
///
/// Doubling from the poll interval up to a bound, with jitter, so that a server that comes back is not met by everybody
/// at once; the bound is low because an operator watches for it to come back.
struct BackOff: Sendable {
    /// The longest pause, in milliseconds.
    static let longestMs: Int64 = 30_000

    private(set) var failures = 0

    /// Counts a failure and answers the pause before the next attempt, in milliseconds; `random` is from 0 to 1.
    mutating func failed(pollMs: Int64, random: Double) -> Int64 {
        failures += 1
        let doubled = pollMs << Int64(min(failures - 1, 10))
        let bounded = min(doubled, max(Self.longestMs, pollMs))
        return Int64(Double(bounded) * (0.75 + 0.5 * random))
    }

    /// Starts over: it answered.
    mutating func succeeded() { failures = 0 }
}
