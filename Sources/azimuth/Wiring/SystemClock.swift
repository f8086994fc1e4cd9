import FoundationEssentials
import Topology

/// The host's clocks.
enum SystemClock {
    /// Reads both; `ContinuousClock` counts since boot, suspension included.
    static let read: Clock = {
        let uptime = ContinuousClock.now - ContinuousClock().systemEpoch
        let (seconds, attoseconds) = uptime.components
        return ClockReading(
            wall: Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded())),
            moment: Moment(milliseconds: seconds * 1000 + attoseconds / 1_000_000_000_000_000))
    }
}
