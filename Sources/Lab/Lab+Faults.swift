import Synchronization

/// Ways in which real estates fail, for tests; servers are counted as in ``Lab/description``.
extension Lab {
    /// The server is gone from the network: connections are refused, its peers and its instances do not reach it.
    public func refuse(server: Int) throws(LabError) {
        try servers[server].become(.refusing)
    }

    /// The server accepts connections and never answers.
    public func hang(server: Int) throws(LabError) {
        try servers[server].become(.hanging)
    }

    /// The server is back, with what it knew; its answers are sound again.
    public func heal(server: Int) throws(LabError) {
        servers[server].faults.withLock {
            $0.mischief = nil; $0.warming = false
        }
        try servers[server].become(.reachable)
    }

    /// What one server tells another is lost after 30 s; the other way is as it was.
    public func cutReplication(from: Int, to: Int) {
        world.withLock { _ = $0.broken.insert([from, to]) }
    }

    /// One server's replication to another works again.
    public func healReplication(from: Int, to: Int) {
        world.withLock { _ = $0.broken.remove([from, to]) }
    }

    /// The server answers readers of its registry like that; nil: soundly.
    public func mischief(server: Int, _ mischief: Mischief?) {
        servers[server].faults.withLock { $0.mischief = mischief }
    }

    /// The server answers 403 to readers of its registry, as one does that has just started.
    public func warm(server: Int, _ warming: Bool) {
        servers[server].faults.withLock { $0.warming = warming }
    }

    /// The server alone forgets an override, as one does that was restarted without it: the instance is there as it says of itself.
    public func forgetOverride(server: Int, id: String) {
        let now = clock.now()
        servers[server].registry.withLock { registry in
            guard let lease = registry.visible(id: id, now: now) else { return }
            _ = registry.deleteOverride(lease.info.app, id, status: .up, now: now)
        }
    }

    /// The server starts anew with what another one that it reaches tells it.
    public func restart(server: Int) {
        let peer = servers.first { $0.index != server && $0.isReachable }
        servers[server].restart(from: peer, now: clock.now())
    }

    /// The instance runs no more and tells nobody (`kill -9`): its lease expires.
    ///
    /// - Returns: whether there was such an instance.
    @discardableResult
    public func kill(id: String) -> Bool {
        world.withLock { world in
            guard let index = world.population.index(of: id) else { return false }
            world.population.remove(index)
            return true
        }
    }

    /// The instance says DOWN of itself, or UP again.
    ///
    /// - Returns: whether there is such an instance.
    @discardableResult
    public func report(id: String, up: Bool) -> Bool {
        let now = clock.now()
        return world.withLock { world in
            guard let index = world.population.index(of: id) else { return false }
            world.population.set(index, up ? .up : .down, now: now)
            let instance = world.population.instances[index]
            home(of: instance.zone)?.register(instance.registration, replicated: false, now: now)
            return true
        }
    }
}
