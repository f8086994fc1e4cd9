import Glibc
import Ncurses

/// The clock of deadlines: it goes on whatever is done to the time of day.
public enum Monotonic {
    /// Milliseconds since some moment before the program began.
    public static var milliseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
