// Curl, because types of the system belong to whichever C module the compiler met first.
import Curl
import Glibc
import Topology

/// The host's clock that nobody sets: what deadlines are measured with.
public enum MonotonicClock {
    /// Now.
    public static func now() -> Moment {
        Moment(milliseconds: microseconds() / 1000)
    }

    /// Microseconds since boot, suspension counted.
    static func microseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}
