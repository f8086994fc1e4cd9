import Glibc

/// SIGTERM, SIGINT and SIGHUP, waited for rather than handled: nothing runs in a signal handler.
struct EndSignals {
    private let set: sigset_t

    /// Keeps them from ending the process; threads that are started afterwards do not get them either.
    init() {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in [SIGTERM, SIGINT, SIGHUP] { unsafe sigaddset(&set, signal) }
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        self.set = set
    }

    /// Waits so many milliseconds; true once one of them has come.
    func wait(milliseconds: Int64) -> Bool {
        var set = set
        var time = timespec(tv_sec: Int(milliseconds / 1000), tv_nsec: Int(milliseconds % 1000) * 1_000_000)
        return unsafe sigtimedwait(&set, nil, &time) > 0
    }
}
