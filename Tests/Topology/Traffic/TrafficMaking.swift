import Topology

/// Short forms for traffic.
func node(_ name: String, _ source: String = "edge") -> NodeID { NodeID(source: source, node: name) }

func rate(_ requests: Double, errors: Double? = nil, ms: Double? = nil) -> TrafficRate {
    TrafficRate(requestsPerSecond: requests, errorRatio: errors, meanLatencyMs: ms)
}

/// A route of a gateway: `weight` in group `g`, to a zone, with so many requests a second; nothing for not counted.
func view(
    _ name: String, _ id: String, weight: Int? = nil, group: String = "g", zone: String?, service: String? = nil,
    rps: Double? = nil, errors: Double? = nil, stale: Bool = false, uri: String = "http://h", copies: Int = 1
) -> RouteView {
    let counted: Measured<TrafficRate> =
        rps.map { rate($0, errors: errors) }.map { stale ? .stale($0, at: at(900)) : .value($0, at: at(1_000)) }
        ?? .unknown(reason: "needs two polls")
    return RouteView(
        node: node(name),
        route: Route(
            id: id, uri: uri, group: weight == nil ? nil : group, weight: weight, service: service, copies: copies),
        zone: zone, zoneRule: "metadata zone", rate: counted)
}

func gateway(
    _ name: String, alike: String = "", fresh: Bool = true, steady: Bool = true, overMs: Int64 = 10_000,
    _ routes: [RouteView]?
) -> GatewayNode {
    GatewayNode(
        id: node(name), alike: alike, isFresh: fresh, answeredAt: at(1_000),
        reason: fresh ? "its routes were not read" : "connect refused", routes: routes, isSteady: steady, overMs: overMs
    )
}

func rollup(
    _ gateways: [GatewayNode], upstreams: [UpstreamSample] = [], zones: [String] = ["zone-a", "zone-b"],
    hasGateways: Bool = true
) -> TrafficRollup {
    TrafficRollup(zones: zones, hasGateways: hasGateways, gateways: gateways, upstreams: upstreams, now: at(2_000))
}

func sample(
    _ service: String, _ address: String, _ zone: String, rps: Double? = 10, errors: Double? = 0, ms: Double? = 10,
    requests: Double = 100, isUp: Bool = true
) -> UpstreamSample {
    UpstreamSample(
        instance: InstanceKey(service: ServiceKey(name: service), address: address), zone: zone, isUp: isUp,
        rate: rps.map { .value(rate($0, errors: errors, ms: ms), at: at(1_000)) } ?? .unknown(reason: "refused"),
        requests: requests)
}
