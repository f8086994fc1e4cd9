import Topology

/// Ages as people read them, in steps: ten seconds, then minutes, hours, days.
///
/// A step changes at a known moment, so that a screen at rest is drawn again when something on it changes, and not before.
enum Age {
    /// `0s`, `10s` … `50s`, `1m` … `59m`, `1h` … `47h`, `2d`.
    static func text(_ milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds) / 1000
        if seconds < 60 { return "\(seconds / 10 * 10)s" }
        if seconds < 3600 { return "\(seconds / 60)m" }
        if seconds < 48 * 3600 { return "\(seconds / 3600)h" }
        return "\(seconds / 86_400)d"
    }

    /// An answer that is younger is fresh, in milliseconds.
    static let freshMs: Int64 = 30_000

    /// What is fresh.
    static let fresh = "<30s"

    /// The age of an answer, in one word while it is fresh.
    static func freshness(since moment: Moment, _ now: ClockReading) -> String {
        now.moment - moment < freshMs ? fresh : text(since: moment, now)
    }

    /// The age of a moment.
    static func text(since moment: Moment, _ now: ClockReading) -> String { text(now.moment - moment) }

    /// When the text of a moment's age next changes.
    static func nextChange(since moment: Moment, _ now: ClockReading) -> Moment {
        let age = max(0, now.moment - moment)
        let step = step(at: age)
        return moment + (age / step + 1) * step
    }

    private static func step(at age: Int64) -> Int64 {
        switch age {
        case ..<60_000: 10_000
        case ..<3_600_000: 60_000
        case ..<(48 * 3_600_000): 3_600_000
        default: 86_400_000
        }
    }
}
