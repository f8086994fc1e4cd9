import Topology

/// A server's wall clock, pinned to the host's monotonic one by the `Date` of an answer.
///
/// Leases are judged by it: whether one has expired must not depend on how this host's clock is set.
struct ServerClock: Hashable, Sendable {
    /// What the server's clock said, in milliseconds, cut off to the second.
    let date: Int64
    /// This host's wall clock when the call was sent.
    let asked: Timestamp
    /// This host's clocks when the answer came.
    let reading: ClockReading

    /// The server's clock at a moment, in milliseconds; late by up to a second, so that no lease is called expired early.
    func now(at moment: Moment) -> Int64 { date + (moment - reading.moment) }

    /// How far the server's clock is ahead of this host's, in milliseconds, at the least: the answer was written somewhere
    /// between the call and its arrival, within the second that it names.
    var skewMs: Int64 {
        if date > reading.wall.milliseconds { return date - reading.wall.milliseconds }
        return asked.milliseconds > date + 1000 ? date + 1000 - asked.milliseconds : 0
    }
}
