// Curl, because types of the system belong to whichever C module the compiler met first.
import Curl
import Glibc
import Synchronization
import Topology

/// The threads that ask: as many as there are names to look up, up to the bound.
extension NameResolver {
    /// One more thread where there is something for it to do; each ends when there is nothing left.
    func startThread(_ state: inout State) {
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
