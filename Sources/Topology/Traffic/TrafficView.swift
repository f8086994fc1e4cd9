/// All traffic of a snapshot: routes as the gateways have them, and what was counted, by zone, service and instance.
public struct TrafficView: Equatable, Sendable {
    /// Every node's routes, in the order of sources, nodes, route order.
    public var routes: [RouteView]
    /// By zone; a zone of the estate is always there.
    public var zones: [String: ZoneTraffic]
    /// By service, as its instances count it (all callers), or as the routes that name it do.
    public var services: [ServiceKey: ServiceTraffic]
    /// By instance, those that were asked.
    public var instances: [InstanceKey: Measured<TrafficRate>]
    /// Instances that are up everywhere and fail or crawl all the same, with what is wrong (`38 % of requests fail`).
    public var failing: [InstanceKey: String]

    /// No traffic known.
    public init(
        routes: [RouteView] = [], zones: [String: ZoneTraffic] = [:], services: [ServiceKey: ServiceTraffic] = [:],
        instances: [InstanceKey: Measured<TrafficRate>] = [:], failing: [InstanceKey: String] = [:]
    ) {
        self.routes = routes
        self.zones = zones
        self.services = services
        self.instances = instances
        self.failing = failing
    }
}

/// A route of one gateway node, with its zone and what was counted on it.
public struct RouteView: Equatable, Sendable {
    /// Whose.
    public var node: NodeID
    /// The node's zone.
    public var nodeZone: String?
    /// As the node has loaded it.
    public var route: Route
    /// The zone that it sends to; nothing where it names a service, or no rule decides.
    public var zone: String?
    /// Which rule decided its zone, or why none did.
    public var zoneRule: String
    /// What was counted on it; stale where its node does not answer.
    public var rate: Measured<TrafficRate>
    /// How it differs from the same route on the nodes that are meant to be alike (`weight 49, others 50`, `missing on …`).
    public var difference: String?

    /// A route.
    public init(
        node: NodeID, nodeZone: String? = nil, route: Route, zone: String? = nil, zoneRule: String,
        rate: Measured<TrafficRate>, difference: String? = nil
    ) {
        self.node = node
        self.nodeZone = nodeZone
        self.route = route
        self.zone = zone
        self.zoneRule = zoneRule
        self.rate = rate
        self.difference = difference
    }
}

/// The traffic of a zone: set beside measured, each with its basis.
public struct ZoneTraffic: Equatable, Sendable {
    /// What counts it; gateways and upstreams are never added up.
    public enum Basis: String, Codable, Sendable { case gateways, upstreams }

    /// The share that is configured, from 0 to 1.
    public var intended: Measured<Double>
    /// The share that was counted, from 0 to 1.
    public var measured: Measured<Double>
    /// What counted it; nothing where nothing does.
    public var basis: Basis?
    /// What was counted.
    public var rate: Measured<TrafficRate>
    /// How many of those that count were read (`412 of 934 measured`); nothing where it is all of them.
    public var coverage: Coverage?
    /// Requests a second over the last polls, oldest first; a poll that was missed is a gap.
    public var history: [Double?]
    /// Failed of all over the last polls, oldest first.
    public var errorHistory: [Double?]

    /// A zone's traffic.
    public init(
        intended: Measured<Double>, measured: Measured<Double>, basis: Basis? = nil, rate: Measured<TrafficRate>,
        coverage: Coverage? = nil, history: [Double?] = [], errorHistory: [Double?] = []
    ) {
        self.intended = intended
        self.measured = measured
        self.basis = basis
        self.rate = rate
        self.coverage = coverage
        self.history = history
        self.errorHistory = errorHistory
    }
}

/// How many of how many were measured.
public struct Coverage: Hashable, Codable, Sendable {
    /// Read.
    public var measured: Int
    /// There are.
    public var all: Int

    /// So many of so many.
    public init(measured: Int, all: Int) {
        self.measured = measured
        self.all = all
    }
}

/// The traffic of a service.
public struct ServiceTraffic: Equatable, Sendable {
    /// What counts it.
    public var basis: ZoneTraffic.Basis
    /// All zones together.
    public var rate: Measured<TrafficRate>
    /// By zone.
    public var zones: [String: Measured<TrafficRate>]
    /// How many of its instances were read; nothing where gateways count it.
    public var coverage: Coverage?

    /// A service's traffic.
    public init(
        basis: ZoneTraffic.Basis, rate: Measured<TrafficRate>, zones: [String: Measured<TrafficRate>] = [:],
        coverage: Coverage? = nil
    ) {
        self.basis = basis
        self.rate = rate
        self.zones = zones
        self.coverage = coverage
    }
}
