/// Makes services out of what nodes say of them, one service at a time.
///
/// It holds what a merge needs to remember: zones already resolved, contradictions already looked at, instances that are
/// gone. What did not change is the very object it was, so that snapshots share it and nobody looks at it twice.
public struct EstateMerge: Sendable {
    private let zones: ZoneResolver
    private var divergence = DivergenceLedger()
    private var gone: GoneLedger
    /// Instances that a node which answers has dropped, though one that fell silent before still has them in its last word.
    private var dropped: [ServiceKey: Set<InstanceKey>] = [:]

    /// A merge for an estate.
    public init(_ estate: EstateDescription) {
        zones = ZoneResolver(estate)
        gone = GoneLedger(forgetMs: estate.forgetMs)
    }

    /// Merges one service from the listings of all nodes, in the estate file's order.
    ///
    /// - Returns: the previous view itself where nothing changed; nothing where nothing is left of the service.
    public mutating func merge(
        _ service: ServiceKey, listings: [NodeListing], previous: ServiceView?, trust: MergeTrust = MergeTrust(),
        now: Moment
    ) -> ServiceView? {
        let before = previous?.instances ?? []
        // The first instances of a service take nobody's place.
        let trust = previous == nil ? MergeTrust(arrivals: false, departures: trust.departures) : trust
        let known = KnownInstances(before)
        let judge = InstanceJudge(listings: listings, now: now)
        var contradictions: Set<InstanceKey> = []
        var instances: [InstanceView] = []
        instances.reserveCapacity(before.count)
        var isSame = true
        for group in InstanceGroup.groups(of: listings) {
            let old = known.index(of: group).map { before[$0] }
            let key =
                old?.key
                ?? InstanceKey(
                    service: service, address: group.members[0].registration.address,
                    discriminator: group.discriminator)
            guard
                let verdict = judge.judge(key, group.members, ledger: &divergence, contradictions: &contradictions),
                !isDropped(key, verdict, old: old, listings: listings)
            else { continue }
            let view = view(key, old, verdict, now: now)
            if let old, isSame { isSame = view == old } else { isSame = false }
            instances.append(view)
        }
        divergence.keep(contradictions, of: service)
        if listings.allSatisfy(\.isFresh) { dropped[service] = nil }
        let listed = before.contains { $0.state == .gone } ? before.filter { $0.state != .gone } : before
        if isSame, instances.count == before.count {
            // The same instances in the same states, though perhaps in another order.
            _ = gone.update(service, previous: listed, listed: before, trust: trust, now: now)
            return previous
        }
        instances = Self.ordered(instances)
        let remembered = gone.update(service, previous: listed, listed: instances, trust: trust, now: now)
        if !remembered.isEmpty { instances = Self.ordered(instances + remembered) }
        if instances.isEmpty { return nil }
        if let previous, previous.instances == instances { return previous }
        return ServiceView(key: service, instances: instances)
    }

    /// In the order of their keys; the keys alone are sorted, for views are large.
    private static func ordered(_ instances: [InstanceView]) -> [InstanceView] {
        func comes(_ a: InstanceKey, _ b: InstanceKey) -> Bool {
            a.address == b.address ? a.discriminator < b.discriminator : a.address < b.address
        }
        if zip(instances, instances.dropFirst()).allSatisfy({ comes($0.key, $1.key) }) { return instances }
        let keys = instances.map(\.key)
        return instances.indices.sorted { comes(keys[$0], keys[$1]) }.map { instances[$0] }
    }

    /// Who must be looked at past its caches, because nodes contradict each other; no more than so many at one node.
    public func suspects(now: Moment, most: Int = .max) -> [Suspect] { divergence.suspects(now: now, most: most) }

    /// Notes what a look found; false where the nodes say something else by now, so that it means nothing.
    public mutating func record(_ finding: Suspect.Finding, for suspect: Suspect, now: Moment) -> Bool {
        divergence.record(finding, for: suspect, now: now)
    }

    /// Forgets what is gone of a service, in one zone or in all, because the operator says that it was meant.
    ///
    /// - Returns: whether there was anything; then the service is to be merged again.
    public mutating func acknowledge(_ service: ServiceKey, zone: String?? = nil) -> Bool {
        gone.acknowledge(service, zone: zone)
    }

    /// The services that must be merged again by now, because something gone is to be forgotten.
    public func expired(now: Moment) -> [ServiceKey] { gone.expired(now: now) }

    /// When time alone changes something next: something gone is forgotten, a finding is to be renewed.
    public var nextChange: Moment? {
        [gone.nextExpiry, divergence.nextRenewal].compactMap { $0 }.min()
    }

    private func view(
        _ key: InstanceKey, _ old: InstanceView?, _ verdict: InstanceJudge.Verdict, now: Moment
    ) -> InstanceView {
        let decision = zone(of: verdict, old: old, service: key.service)
        let since = old.map { $0.state == verdict.state ? $0.since : now } ?? now
        let view = InstanceView(
            key: key, zone: decision.zone, zoneRule: decision.rule, state: verdict.state, differs: verdict.differs,
            registrations: verdict.registrations, absentAt: verdict.absentAt, since: since)
        // The old one shares its arrays with the snapshots that are still held.
        if let old, old == view { return old }
        return view
    }

    /// Whether an instance that only silent nodes list has been dropped by one that answers.
    ///
    /// A node that falls silent makes nothing gone: that takes a node which listed the instance, answers, and does not list
    /// it any more. Otherwise a dead registry's last word would haunt the screen through every deploy.
    private mutating func isDropped(
        _ key: InstanceKey, _ verdict: InstanceJudge.Verdict, old: InstanceView?, listings: [NodeListing]
    ) -> Bool {
        guard verdict.registrations.allSatisfy({ $0.reason != nil }) else {
            if dropped[key.service]?.remove(key) != nil, dropped[key.service]?.isEmpty == true {
                dropped[key.service] = nil
            }
            return false
        }
        if dropped[key.service]?.contains(key) == true {
            return listings.contains { $0.standing == .fresh }
        }
        let isDropped =
            old?.registrations.contains { view in
                listings.contains { $0.node == view.node && $0.standing == .fresh }
            } ?? false
        if isDropped { dropped[key.service, default: []].insert(key) }
        return isDropped
    }

    /// The zone by the first fresh registration that knows one; resolved again only where the registration changed.
    private func zone(of verdict: InstanceJudge.Verdict, old: InstanceView?, service: ServiceKey) -> ZoneDecision {
        if let old, old.state != .gone, old.registrations.count == verdict.registrations.count,
            zip(old.registrations, verdict.registrations).allSatisfy({ $0.registration === $1.registration })
        {
            return ZoneDecision(zone: old.zone, rule: old.zoneRule)
        }
        var undecided: ZoneDecision?
        for wantsFresh in [true, false] {
            for view in verdict.registrations where (view.reason == nil) == wantsFresh {
                let decision = zones.resolve(view.registration, of: service)
                if decision.zone != nil { return decision }
                undecided = undecided ?? decision
            }
        }
        return undecided ?? ZoneDecision(zone: nil, rule: ZoneResolver.undecided)
    }
}
