import Synchronization

/// The transfer loop: one thread and one curl multi handle for all sockets of a process part.
///
/// Making one costs nothing: thread, curl and TLS are set up by the first call. Clients that share a loop share its
/// connections. Letting go of it and of its clients ends the thread.
public final class TransferLoop: Sendable {
    let thread = LoopThread()
    let resolver: NameResolver
    let trace: Trace?
    private let lastID = Mutex<UInt64>(0)

    /// A loop that has not started.
    ///
    /// - Parameter trace: where calls and answers are written down, if anywhere.
    public convenience init(trace: Trace? = nil) {
        self.init(trace: trace, resolver: NameResolver())
    }

    init(trace: Trace?, resolver: NameResolver) {
        self.trace = trace
        self.resolver = resolver
    }

    deinit { thread.stop() }

    /// A number for a new transfer, rising.
    func newID() -> UInt64 {
        lastID.withLock { id in
            id += 1
            return id
        }
    }
}
