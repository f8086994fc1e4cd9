import Topology

/// What a zone would carry if another zone's traffic came to it, against what its instances take safely.
struct ZoneCapacity: Sendable {
    /// The zone whose traffic it would take.
    var from: String
    /// The load of its fullest service then, from 0; nothing where it cannot be told.
    var load: Double?

    /// Judges a zone against the busiest other one; nothing where there is none.
    ///
    /// Services without a figure in the estate file, and those that nothing counts, are left out of it.
    init?(of zone: String, in snapshot: Snapshot) {
        let out = Set(snapshot.out.map(\.zone))
        let others = snapshot.zones.map(\.name).filter { !$0.isEmpty && $0 != zone && !out.contains($0) }
        func requests(_ name: String) -> Double {
            snapshot.traffic.zones[name]?.rate.fresh?.requestsPerSecond ?? -1
        }
        guard let busiest = others.max(by: { requests($0) < requests($1) }), requests(busiest) > 0 else { return nil }
        from = busiest
        let rules = snapshot.estate.safeRequestsPerSecond.map { (Glob($0.key), $0.value) }
        var highest: Double?
        for (key, traffic) in snapshot.traffic.services {
            guard let safe = rules.first(where: { $0.0.matches(key.name) })?.1,
                let own = traffic.zones[zone]?.fresh?.requestsPerSecond,
                let added = traffic.zones[busiest]?.fresh?.requestsPerSecond,
                let up = snapshot.service(key)?.zones[zone]?.up
            else { continue }
            let load = up > 0 ? (own + added) / (Double(up) * safe) : .infinity
            highest = max(highest ?? 0, load)
        }
        load = highest
    }
}
