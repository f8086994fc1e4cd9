import Synchronization

extension EurekaServer {
    /// Registers an instance for a client.
    func register(_ registration: Registration, replicated: Bool, now: Int64) {
        registry.withLock { $0.register(registration, replicated: replicated, now: now) }
        if !replicated { tellPeers(registration.info.app, registration.info.id, .register(registration), now: now) }
    }

    /// Renews an instance for a client: false where it must register.
    func renew(_ app: String, _ id: String, lastDirty: Int64?, now: Int64) -> Bool {
        let heartbeat: (InstanceStatus?, Int64, Bool)? = registry.withLock { registry in
            guard registry.renew(app, id, replicated: false, now: now), let lease = registry.lease(app, id) else {
                return nil
            }
            return (registry.lookUpOverride(id, now: now), lease.lastDirty, (lastDirty ?? 0) > lease.lastDirty)
        }
        guard let (override, known, changed) = heartbeat else { return false }
        tellPeers(app, id, .heartbeat(override: override, lastDirty: known), now: now)
        return !changed
    }

    /// Renews many at once: one lock, and one message a peer. Tells which must register.
    func renew(_ beats: [(instance: Int, info: InstanceInfo, lastDirty: Int64)], now: Int64) -> [Int] {
        var missing: [Int] = []
        var tasks: [ReplicationTask] = []
        tasks.reserveCapacity(beats.count)
        registry.withLock { registry in
            for beat in beats {
                let (app, id) = (beat.info.app, beat.info.id)
                guard registry.renew(app, id, replicated: false, now: now), let lease = registry.lease(app, id) else {
                    missing.append(beat.instance)
                    continue
                }
                let action = ReplicationTask.Action.heartbeat(
                    override: registry.lookUpOverride(id, now: now), lastDirty: lease.lastDirty)
                tasks.append(ReplicationTask(app: app, id: id, action: action, expires: now + clocks.replicationExpiry))
                if beat.lastDirty > lease.lastDirty { missing.append(beat.instance) }
            }
        }
        outbox.withLock { queues in
            for peer in queues.indices where peer != index { queues[peer].append(contentsOf: tasks) }
        }
        return missing
    }

    /// Removes an instance; false where it is not known.
    func cancel(_ app: String, _ id: String, replicated: Bool, now: Int64) -> Bool {
        guard registry.withLock({ $0.cancel(app, id, now: now) }) else { return false }
        if !replicated { tellPeers(app, id, .cancel, now: now) }
        return true
    }

    /// Sets an override.
    func setStatus(
        _ app: String, _ id: String, to status: InstanceStatus, lastDirty: Int64?, replicated: Bool, now: Int64
    ) -> Bool {
        let known: Int64? = registry.withLock { registry in
            guard registry.setStatus(app, id, to: status, lastDirty: lastDirty, now: now) else { return nil }
            return registry.lease(app, id)?.lastDirty
        }
        guard let known else { return false }
        // Told also where it changed nothing here: so a second PUT mends a peer that missed the first.
        if !replicated { tellPeers(app, id, .status(status, lastDirty: known), now: now) }
        return true
    }

    /// Deletes an override.
    func deleteOverride(
        _ app: String, _ id: String, status: InstanceStatus, lastDirty: Int64?, replicated: Bool, now: Int64
    ) -> Bool {
        let known: (InstanceStatus, Int64)? = registry.withLock { registry in
            guard registry.deleteOverride(app, id, status: status, lastDirty: lastDirty, now: now) else { return nil }
            return registry.lease(app, id).map { ($0.status, $0.lastDirty) }
        }
        guard let (after, dirty) = known else { return false }
        if !replicated { tellPeers(app, id, .deleteOverride(after, lastDirty: dirty), now: now) }
        return true
    }

    /// Adds metadata, which peers learn as a registration.
    func addMetadata(_ app: String, _ id: String, _ more: [InstanceInfo.Metadatum], now: Int64) -> Bool {
        let registration: Registration? = registry.withLock { registry in
            guard registry.addMetadata(app, id, more, now: now) else { return nil }
            return registry.lease(app, id)?.registration
        }
        guard let registration else { return false }
        tellPeers(app, id, .register(registration), now: now)
        return true
    }
}
