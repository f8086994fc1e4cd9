import Topology

/// Judges leases: cached answers name suspects, and only a live answer says that a lease has expired.
///
/// A cached document stands still until something changes the registry, so a lease that is past in it may have been
/// renewed since. But it also tells how old it is: nothing in it can have renewed later than it was made, so a lease
/// that expired before the newest renewal in it had expired when it was made.
struct LeaseWatch: Sendable {
    /// Who is watched.
    struct Key: Hashable, Sendable {
        var service: ServiceKey
        var id: String
    }

    /// What the last live answer said of one instance.
    struct Seen: Sendable {
        /// As it was listed; nothing where the server did not list it.
        var entry: Entry?
        /// When it was asked.
        var at: Moment
        /// How long its lease had been expired then, in milliseconds; nothing where it had not.
        var expiredMs: Int64?
    }

    /// The last live answer on each instance that one is needed of.
    private(set) var seen: [Key: Seen] = [:]
    /// Suspects that were not looked at when so many of those looked at had expired that the rest must be taken for it.
    private(set) var presumed: Set<Key> = []
    /// The newest renewal of the last full document: when it was made, at the earliest.
    private(set) var documentTime: Int64 = .min

    /// How many instances make an estate small enough to look at all that are past due.
    static let small = 32
    /// How many looks a poll may take.
    static let most = 32
    /// How many of them go to those that are merely past due by a cached answer.
    static let rotation = 8

    /// Dates a full document, by the newest renewal in it that is not in the server's future.
    mutating func date(_ registry: NodeRegistry, serverNow: Int64) {
        var newest = Int64.min
        for entries in registry.services.values {
            for entry in entries where entry.lease.provenAt <= serverNow {
                newest = max(newest, entry.lease.provenAt)
            }
        }
        documentTime = newest
    }

    /// Who is to be looked at now, the most urgent first.
    func candidates(in registry: NodeRegistry, serverNow: Int64) -> [Key] {
        var strong: [(key: Key, at: Int64, expires: Int64)] = []
        var due: [(key: Key, at: Int64, expires: Int64)] = []
        for (service, entries) in registry.services {
            for entry in entries where entry.lease.expiresAt < serverNow {
                let key = Key(service: service, id: entry.id)
                let last = seen[key]
                // A live answer that showed a lease still running says so until that lease is over.
                if let last, last.expiredMs == nil, let live = last.entry?.lease, live.expiresAt >= serverNow {
                    continue
                }
                let item = (key, last?.at.milliseconds ?? .min, entry.lease.expiresAt)
                if entry.lease.expiresAt < documentTime || last?.expiredMs != nil {
                    strong.append(item)
                } else {
                    due.append(item)
                }
            }
        }
        // Those never looked at first, then those looked at longest ago; among them, the longest expired.
        let urgent: ((key: Key, at: Int64, expires: Int64), (key: Key, at: Int64, expires: Int64)) -> Bool = {
            $0.at == $1.at ? $0.expires < $1.expires : $0.at < $1.at
        }
        strong.sort(by: urgent)
        due.sort(by: urgent)
        let rotation = registry.count <= Self.small ? Self.most : min(Self.rotation, due.count)
        let first = strong.prefix(max(Self.most - min(rotation, due.count), Self.most / 2))
        return (first + due.prefix(min(rotation, Self.most - first.count))).map(\.key)
    }

    mutating func setSeen(_ key: Key, _ value: Seen) {
        seen[key] = value
        presumed.remove(key)
    }

    mutating func retainSeen(_ keep: (Key, Seen) -> Bool) { seen = seen.filter { keep($0.key, $0.value) } }

    mutating func setPresumed(_ keys: Set<Key>) { presumed = keys }
}
