import Glibc
import Synchronization

/// The signals that end the process. Their handler writes one byte to a pipe and nothing else; whoever waits reads it.
///
/// They are handled and not blocked, because a signal goes to any thread that does not block it, and this process has threads that
/// were there before.
struct EndSignals {
    /// The pipe's end for the handler, which can reach nothing but a global.
    private static let writing = Atomic<Int32>(-1)

    private let reading: Int32

    /// Handles SIGTERM, SIGINT and SIGHUP from now on, and ignores SIGPIPE.
    ///
    /// - Parameter termOnly: whether SIGINT and SIGHUP are ignored. An estate that others hold must outlive the terminal that it was
    ///   started from, a Ctrl-C there, and the reader of its output.
    /// - Throws: ``LabError`` where there are no descriptors left.
    init(termOnly: Bool) throws(LabError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else {
            throw Posix.failure("make a pipe for", "signals")
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        reading = ends[0]
        Self.writing.store(ends[1], ordering: .sequentiallyConsistent)
        signal(SIGPIPE, SIG_IGN)
        for ending in [SIGTERM, SIGINT, SIGHUP] {
            if termOnly, ending != SIGTERM {
                signal(ending, SIG_IGN)
                continue
            }
            signal(ending) { _ in
                var byte: UInt8 = 1
                unsafe write(EndSignals.writing.load(ordering: .sequentiallyConsistent), &byte, 1)
            }
        }
    }

    /// What ended a wait.
    enum Ended {
        case signal
        case somebody
        case time
    }

    /// Waits so many milliseconds, or until a signal has come, or somebody connects to that socket.
    func wait(milliseconds: Int64, or socket: Int32) -> Ended {
        var waiting = [
            pollfd(fd: reading, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket, events: Int16(POLLIN), revents: 0),
        ]
        guard unsafe poll(&waiting, nfds_t(waiting.count), Int32(clamping: milliseconds)) > 0 else { return .time }
        return waiting[0].revents != 0 ? .signal : .somebody
    }
}
