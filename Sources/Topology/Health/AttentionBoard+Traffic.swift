extension AttentionBoard {
    /// From which share of failed requests a whole service or zone belongs here.
    private static let failingRatio = 0.1
    /// From which share of failed requests a zone fails as a whole.
    private static let lostRatio = 0.5
    /// Below this many requests a second a ratio says little.
    private static let leastRate = 1.0

    /// What counters say is wrong: a line a cause.
    static func traffic(_ facts: Facts) -> [Draft] {
        let zones = failingZones(facts)
        // Where a zone fails as a whole its instances are no causes of their own; where few of them do, they are the cause.
        let lost = Set(zones.filter { $0.ratio >= lostRatio }.map(\.zone))
        let instances = failing(facts, besides: lost)
        let blamed = Set(instances.map(\.subject))
        return instances + failingServices(facts)
            + zones.filter { lost.contains($0.zone) || !blamed.contains($0.zone) }.map(\.draft)
            + splits(facts) + differences(facts)
    }

    /// Instances that are up and fail all the same: a line for each service and zone.
    private static func failing(_ facts: Facts, besides lost: Set<String>) -> [Draft] {
        struct Place: Hashable {
            var service: ServiceKey
            var zone: String
        }
        let services = Dictionary(facts.services.lazy.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        var places: [Place: [(key: InstanceKey, text: String)]] = [:]
        for (key, text) in facts.traffic.failing {
            let zone = services[key.service]?.instances.first { $0.key == key }?.zone ?? ""
            places[Place(service: key.service, zone: zone), default: []].append((key, text))
        }
        return places.filter { !lost.contains($0.key.zone) }.map { place, found in
            let found = found.sorted { $0.key < $1.key }
            let all = services[place.service]?.zones[place.zone]?.up ?? found.count
            let name = place.zone.isEmpty ? "no zone" : place.zone
            var filter = "service=\(place.service.name) zone=" + (place.zone.isEmpty ? "\"\"" : place.zone)
            if found.count == 1 { filter = "service=\(place.service.name) address=\(found[0].key.address)" }
            let text =
                found.count == 1
                ? "\(found[0].key) is up and fails all the same: \(found[0].text)"
                : "\(found.count) of \(all) instances of \(place.service) are up and fail all the same: "
                    + "\(found[0].text) (\(list(found.map(\.key.address))))"
            return Draft(
                cause: "failing \(place.service) \(place.zone)",
                severity: found.count > 1 && found.count * 2 >= all ? .bad : .warning, subject: name, text: text,
                target: .instances(filter: filter), rank: 1, weight: found.count)
        }
    }

    /// Services that fail wherever they are: no instance is worse than its peers.
    private static func failingServices(_ facts: Facts) -> [Draft] {
        let blamed = Set(facts.traffic.failing.keys.map(\.service))
        return facts.traffic.services.compactMap { key, traffic in
            guard !blamed.contains(key), let rate = traffic.rate.fresh, rate.requestsPerSecond >= leastRate,
                let errors = rate.errorRatio, errors >= failingRatio
            else { return nil }
            return Draft(
                cause: "errors \(key)", severity: .bad, subject: key.description,
                text: "\(Percent.text(errors)) of the requests to \(key) fail, on no instance more than on others",
                target: .instances(filter: "service=\(key.name)"), rank: 1)
        }
    }

    /// Zones to which requests fail much more than to others, where gateways count them.
    private static func failingZones(_ facts: Facts) -> [(zone: String, ratio: Double, draft: Draft)] {
        let ratios = facts.traffic.zones.compactMap { zone, traffic -> (zone: String, ratio: Double)? in
            guard traffic.basis == .gateways, let rate = traffic.rate.fresh, rate.requestsPerSecond >= leastRate else {
                return nil
            }
            return rate.errorRatio.map { (zone, $0) }
        }
        return ratios.compactMap { zone, ratio in
            let best = ratios.filter { $0.zone != zone }.map(\.ratio).min() ?? 0
            guard ratio >= failingRatio, ratio >= 3 * best else { return nil }
            let draft = Draft(
                cause: "errors to \(zone)", severity: .bad, subject: zone,
                text: "\(Percent.text(ratio)) of the requests that gateways send to \(zone) fail",
                target: .instances(filter: "zone=\(zone)"), rank: 1)
            return (zone, ratio, draft)
        }
    }

    /// Weight groups whose requests go elsewhere than they are set to: a line for each zone that gets more than is set.
    private static func splits(_ facts: Facts) -> [Draft] {
        struct Place: Hashable {
            var source: String
            var zone: String
        }
        // What one zone gets too much another gets too little: that is one cause.
        let surplus = facts.splits.filter { $0.measured > $0.intended }
        return Dictionary(grouping: surplus, by: { Place(source: $0.source, zone: $0.zone) }).compactMap {
            place, found in
            guard let worst = found.max(by: { $0.measured - $0.intended < $1.measured - $1.intended }) else {
                return nil
            }
            let nodes = Set(found.flatMap(\.nodes)).sorted()
            let isEverywhere = found.allSatisfy(\.isEverywhere)
            let who =
                isEverywhere ? place.source : "gateway\(nodes.count == 1 ? "" : "s") \(list(nodes.map(\.server)))"
            let isOne = isEverywhere || nodes.count == 1
            let more = found.count > 1 ? " (group \(worst.group), and \(found.count - 1) more)" : ""
            return Draft(
                cause: "split \(place.source) \(place.zone)", severity: .warning, subject: place.source,
                text: "\(who) \(isOne ? "sends" : "send") \(Percent.text(worst.measured)) to \(place.zone), "
                    + "\(isOne ? "is" : "are") set to \(Percent.text(worst.intended))\(more)",
                target: .source(place.source), rank: 3, weight: nodes.count)
        }
    }

    /// Gateways that are meant to be set alike and are not: a line a source.
    ///
    /// A weight that shows in where requests go is told of there already.
    private static func differences(_ facts: Facts) -> [Draft] {
        let told = Set(facts.splits.filter { !$0.isEverywhere }.flatMap(\.nodes))
        var bySource: [String: [RouteView]] = [:]
        for view in facts.traffic.routes where view.difference != nil {
            if told.contains(view.node), view.difference?.hasPrefix("weight") ?? false { continue }
            bySource[view.node.source, default: []].append(view)
        }
        return bySource.map { source, views in
            let routes = Set(views.map(\.route.id)).sorted()
            let first = views.first { $0.route.id == routes[0] } ?? views[0]
            let nodes = Set(views.map(\.node)).sorted()
            let more = routes.count > 1 ? "; and \(plural(routes.count - 1, "other route"))" : ""
            return Draft(
                cause: "differs \(source)", severity: .warning, subject: source,
                text: "nodes are not set alike: route \(first.route.id) on \(first.node.server): "
                    + "\(first.difference ?? "")\(more)",
                target: .source(source), rank: 3, weight: nodes.count)
        }
    }
}
