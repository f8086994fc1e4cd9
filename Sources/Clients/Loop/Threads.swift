import Curl
import Glibc

/// The threads of this room: the loop, and name lookups.
enum Threads {
    /// Starts a detached thread that leaves signals to the threads that expect them; 0, or the system's error.
    ///
    /// - Parameters:
    ///   - thread: set before the body could need it, where the caller holds the lock that the body takes.
    ///   - stackBytes: for bodies that block in C and are many; the system's default otherwise.
    static func start(
        _ thread: inout pthread_t, stackBytes: Int? = nil, _ body: @escaping @Sendable () -> Void
    ) -> Int32 {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        if let stackBytes { pthread_attr_setstacksize(&attributes, stackBytes) }
        let box = Unmanaged.passRetained(Box(body))
        let error = pthread_create(
            &thread, &attributes,
            { context in
                guard let context else { return nil }
                let box = Unmanaged<Box>.fromOpaque(context).takeRetainedValue()
                Threads.blockSignals()
                box.body()
                return nil
            }, box.toOpaque())
        if error != 0 { box.release() }
        return error
    }

    /// What a thread runs, carried through a C pointer.
    private final class Box {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// SIGPIPE most of all: OpenSSL writes to sockets whose other end may be gone, and curl, told to keep its hands off
    /// signals, no longer ignores it. What a fault of this thread itself raises stays deliverable.
    private static func blockSignals() {
        var signals = sigset_t()
        sigfillset(&signals)
        for signal in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT] { sigdelset(&signals, signal) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
