import Contract
import Topology

extension Planner {
    /// What a plan about a zone says beyond its steps.
    func zonePlan(_ draft: ZoneDraft, _ request: PlanRequest, _ plan: Plan) -> ZonePlan {
        let leaving = draft.leaving
        let expires: Bool =
            switch request.kind {
            case .evacuate, .shift: true
            case .setWeights: request.expiresMs != nil
            case .drain, .restore, .clearOverride, .repair: false
            }
        let isLeft = request.kind == .evacuate
        let baseline = request.kind == .restore ? [] : self.baseline(without: leaving)
        return ZonePlan(
            scope: request.scope, pace: request.pace,
            expiresAt: expires
                ? Timestamp(milliseconds: plan.madeAt.milliseconds + (request.expiresMs ?? rules.expiryMs)) : nil,
            except: request.except + rules.except.filter { !request.except.contains($0) }, include: request.include,
            forecast: forecast(draft, evacuated: isLeft ? leaving : nil),
            stays: isLeft ? stays(in: leaving ?? "", request) : [],
            mayBeMissing: leaving.map(mayBeMissing(without:)) ?? [], baseline: baseline,
            stopRules: baseline.isEmpty ? [] : Self.stopRules(leaving))
    }

    /// What would hold it, as the runner's rules judge it.
    private static func stopRules(_ leaving: String?) -> [String] {
        [
            "the error ratio of a receiving zone is more than twice what it was, and 1 % more",
            "less than half of a receiving zone's instances are up",
            "3 calls fail" + (leaving.map { " outside \($0)" } ?? ""),
        ]
    }

    /// What the zones are that go on, before anything is done.
    private func baseline(without leaving: String?) -> [ZoneBaseline] {
        receivers(without: leaving).map { zone in
            let rate = snapshot.traffic.zones[zone.name]?.rate.fresh
            return ZoneBaseline(
                zone: zone.name, requestsPerSecond: rate?.requestsPerSecond, errorRatio: rate?.errorRatio,
                up: zone.counts.up)
        }
    }

    /// The zones that take traffic: not the one that is left, not those that are out.
    func receivers(without leaving: String?) -> [ZoneView] {
        let out = Set(snapshot.out.map(\.zone))
        return snapshot.zones.filter { !$0.name.isEmpty && $0.name != leaving && !out.contains($0.name) }
    }

    /// What an evacuation does not move: out is not off.
    private func stays(in zone: String, _ request: PlanRequest) -> [String] {
        let contents = contents(of: zone, request)
        let receiving = Set(snapshot.links.map(\.to))
        var masters: [String] = []
        for link in snapshot.links where link.fromZone == zone && !receiving.contains(link.from) {
            let text = "\(link.source) \(link.kind) master \(link.from) (writable)"
            if !masters.contains(text) { masters.append(text) }
        }
        for link in snapshot.links where link.toZone == zone {
            let text = "\(link.source) \(link.kind) replica \(link.to)"
            if !masters.contains(text) { masters.append(text) }
        }
        let registries = snapshot.sources.flatMap { source in
            source.nodes.filter { $0.zone == zone && $0.state != .named && $0.registrations > 0 }
                .map { "\(source.name) node \($0.id.server)" }
        }
        return masters
            + contents.excepted.map { "\($0.key), \($0.count) instances: excepted" }
            + contents.infrastructure.map { "\($0.key), \($0.count) instances: registries and config servers stay" }
            + registries
            + contents.exceptedGroups.map { "\($0.name) on \($0.node.node): excepted" }
    }

    /// What nobody can tell to have arrived, because the end that it comes from is dark.
    private func mayBeMissing(without zone: String) -> [String] {
        snapshot.links.filter { $0.fromZone == zone && $0.toZone != zone && $0.isDark(in: snapshot) }.map { link in
            let place = link.toZone.map { " in \($0)" } ?? ""
            let since =
                link.provenAt.map { ", last seen to flow \(Gates.seconds(max(0, clock().moment - $0))) ago" } ?? ""
            return "\(link.source) \(link.to)\(place): \(link.from) does not answer\(since)"
        }
    }

    /// Who is called then, as far as it can be told, and how loaded that is.
    private func forecast(_ draft: ZoneDraft, evacuated: String?) -> [ForecastShare] {
        let drained = Set(draft.targets.map(\.instance))
        let (shares, reason) = shares(draft, drained)
        return receivers(without: nil).compactMap { zone -> ForecastShare? in
            if zone.name == evacuated, (shares[zone.name] ?? 0) == 0 { return nil }
            return ForecastShare(
                zone: zone.name, share: shares.isEmpty ? nil : shares[zone.name] ?? 0,
                load: load(of: zone.name, shares, drained, leaving: draft.leaving), reason: reason)
        }
    }

    private func shares(_ draft: ZoneDraft, _ drained: Set<InstanceKey>) -> ([String: Double], String) {
        if draft.owesAll { return ([:], "what was there before comes back") }
        var final: [String: Int] = [:]
        for (source, intent) in draft.intents {
            for route in intent.routes {
                final["\(source)\u{0}\(route.node)\u{0}\(route.id)"] = route.weights.last?.weight ?? route.seen
            }
        }
        let groups = RouteGroup.all(in: snapshot, sources: sources).compactMap { group -> ([String: Int], Double?)? in
            guard group.isWeighted, group.routes.contains(where: { $0.zone != nil }) else { return nil }
            var weights: [String: Int] = [:]
            for view in group.routes {
                let key = "\(view.node.source)\u{0}\(view.node.node)\u{0}\(view.route.id)"
                weights[view.zone ?? "", default: 0] += final[key] ?? view.route.weight ?? 0
            }
            return (weights, group.requests)
        }
        if !groups.isEmpty {
            return (Forecast.shares(ofGroups: groups.map { (weights: $0.0, requests: $0.1) }), "the gateways' weights")
        }
        return byInstances(drained)
    }

    /// Where routes name services, or nothing is known of gateways: who is called is who is listed.
    private func byInstances(_ drained: Set<InstanceKey>) -> ([String: Double], String) {
        let named = Set(snapshot.traffic.routes.compactMap { $0.route.service?.lowercased() })
        let services = snapshot.services.filter { named.isEmpty || named.contains($0.key.name) }
        var parts: [(shares: [String: Double], requests: Double?)] = []
        for service in services {
            let listed = ServiceCalls.listed(of: service, without: drained)
            let shares = Forecast.shares(of: listed, callers: [:], by: .none)
            guard !shares.isEmpty else { continue }
            let traffic = snapshot.traffic.services[service.key]?.rate.fresh?.requestsPerSecond
            parts.append((shares, traffic))
        }
        guard !parts.isEmpty else { return ([:], "no instance that is up is known") }
        let isMeasured = parts.allSatisfy { $0.requests != nil }
        let sum = parts.reduce(0) { $0 + ($1.requests ?? 0) }
        var shares: [String: Double] = [:]
        for part in parts {
            let weight = isMeasured && sum > 0 ? (part.requests ?? 0) / sum : 1 / Double(parts.count)
            for (zone, share) in part.shares { shares[zone, default: 0] += share * weight }
        }
        let basis = named.isEmpty ? "no gateway is read" : "the gateways' routes name services"
        return (shares, "instances that stay up, because \(basis)")
    }

    /// What all services of a zone with a figure will carry, against what they carry safely.
    private func load(
        of zone: String, _ shares: [String: Double], _ drained: Set<InstanceKey>, leaving: String?
    ) -> Double? {
        guard !snapshot.estate.safeRequestsPerSecond.isEmpty else { return nil }
        var (carried, safely) = (0.0, 0.0)
        for service in snapshot.services {
            let load = ServiceLoad(service.key, in: snapshot, leaving: leaving)
            guard let safe = load.safe, let requests = load.requests else { continue }
            let listed = ServiceCalls.listed(of: service, without: drained)
            let all = listed.values.reduce(0, +)
            guard all > 0, let here = listed[zone], here > 0 else { continue }
            carried += requests * (shares[zone] ?? Double(here) / Double(all))
            safely += safe * Double(here)
        }
        return safely > 0 ? carried / safely : nil
    }
}
