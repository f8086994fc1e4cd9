import Synchronization

extension EurekaServer {
    /// Does what is due between two moments of the monotonic clock.
    ///
    /// - Returns: the instances that were evicted.
    func pass(from last: Int64, to current: Int64, now: Int64) -> [String] {
        func isDue(_ period: Int64) -> Bool {
            period > 0 && current / period > last / period
        }
        let evicted: [String] = registry.withLock { registry in
            if isDue(clocks.renewalWindow) { registry.closeRenewalWindow() }
            if isDue(clocks.thresholdUpdate) { registry.recountClients() }
            if isDue(clocks.deltaSweep) { registry.sweepChanges(now: now) }
            return isDue(clocks.eviction) ? registry.evict(now: now) : []
        }
        if isDue(clocks.cacheUpdate) { cache.update(now: now, from: registry) }
        return evicted
    }

    /// Sends what is queued for a peer, unless the way to it is broken; what is too old by then is lost.
    func replicate(to peer: EurekaServer, connected: Bool, now: Int64) {
        let tasks: [ReplicationTask] = outbox.withLock { queues in
            guard !queues[peer.index].isEmpty else { return [] }
            if connected {
                defer { queues[peer.index].removeAll(keepingCapacity: true) }
                return queues[peer.index]
            }
            queues[peer.index].removeAll { $0.expires <= now }
            return []
        }
        let current = tasks.filter { $0.expires > now }
        guard !current.isEmpty else { return }
        let answers = peer.registry.withLock { $0.apply(current, now: now) }
        guard !answers.isEmpty else { return }
        let next = registry.withLock { $0.act(on: answers, now: now) }
        outbox.withLock { $0[peer.index].append(contentsOf: next) }
    }

    /// Starts anew, with nothing but what a peer knows: overrides that the peer shows come along, others are lost.
    func restart(from peer: EurekaServer?, now: Int64) {
        let known = peer.map { $0.registry.withLock { $0.snapshot() } } ?? []
        registry.withLock { registry in
            var fresh = EurekaRegistry(clocks: clocks, seed: registry.random.next())
            for lease in known.flatMap(\.leases) { fresh.register(lease.registration, replicated: true, now: now) }
            fresh.open(clients: fresh.count)
            registry = fresh
        }
        cache.clear()
        outbox.withLock { queues in
            for index in queues.indices { queues[index] = [] }
        }
    }
}
