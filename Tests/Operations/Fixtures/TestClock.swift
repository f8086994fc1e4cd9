import Synchronization
import Topology

/// A clock that only moves when somebody sleeps on it: a sleeper sets it to its waking time and goes on at once.
final class TestClock: Sendable {
    private let now = Mutex<Int64>(1_000_000)
    private let wallOffset = Mutex<Int64>(1_700_000_000_000)

    var clock: Clock {
        { [self] in
            let moment = now.withLock { $0 }
            return ClockReading(
                wall: Timestamp(milliseconds: moment + wallOffset.withLock { $0 }), moment: Moment(milliseconds: moment)
            )
        }
    }

    var moment: Moment { clock().moment }

    /// Sets the wall clock, as an operator or NTP would.
    func jumpWall(by milliseconds: Int64) { wallOffset.withLock { $0 += milliseconds } }

    func advance(_ milliseconds: Int64) { now.withLock { $0 += milliseconds } }

    func sleep(_ milliseconds: Int64) async throws {
        try Task.checkCancellation()
        let wake = now.withLock { $0 + milliseconds }
        await Task.yield()
        now.withLock { $0 = max($0, wake) }
    }
}
