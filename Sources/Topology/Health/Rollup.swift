/// Rolls services up to zones, zones to regions, nodes to sources.
public enum Rollup {
    /// The zones: the estate's in the file's order, then those that only registries know, then "" where instances have none.
    ///
    /// `known` names further zones, which only routes or links tell of; `out` are those that operations have taken out.
    public static func zones(
        _ estate: EstateDescription, _ services: [ServiceView], known: Set<String> = [], out: [ZoneOut] = []
    ) -> [ZoneView] {
        var tallies: [String: Tally] = [:]
        for zone in known where !zone.isEmpty { tallies[zone] = Tally() }
        for service in services {
            for (zone, counts) in service.zones { tallies[zone, default: Tally()].add(service.key, counts) }
        }
        for zone in out where tallies[zone.zone] != nil || estate.zones.contains(where: { $0.name == zone.zone }) {
            // Evacuated, and nothing is up there but what was left on purpose.
            let isEmpty = services.allSatisfy { service in
                (service.zones[zone.zone]?.up ?? 0) == 0 || zone.leaves(service.key.name)
            }
            if isEmpty { tallies[zone.zone, default: Tally()].isEvacuated = true }
        }
        var views: [ZoneView] = []
        for region in estate.regions {
            for zone in region.zones {
                views.append((tallies.removeValue(forKey: zone.name) ?? Tally()).view(zone.name, region.name))
            }
        }
        let none = tallies.removeValue(forKey: "")
        views += tallies.sorted { $0.key < $1.key }.map { $0.value.view($0.key, nil) }
        if let none { views.append(none.view("", nil)) }
        return views
    }

    /// The regions of some zones, in their order; zones that the estate does not know belong to none.
    public static func regions(_ zones: [ZoneView]) -> [RegionView] {
        var regions: [RegionView] = []
        for zone in zones {
            guard let name = zone.region else { continue }
            if let index = regions.firstIndex(where: { $0.name == name }) {
                regions[index].zones.append(zone)
            } else {
                regions.append(RegionView(name: name, zones: [zone]))
            }
        }
        return regions
    }

    /// The state of a source by its configured nodes: live where all are, failed where none answers, else partial.
    public static func state(of nodes: [NodeView]) -> SourceView.State {
        let configured = nodes.filter { $0.state != .named }
        let live = configured.count { $0.state == .live }
        if live == configured.count { return configured.isEmpty ? .waiting : .live }
        if live > 0 || configured.contains(where: { $0.state == .partial }) { return .partial }
        return configured.contains { $0.state == .waiting } ? .waiting : .failed
    }

    /// Adds up one zone.
    private struct Tally {
        var counts = Counts()
        var isEvacuated = false
        var healths: Set<Health> = []
        var worst: (service: ServiceKey, counts: Counts, health: Health)?

        mutating func add(_ service: ServiceKey, _ own: Counts) {
            counts = counts + own
            let health = Health(of: own)
            healths.insert(health)
            guard health == .sick || health == .degraded || health == .unknown else { return }
            guard let current = worst else {
                worst = (service, own, health)
                return
            }
            let (a, b) = (Self.hurt(health, own), Self.hurt(current.health, current.counts))
            if a > b || a == b && service < current.service { worst = (service, own, health) }
        }

        func view(_ name: String, _ region: String?) -> ZoneView {
            ZoneView(
                name: name, region: region, state: health, counts: counts,
                worst: worst.map { ($0.service, $0.counts) })
        }

        /// A zone is as sick as its sickest service; one whose every instance is out is out.
        private var health: Health {
            if isEvacuated { return .out }
            if healths.contains(.sick) { return .sick }
            if healths.contains(.degraded) { return .degraded }
            if healths == [.unknown] || healths.isEmpty { return .unknown }
            if healths.contains(.unknown) { return .degraded }
            return healths == [.out] ? .out : .ok
        }

        /// Sickness first, then how many are missing, so that 18 of 20 hurts more than 1 of 1.
        private static func hurt(_ health: Health, _ counts: Counts) -> Int {
            let grade =
                switch health {
                case .sick: 2
                case .degraded: 1
                case .unknown, .out, .ok: 0
                }
            return grade << 32 + (counts.total - counts.out - counts.up)
        }
    }
}

/// One region with its zones.
public struct RegionView: Equatable, Sendable {
    /// Its name.
    public var name: String
    /// Its zones in the file's order.
    public var zones: [ZoneView]

    /// A region.
    public init(name: String, zones: [ZoneView]) {
        self.name = name
        self.zones = zones
    }

    /// Its instances by state.
    public var counts: Counts { zones.reduce(Counts()) { $0 + $1.counts } }

    /// As bad as its worst zone; out where every zone is.
    public var state: Health {
        for health in [Health.sick, .degraded, .unknown] where zones.contains(where: { $0.state == health }) {
            return health
        }
        return zones.allSatisfy { $0.state == .out } ? .out : .ok
    }
}

extension Snapshot {
    /// The regions with their zones.
    public var regions: [RegionView] { Rollup.regions(zones) }
}
