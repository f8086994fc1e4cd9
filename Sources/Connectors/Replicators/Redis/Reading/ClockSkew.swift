import Clients
import Topology

/// How far a server's clock is from this host's, between bounds: it answered somewhere between question and answer.
struct ClockSkew: Hashable, Sendable {
    /// The server's clock less ours, in milliseconds, by the middle between question and answer.
    var milliseconds: Int64
    /// How far off that may be, either way.
    var uncertaintyMs: Int64

    /// From `TIME`'s seconds and microseconds; nothing where they were not told.
    init?(_ round: RedisRound, reading: ClockReading) {
        guard round.replies.count > 2, let parts = round.replies[2].elements, parts.count == 2,
            let seconds = parts[0].int64, let microseconds = parts[1].int64,
            (0...9_000_000_000_000).contains(seconds), (0..<1_000_000).contains(microseconds)
        else { return nil }
        let server = seconds * 1000 + microseconds / 1000
        milliseconds = server - reading.wall(of: round.midpoint).milliseconds
        // Both clocks are read in whole milliseconds.
        uncertaintyMs = (round.answeredAt - round.sentAt) / 2 + 1
    }

    /// What is certain of it, in milliseconds: 0 where there may be none.
    var atLeastMs: Int64 { max(0, abs(milliseconds) - uncertaintyMs) }

    /// As people read it.
    var text: String {
        guard atLeastMs > 0 else { return "as this host's, give or take \(abs(milliseconds) + uncertaintyMs) ms" }
        let side = milliseconds > 0 ? "ahead of" : "behind"
        let (low, high) = (abs(milliseconds) - uncertaintyMs, abs(milliseconds) + uncertaintyMs)
        if high < 10_000 { return "\(low) to \(high) ms \(side) this host's" }
        return "\(Printable.seconds(abs(milliseconds) / 1000)) \(side) this host's"
    }
}
