import Contract
import Topology

extension Collector {
    /// Takes in what a node's answer says of its routes and counters.
    func takeTraffic(_ reading: Reading, of id: NodeID) {
        let observation: Observation
        switch reading {
        case .reset(let all), .changes(let all), .partial(let all, _, _): observation = all
        case .confirmed: return
        }
        guard observation.routes != nil || observation.counters != nil, let record = nodes[id] else { return }
        var traffic = record.traffic
        let isNew = traffic.take(observation, of: id, zone: record.zone, most: policy.mostRoutes) { route in
            decide(route)
        }
        nodes[id]?.traffic = traffic
        isTrafficTouched = true
        if isNew { isChanged = true }
    }

    /// The zone that a route sends to: what it says itself, else where the estate's rules place the host of its URI.
    private func decide(_ route: Route) -> ZoneDecision {
        if let zone = route.zone { return ZoneDecision(zone: zone, rule: "metadata zone of the route") }
        if route.uri.lowercased().hasPrefix("lb:") {
            return ZoneDecision(zone: nil, rule: "lb://: a load balancer chooses among the service's instances")
        }
        guard let host = HostName.of(route.uri) else {
            return ZoneDecision(zone: nil, rule: "no host in its URI")
        }
        return zones.resolve(host: host)
    }

    /// The gateways as the roll-up sees them.
    func gatewayNodes(_ now: Moment) -> [GatewayNode] {
        order.compactMap { id in
            guard let node = nodes[id], sources[node.source].connector.isFleet || !node.traffic.isEmpty else {
                return nil
            }
            let settings = sources[node.source].settings
            let trouble = node.isFresh ? nil : node.error ?? "not asked yet"
            return GatewayNode(
                id: id, zone: node.zone, namespace: settings.namespace,
                alike: settings.groupBy == .zone ? node.zone ?? "" : "", isFresh: node.isFresh,
                answeredAt: node.answeredAt, reason: trouble ?? "its routes were not read",
                routes: node.traffic.views(
                    trouble: trouble, staleBefore: now + -(settings.pollMs * 5 / 2 + settings.deadlineMs)),
                isSteady: node.traffic.isSteady, overMs: node.traffic.overMs)
        }
    }

    /// All traffic at this moment; the last one where nothing was read since and nothing has aged.
    func trafficView(_ now: Moment) -> TrafficView {
        let isDue = trafficAt.map { now - $0 >= policy.refreshEveryMs } ?? true
        guard isTrafficTouched || isDue else { return traffic }
        isTrafficTouched = false
        trafficAt = now
        let marked = RouteDifferences.marked(gatewayNodes(now))
        let hasGateways = sources.contains { $0.connector.isFleet } || !marked.isEmpty
        guard hasGateways else {
            if traffic.zones.isEmpty {
                traffic.zones = TrafficRollup(
                    zones: estate.zones.map(\.name), hasGateways: false, gateways: [], now: now
                ).byZone()
            }
            return traffic
        }
        let samples = upstreams.samples(services, zones: zones, now: now)
        let rollup = TrafficRollup(
            zones: estate.zones.map(\.name), hasGateways: true, gateways: marked, upstreams: samples, now: now)
        splits = SplitCheck.find(marked)
        let routed = RouteSamples.samples(
            RouteSamples.byAddress(marked), of: services.values, besides: Set(samples.map(\.instance.service)))
        traffic = TrafficView(
            routes: marked.flatMap { $0.routes ?? [] }, zones: rollup.byZone(), services: rollup.byService(),
            instances: Dictionary(
                samples.map { ($0.instance, $0.rate) }, uniquingKeysWith: { first, _ in first }),
            failing: GreyFailure.find(samples + routed))
        noteHistory(now)
        return traffic
    }

    private func noteHistory(_ now: Moment) {
        for (zone, view) in traffic.zones {
            var rings = histories[zone] ?? (HistoryRing(everyMs: trafficEveryMs), HistoryRing(everyMs: trafficEveryMs))
            rings.requests.note(view.rate.fresh?.requestsPerSecond, at: now)
            rings.errors.note(view.rate.fresh?.errorRatio, at: now)
            histories[zone] = rings
            traffic.zones[zone]?.history = rings.requests.points
            traffic.zones[zone]?.errorHistory = rings.errors.points
        }
    }

    /// How often traffic is counted: as often as the gateways are asked.
    var trafficEveryMs: Int64 {
        sources.filter { $0.connector.isFleet }.map(\.settings.pollMs).min() ?? policy.refreshEveryMs
    }
}
