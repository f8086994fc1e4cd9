import Curl
import Glibc
import Synchronization

/// libcurl and the libraries below it, set up once for the process, and kept from falling away under a loop.
///
/// `exit` runs OpenSSL's own clean-up while other threads still run; a loop in the middle of a handshake then crashes.
/// So loops do their work behind this gate, and what ends the process closes it first: they stop where they are.
struct CurlLibrary: Sendable {
    /// Unchecked because a lock is made to be used by many threads; it is never freed.
    private nonisolated(unsafe) let lock: UnsafeMutablePointer<pthread_rwlock_t>

    /// Set once the process is ending, so that loops queue up behind the lock instead of passing it on to each other.
    private static let isClosing = Atomic(false)

    /// The library of this process; the first to ask sets it up.
    static let shared = CurlLibrary()

    private init() {
        lock = .allocate(capacity: 1)
        lock.initialize(to: pthread_rwlock_t())
        pthread_rwlock_init(lock, nil)
        curl_global_init(Int(az_global_all))
        // What is registered last runs first: OpenSSL's clean-up was registered by the line before.
        atexit { CurlLibrary.shared.close() }
    }

    /// Does a turn's work, unless the process is ending: then it never returns.
    func whileOpen<Value>(_ body: () -> Value) -> Value {
        while Self.isClosing.load(ordering: .acquiring) { pause() }
        pthread_rwlock_rdlock(lock)
        defer { pthread_rwlock_unlock(lock) }
        return body()
    }

    /// Waits for the work at hand, and lets nothing begin any more.
    ///
    /// A second is far more than a turn takes; who ends the process from within one is not waited for.
    private func close() {
        Self.isClosing.store(true, ordering: .releasing)
        var limit = timespec()
        clock_gettime(CLOCK_REALTIME, &limit)
        limit.tv_sec += 1
        pthread_rwlock_timedwrlock(lock, &limit)
    }
}
