// Curl, because types of the system belong to whichever C module the compiler met first.
import Curl
import Glibc
import Synchronization
import Topology

/// Looks names up on threads of its own, so that a resolver that hangs blocks neither the loop nor other names.
///
/// The number of lookups in flight is bounded; each name is looked up once at a time, whoever asks. The last good
/// addresses of a name are kept: in an incident the name servers are often what is gone.
final class NameResolver: Sendable {
    typealias Lookup = @Sendable (String) -> LookupResult

    private struct Known {
        var addresses: [String]
        var at: Moment
    }

    private struct Waiter {
        var host: String
        var continuation: CheckedContinuation<Result<[String], ClientError>, Never>
    }

    private struct State {
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

    private let state = Mutex(State())
    private let lookup: Lookup
    private let now: @Sendable () -> Moment
    private let threadLimit: Int

    /// For so long a good answer is used without asking again.
    private static let freshMs: Int64 = 60_000
    /// For so long a failure is believed.
    private static let failureMs: Int64 = 5_000
    /// So long a new answer is waited for where an old one is at hand.
    private static let graceMs: Int64 = 250
    /// What counts as slow.
    private static let slowMs: Int64 = 1_000

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

    private static func result(
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

extension NameResolver {
    /// One more thread where there is something for it to do; each ends when there is nothing left.
    private func startThread(_ state: inout State) {
        guard state.threads < threadLimit else { return }
        var thread: pthread_t = 0
        // Where the system has no thread left, the next lookup tries again; until then this one's deadline ends it.
        if Threads.start(&thread, stackBytes: 512 << 10, { self.work() }) == 0 { state.threads += 1 }
    }

    private func work() {
        while let (host, wasSlow) = nextJob() {
            let began = now()
            let result = lookup(host)
            finish(host, result, tookMs: now() - began, wasSlow: wasSlow)
        }
    }

    private func nextJob() -> (String, Bool)? {
        state.withLock { state in
            if !state.queue.isEmpty { return (state.queue.removeFirst(), false) }
            if !state.slowQueue.isEmpty, state.slowRunning < max(1, threadLimit * 3 / 4) {
                state.slowRunning += 1
                return (state.slowQueue.removeFirst(), true)
            }
            state.threads -= 1
            return nil
        }
    }

    private func finish(_ host: String, _ result: LookupResult, tookMs: Int64, wasSlow: Bool) {
        let (waiters, answer) = state.withLock { state in
            let moment = now()
            var isSlow = tookMs >= Self.slowMs
            switch result {
            case .addresses(let addresses):
                state.known[host] = Known(addresses: addresses, at: moment)
                state.failed[host] = nil
            case .failure(let message, let isFinal):
                isSlow = true
                state.failed[host] = (message, isFinal, moment)
            }
            if isSlow { state.slow.insert(host) } else { state.slow.remove(host) }
            if wasSlow { state.slowRunning -= 1 }
            state.pending.remove(host)
            let waiters = state.waiters.filter { $0.value.host == host }
            for id in waiters.keys { state.waiters[id] = nil }
            let answer: Result<[String], ClientError> =
                if let failure = state.failed[host] {
                    Self.result(of: failure, host, state.known[host])
                } else {
                    .success(state.known[host]?.addresses ?? [])
                }
            return (waiters.values.map(\.continuation), answer)
        }
        for waiter in waiters { waiter.resume(returning: answer) }
    }
}
