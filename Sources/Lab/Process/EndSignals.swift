import Glibc

/// The signals that end the process, waited for rather than handled: nothing runs in a signal handler.
struct EndSignals {
    private let awaited: sigset_t

    /// Keeps SIGTERM, SIGINT, SIGHUP and SIGPIPE from ending the process; threads that are started afterwards do not get them either.
    ///
    /// - Parameter termOnly: whether SIGTERM alone is waited for. An estate that others hold must outlive the terminal that it was
    ///   started from, a Ctrl-C there, and the reader of its output.
    init(termOnly: Bool) {
        self.awaited = Self.set(termOnly ? [SIGTERM] : [SIGTERM, SIGINT, SIGHUP])
        var blocked = Self.set([SIGTERM, SIGINT, SIGHUP, SIGPIPE])
        unsafe pthread_sigmask(SIG_BLOCK, &blocked, nil)
    }

    /// Waits so many milliseconds; true once one of them has come.
    func wait(milliseconds: Int64) -> Bool {
        var set = awaited
        var time = timespec(tv_sec: Int(milliseconds / 1000), tv_nsec: Int(milliseconds % 1000) * 1_000_000)
        return unsafe sigtimedwait(&set, nil, &time) > 0
    }

    private static func set(_ signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in signals { unsafe sigaddset(&set, signal) }
        return set
    }
}
