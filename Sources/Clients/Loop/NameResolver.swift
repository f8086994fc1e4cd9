import Synchronization
import Topology

/// Looks names up on threads of its own, so that a resolver that hangs blocks neither the loop nor other names.
///
/// The number of lookups in flight is bounded; each name is looked up once at a time, whoever asks. The last good
/// addresses of a name are kept: in an incident the name servers are often what is gone.
final class NameResolver: Sendable {
    typealias Lookup = @Sendable (String) -> LookupResult

    struct Known {
        var addresses: [String]
        var at: Moment
    }

    struct Waiter {
        var host: String
        var continuation: CheckedContinuation<Result<[String], ClientError>, Never>
    }

    struct State {
        var known: [String: Known] = [:]
        var failed: [String: (message: String, isFinal: Bool, at: Moment)] = [:]
        var pending: Set<String> = []
        var queue: [String] = []
        /// Names that took long or failed the last time: they come after the others and never take every thread.
        var slow: Set<String> = []
        var slowQueue: [String] = []
        var slowRunning = 0
        var threads = 0
        var waiters: [UInt64: Waiter] = [:]
        var cancelled: Set<UInt64> = []
        var lastID: UInt64 = 0
    }

    let state = Mutex(State())
    let lookup: Lookup
    let now: @Sendable () -> Moment
    let threadLimit: Int

    /// For so long a good answer is used without asking again.
    private static let freshMs: Int64 = 60_000
    /// For so long a failure is believed.
    private static let failureMs: Int64 = 5_000
    /// So long a new answer is waited for where an old one is at hand.
    private static let graceMs: Int64 = 250
    /// What counts as slow.
    static let slowMs: Int64 = 1_000

    init(
        threads: Int = 64, now: @escaping @Sendable () -> Moment = { MonotonicClock.now() },
        lookup: @escaping Lookup = SystemLookup.addresses
    ) {
        threadLimit = threads
        self.now = now
        self.lookup = lookup
    }

    /// Whether a host must be looked up: addresses need not, and `localhost` is no matter for name servers.
    static func isName(_ host: String) -> Bool {
        let host = host.lowercased()
        if host == "localhost" || host.hasSuffix(".localhost") { return false }
        return IPAddress.bytes(host) == nil && !host.utf8.contains(UInt8(ascii: ":"))
    }

    /// The addresses of a name, the best first.
    ///
    /// - Throws: `.nameNotResolved` where there are none by the deadline and none from before.
    func addresses(of host: String, until deadline: Moment) async throws(ClientError) -> [String] {
        let started = now()
        let kept: [String]?
        switch begin(host, at: started) {
        case .done(let result): return try result.get()
        case .running(let last): kept = last
        }
        let patience = kept == nil ? deadline - started : min(deadline - started, Self.graceMs)
        let result = await wait(for: host, milliseconds: max(0, patience))
        if case .failure(let error) = result, let kept, error.code == .timeout { return kept }
        do {
            return try result.get()
        } catch  where error.code == .timeout {
            let seconds = TransferFailure.time(patience * 1000)
            throw ClientError(.nameNotResolved, "the name \(host) was not resolved within \(seconds)")
        }
    }

    private enum Beginning {
        case done(Result<[String], ClientError>)
        case running([String]?)
    }

    private func begin(_ host: String, at moment: Moment) -> Beginning {
        state.withLock { state in
            let known = state.known[host]
            if let known, moment - known.at < Self.freshMs { return .done(.success(known.addresses)) }
            if let failure = state.failed[host], moment - failure.at < Self.failureMs {
                return .done(Self.result(of: failure, host, known))
            }
            if state.pending.insert(host).inserted {
                if state.slow.contains(host) { state.slowQueue.append(host) } else { state.queue.append(host) }
                startThread(&state)
            }
            return .running(known?.addresses)
        }
    }

    static func result(
        of failure: (message: String, isFinal: Bool, at: Moment), _ host: String, _ known: Known?
    ) -> Result<[String], ClientError> {
        if let known, !failure.isFinal { return .success(known.addresses) }
        return .failure(ClientError(.nameNotResolved, "the name \(host) was not resolved: \(failure.message)"))
    }

    private func wait(for host: String, milliseconds: Int64) async -> Result<[String], ClientError> {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        let timer = Task {
            try await Task.sleep(for: .milliseconds(milliseconds))
            self.giveUp(id, ClientError(.timeout, "the name \(host) was not resolved in time"))
        }
        defer { timer.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                register(id, Waiter(host: host, continuation: continuation))
            }
        } onCancel: {
            giveUp(id, ClientError(.cancelled, "cancelled"))
        }
    }

    private func register(_ id: UInt64, _ waiter: Waiter) {
        let early: Result<[String], ClientError>? = state.withLock { state in
            if state.cancelled.remove(id) != nil { return .failure(ClientError(.cancelled, "cancelled")) }
            if state.pending.contains(waiter.host) {
                state.waiters[id] = waiter
                return nil
            }
            // It was answered between asking and waiting.
            if let failure = state.failed[waiter.host] {
                return Self.result(of: failure, waiter.host, state.known[waiter.host])
            }
            return .success(state.known[waiter.host]?.addresses ?? [])
        }
        if let early { waiter.continuation.resume(returning: early) }
    }

    private func giveUp(_ id: UInt64, _ error: ClientError) {
        let waiter = state.withLock { state in
            let waiter = state.waiters.removeValue(forKey: id)
            if waiter == nil, error.code == .cancelled { state.cancelled.insert(id) }
            return waiter
        }
        waiter?.continuation.resume(returning: .failure(error))
    }
}
