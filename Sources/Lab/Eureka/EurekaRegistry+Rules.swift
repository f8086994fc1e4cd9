extension EurekaRegistry {
    /// The status that holds, by the first rule that applies: what the instance says of itself if it says that it cannot work
    /// (this beats an override), an override, what this server said before (not where a peer tells), what the instance says.
    mutating func ruled(
        _ said: InstanceStatus, id: String, existing: InstanceStatus?, replicated: Bool, now: Int64
    ) -> InstanceStatus {
        guard said == .up || said == .outOfService else { return said }
        if let override = lookUpOverride(id, now: now) { return override }
        if !replicated, let existing, existing == .up || existing == .outOfService { return existing }
        return said
    }

    /// An override, which looking it up keeps for another hour.
    mutating func lookUpOverride(_ id: String, now: Int64) -> InstanceStatus? {
        guard !overrides.isEmpty, let override = overrides[id] else { return nil }
        guard now - override.touched <= clocks.overrideExpiry else {
            overrides[id] = nil
            return nil
        }
        overrides[id]?.touched = now
        return override.status
    }

    /// Takes traffic with so many clients.
    mutating func open(clients: Int) {
        expectedClients = max(1, clients)
        updateThreshold()
    }

    mutating func updateThreshold() {
        renewalThreshold = Int(Double(expectedClients) * 2 * clocks.renewalPercent)
    }

    /// Whether leases may expire: off while fewer instances renew than must (self-preservation).
    var evicts: Bool {
        renewalThreshold > 0 && renewals.last > renewalThreshold
    }

    /// Ends the span in which renewals are counted.
    mutating func closeRenewalWindow() {
        renewals = (current: 0, last: renewals.current)
    }

    /// Adapts the number of clients to those that are registered, but not to a sudden loss of them.
    mutating func recountClients() {
        let registered = count
        guard Double(registered) > clocks.renewalPercent * Double(expectedClients) else { return }
        expectedClients = registered
        updateThreshold()
    }

    /// Removes expired leases, in random order, at most so many that 85 % of all instances stay; tells which.
    mutating func evict(now: Int64) -> [String] {
        guard evicts else { return [] }
        var expired: [(app: String, id: String)] = []
        for (app, application) in applications {
            for (id, place) in application.places where leases[place].isExpired(now) { expired.append((app, id)) }
        }
        let all = count
        let most = min(expired.count, all - Int(Double(all) * clocks.renewalPercent))
        guard most > 0 else { return [] }
        expired.sort { ($0.app, $0.id) < ($1.app, $1.id) }
        for index in 0..<most {
            expired.swapAt(index, random.pick(index...(expired.count - 1)))
            _ = cancel(expired[index].app, expired[index].id, now: now)
        }
        return expired[..<most].map(\.id)
    }
}
