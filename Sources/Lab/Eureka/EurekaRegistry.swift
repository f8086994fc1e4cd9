/// What one server knows, and the rules by which it changes: pure, given the time.
///
/// The rules are those of Netflix' `AbstractInstanceRegistry` and `PeerAwareInstanceRegistryImpl` as Spring Cloud 2025.0.0 runs them,
/// mistakes included, because the console has to live with them.
struct EurekaRegistry: Sendable {
    /// The instances of one application, by id, as places in ``leases``.
    struct Application: Sendable {
        var places: [String: Int] = [:]
        /// Counts this application's changes; an answer made before the last is out of date.
        var version: UInt64 = 0
    }

    struct Override: Sendable {
        var status: InstanceStatus
        /// When it was last looked up or set: an hour without either forgets it.
        var touched: Int64
    }

    struct Change: Sendable {
        let place: Int
        let at: Int64
    }

    let clocks: EurekaClocks
    private(set) var leases: [Lease] = []
    private var vacant: [Int] = []
    private(set) var applications: [String: Application] = [:]
    var overrides: [String: Override] = [:]
    /// The changes of the last minutes, oldest first: what the delta is made of.
    private(set) var changes: [Change] = []
    /// Counts all changes.
    private(set) var version: UInt64 = 1
    /// How many clients are expected to renew; 0 before the server takes traffic.
    var expectedClients = 0
    var renewalThreshold = 0
    var renewals = (current: 0, last: 0)
    var random: LabRandom

    init(clocks: EurekaClocks, seed: UInt64) {
        self.clocks = clocks
        random = LabRandom(seed: seed)
    }

    /// How many instances are registered.
    var count: Int {
        applications.values.reduce(0) { $0 + $1.places.count }
    }

    func place(_ app: String, _ id: String) -> Int? {
        applications[app]?.places[id]
    }

    /// The lease as it is, whether expired or not.
    func lease(_ app: String, _ id: String) -> Lease? {
        place(app, id).map { leases[$0] }
    }

    /// What the live answers show: nothing of a lease that has expired, unless self-preservation keeps it.
    func visible(_ app: String, _ id: String, now: Int64) -> Lease? {
        guard let lease = lease(app, id), !(evicts && lease.isExpired(now)) else { return nil }
        return lease
    }

    /// The first instance of that id in any application.
    func visible(id: String, now: Int64) -> Lease? {
        for app in applications.keys.sorted() {
            if let lease = visible(app, id, now: now) { return lease }
        }
        return nil
    }

    /// Applications by name, each with its leases in the order in which they came.
    func snapshot(of app: String? = nil) -> [(app: String, leases: [Lease])] {
        let chosen = app.map { app in applications[app].map { [(app, $0)] } ?? [] } ?? applications.map { ($0, $1) }
        return chosen.sorted { $0.0 < $1.0 }.map { name, application in
            (name, application.places.values.sorted().map { leases[$0] })
        }
    }

    mutating func withLease<T>(at place: Int, _ body: (inout Lease) -> T) -> T {
        body(&leases[place])
    }

    /// Puts a lease in the place of the one before, if there was one.
    mutating func put(_ lease: Lease) -> Int {
        let place = vacant.popLast() ?? leases.count
        var lease = lease
        lease.pins = 1
        if place == leases.count { leases.append(lease) } else { leases[place] = lease }
        if let old = applications[lease.info.app, default: Application()].places.updateValue(
            place, forKey: lease.info.id)
        {
            unpin(old)
        }
        return place
    }

    /// Takes a lease out of its application; it lives on in the list of changes.
    mutating func remove(_ app: String, _ id: String) -> Int? {
        guard let place = applications[app]?.places.removeValue(forKey: id) else { return nil }
        return place
    }

    /// An application without instances is none: 404, and not in documents.
    mutating func forgetIfEmpty(_ app: String) {
        if applications[app]?.places.isEmpty == true { applications[app] = nil }
    }

    /// Notes a change, which clients will be told of and which makes kept answers old.
    mutating func note(_ place: Int, now: Int64) {
        leases[place].pins += 1
        leases[place].lastUpdated = now
        changes.append(Change(place: place, at: now))
        version += 1
        applications[leases[place].info.app]?.version = version
    }

    /// Sweeps out the changes that are too old for the delta. Answers made before keep them.
    mutating func sweepChanges(now: Int64) {
        let kept = changes.firstIndex { $0.at >= now - clocks.deltaRetention } ?? changes.count
        guard kept > 0 else { return }
        for change in changes[..<kept] { unpin(change.place) }
        changes.removeFirst(kept)
    }

    mutating func unpin(_ place: Int) {
        leases[place].pins -= 1
        if leases[place].pins == 0 { vacant.append(place) }
    }
}
