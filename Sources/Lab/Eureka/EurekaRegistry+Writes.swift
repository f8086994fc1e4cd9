extension EurekaRegistry {
    /// Registers an instance, new or again.
    ///
    /// A registration older than what is known changes nothing but the lease; one that carries an override brings it along.
    mutating func register(_ registration: Registration, replicated: Bool, now: Int64) {
        var registration = registration
        let existing = lease(registration.info.app, registration.info.id)
        if let existing {
            if existing.lastDirty > registration.lastDirty { registration = existing.registration }
        } else if expectedClients > 0 {
            expectedClients += 1
            updateThreshold()
        }
        let id = registration.info.id
        if registration.overridden != .unknown, overrides[id] == nil {
            overrides[id] = Override(status: registration.overridden, touched: now)
        }
        if let override = lookUpOverride(id, now: now) { registration.overridden = override }
        registration.status = ruled(
            registration.status, id: id, existing: existing?.status, replicated: replicated, now: now)
        var lease = Lease(registration, now: now)
        lease.serviceUp = existing?.serviceUp ?? 0
        if lease.status == .up { lease.markUp(now) }
        note(put(lease), now: now)
    }

    /// Renews a lease; false where the instance must register (again): it is not known, or its status is UNKNOWN since an
    /// override of it was deleted.
    mutating func renew(_ app: String, _ id: String, replicated: Bool, now: Int64) -> Bool {
        guard let place = place(app, id) else { return false }
        let status = leases[place].status
        let ruled = ruled(status, id: id, existing: status, replicated: replicated, now: now)
        guard ruled != .unknown else { return false }
        withLease(at: place) { lease in
            lease.status = ruled
            lease.renew(now)
        }
        renewals.current += 1
        return true
    }

    /// Sets an override; false where the instance is not known.
    ///
    /// Where the status is that already, none is stored, but the lease is renewed all the same.
    mutating func setStatus(
        _ app: String, _ id: String, to status: InstanceStatus, lastDirty: Int64? = nil, now: Int64
    ) -> Bool {
        guard let place = place(app, id) else { return false }
        withLease(at: place) { $0.renew(now) }
        guard leases[place].status != status else { return true }
        overrides[id] = Override(status: status, touched: now)
        change(place, lastDirty: lastDirty, now: now) { lease in
            if status == .up { lease.markUp(now) }
            lease.overridden = status
            lease.status = status
        }
        return true
    }

    /// Takes an override away and sets the status, UNKNOWN where none is given; false where the instance is not known.
    ///
    /// Without an override nothing but the lease changes.
    mutating func deleteOverride(
        _ app: String, _ id: String, status: InstanceStatus, lastDirty: Int64? = nil, now: Int64
    ) -> Bool {
        guard let place = place(app, id) else { return false }
        withLease(at: place) { $0.renew(now) }
        guard overrides.removeValue(forKey: id) != nil else { return true }
        change(place, lastDirty: lastDirty, now: now) { lease in
            lease.overridden = .unknown
            lease.status = status
        }
        return true
    }

    /// Removes an instance and any override of it; false where it is not known.
    mutating func cancel(_ app: String, _ id: String, now: Int64) -> Bool {
        overrides[id] = nil
        guard let place = remove(app, id) else { return false }
        withLease(at: place) { lease in
            lease.evicted = now
            lease.action = .deleted
        }
        note(place, now: now)
        unpin(place)
        forgetIfEmpty(app)
        if expectedClients > 0 {
            expectedClients -= 1
            updateThreshold()
        }
        return true
    }

    /// Adds metadata, by registering the instance as this server knows it; false where it is not known.
    mutating func addMetadata(_ app: String, _ id: String, _ more: [InstanceInfo.Metadatum], now: Int64) -> Bool {
        guard var registration = visible(app, id, now: now)?.registration else { return false }
        registration.info = registration.info.merging(more)
        register(registration, replicated: false, now: now)
        return true
    }

    /// Stores an override that a peer's heartbeat told of, where this server has another or none; the status stays.
    mutating func storeOverride(_ app: String, _ id: String, _ status: InstanceStatus, now: Int64) {
        guard let place = place(app, id), lookUpOverride(id, now: now) != status else { return }
        overrides[id] = Override(status: status, touched: now)
        withLease(at: place) { $0.overridden = status }
    }

    private mutating func change(_ place: Int, lastDirty: Int64?, now: Int64, _ body: (inout Lease) -> Void) {
        withLease(at: place) { lease in
            body(&lease)
            if let lastDirty, lastDirty > lease.lastDirty { lease.lastDirty = lastDirty }
            lease.action = .modified
        }
        note(place, now: now)
    }
}
