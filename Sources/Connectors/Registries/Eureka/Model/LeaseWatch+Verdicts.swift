import Topology

extension LeaseWatch {
    /// Takes what a live answer said.
    ///
    /// - Parameter serverNow: the server's clock at that answer.
    mutating func note(_ entry: Entry?, of key: Key, at moment: Moment, serverNow: Int64) {
        setSeen(key, Seen(entry: entry, at: moment, expiredMs: entry?.lease.expired(at: serverNow)))
    }

    /// Forgets answers that the cached documents have caught up with, and those on instances that are listed no more.
    mutating func prune(by registry: NodeRegistry, serverNow: Int64) {
        retainSeen { key, seen in
            guard let cached = registry.entry(key.service, key.id) else { return false }
            guard let live = seen.entry else { return true }
            let renewedSince = cached.lease.provenAt > live.lease.provenAt
            let asNew = cached.changedAt >= live.changedAt
            if renewedSince && asNew { return false }
            // A lease that runs by the cached answer as well needs no second witness.
            return !(asNew && seen.expiredMs == nil && cached.lease.expiresAt >= serverNow)
        }
        setPresumed(presumed.filter { isSuspect($0, in: registry) })
    }

    /// Judges those that there were too many of to look at: where nine of ten looks at suspects found an expired lease,
    /// the other suspects are unknown, not up, until somebody looked.
    ///
    /// - Parameters:
    ///   - asked: who was to be looked at.
    ///   - answered: who of them was.
    mutating func presume(in registry: NodeRegistry, asked: [Key], answered: [Key], serverNow: Int64) {
        let strong = answered.filter { isSuspect($0, in: registry) }
        guard strong.count >= 8 else {
            // With so few suspects every one was looked at, unless the server was too slow to tell.
            if answered.count == asked.count { setPresumed([]) }
            return
        }
        let expired = strong.count { seen[$0]?.expiredMs != nil }
        guard expired * 10 >= strong.count * 9 else { return setPresumed([]) }
        var presumed: Set<Key> = []
        for (service, entries) in registry.services {
            for entry in entries where entry.lease.expiresAt < documentTime {
                let key = Key(service: service, id: entry.id)
                if seen[key] == nil { presumed.insert(key) }
            }
        }
        setPresumed(presumed)
    }

    private func isSuspect(_ key: Key, in registry: NodeRegistry) -> Bool {
        registry.entry(key.service, key.id).map { $0.lease.expiresAt < documentTime } ?? false
    }

    /// What is to be told of an entry, all that was seen considered.
    func judged(_ entry: Entry, in service: ServiceKey, serverNow: Int64) -> Registration {
        let key = Key(service: service, id: entry.id)
        guard let seen = seen[key] else {
            guard presumed.contains(key) else { return entry.registration }
            let expired = Self.age(serverNow - entry.lease.expiresAt)
            return entry.registration.judged(
                entry.registration.state.onceExpired,
                detail: "lease expired \(expired) ago by the server's list, as most of those looked at")
        }
        guard let live = seen.entry else {
            return entry.registration.judged(
                .unknown, detail: "listed no more by the live answer; only the cached one still has it")
        }
        let newest = live.changedAt > entry.changedAt ? live.registration : entry.registration
        guard seen.expiredMs != nil, entry.lease.provenAt <= live.lease.provenAt else { return newest }
        let detail = "lease expired \(Self.age(serverNow - live.lease.expiresAt)) ago"
        return newest.judged(newest.state.onceExpired, detail: detail)
    }

    /// The services whose registrations are judged otherwise than the documents say.
    var touched: Set<ServiceKey> {
        Set(seen.keys.map(\.service)).union(presumed.map(\.service))
    }

    /// How many leases have expired as far as is known.
    var expiredCount: Int { seen.values.count { $0.expiredMs != nil } + presumed.count }

    /// An age in steps, so that a registration that stays expired is not told anew at every poll: 10 s up to a
    /// minute, then minutes, then hours.
    static func age(_ milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds / 1000)
        return switch seconds {
        case ..<10: "\(seconds) s"
        case ..<60: "\(seconds / 10 * 10) s"
        case ..<3600: "\(seconds / 60) min"
        default: "\(seconds / 3600) h"
        }
    }
}

extension RegistrationState {
    /// What is left of a state once the lease behind it has expired: nothing, but that what was down is not better now.
    var onceExpired: RegistrationState { self == .down ? .down : .unknown }
}
