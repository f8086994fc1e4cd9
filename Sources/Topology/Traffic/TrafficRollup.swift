/// Rolls up what gateways and upstreams counted to zones and services; the two are never added up.
public struct TrafficRollup: Sendable {
    /// Zones that are always told of, in order.
    public var zones: [String]
    /// Whether the estate has gateways at all.
    public var hasGateways: Bool
    /// The gateway nodes.
    public var gateways: [GatewayNode]
    /// The instances behind them that are to be measured, with what they said.
    public var upstreams: [UpstreamSample]
    /// This moment.
    public var now: Moment

    /// What is to be rolled up.
    public init(
        zones: [String], hasGateways: Bool, gateways: [GatewayNode], upstreams: [UpstreamSample] = [], now: Moment
    ) {
        self.zones = zones
        self.hasGateways = hasGateways
        self.gateways = gateways
        self.upstreams = upstreams
        self.now = now
    }

    /// What tells where traffic goes: the gateways where their routes say so, else the upstreams; nothing where nothing does.
    ///
    /// It follows from how routes are set, never from how much is counted, so that it does not change with the hour.
    public var basis: ZoneTraffic.Basis? {
        var (zoned, balanced): (Set<String>, Set<String>) = ([], [])
        for view in gateways.lazy.flatMap({ $0.routes ?? [] }) {
            if view.zone != nil {
                if view.split != nil { return .gateways }
                zoned.insert(view.route.id)
            } else if view.route.service != nil {
                balanced.insert(view.route.id)
            }
        }
        if !balanced.isEmpty, !upstreams.isEmpty, zoned.count < balanced.count { return .upstreams }
        return zoned.isEmpty ? nil : .gateways
    }

    /// The traffic of each zone: the estate's, and those that only routes or upstreams know.
    public func byZone() -> [String: ZoneTraffic] {
        guard hasGateways else {
            return Dictionary(
                zones.map {
                    ($0, ZoneTraffic(intended: .notApplicable, measured: .notApplicable, rate: .notApplicable))
                },
                uniquingKeysWith: { first, _ in first })
        }
        let basis = basis
        let intended = IntendedSplit(gateways)
        let names = Set(zones).union(gateways.lazy.flatMap { $0.routes ?? [] }.compactMap(\.zone))
            .union(basis == .upstreams ? upstreams.compactMap(\.zone) : [])
        let counted: Counted
        switch basis {
        case .gateways: counted = byGateways(names)
        case .upstreams: counted = byUpstreams(names)
        case nil: counted = Counted(missing: whyNothing)
        }
        var result: [String: ZoneTraffic] = [:]
        for name in names {
            result[name] = ZoneTraffic(
                intended: basis == .upstreams && !intended.isSet
                    ? .unknown(reason: "routes name services, not zones: no share is set") : intended.share(of: name),
                measured: counted.share(of: name), basis: basis, rate: counted.rate(of: name),
                coverage: counted.coverage[name])
        }
        return result
    }

    /// Why no basis is there.
    private var whyNothing: String {
        let read = gateways.filter { $0.routes != nil }
        if read.isEmpty { return gateways.first?.reason ?? "no gateway is known yet" }
        return read.contains { $0.routes?.contains { $0.isBalanced } ?? false }
            ? "routes name services, and none of their instances is measured" : "no route names a zone"
    }
}
