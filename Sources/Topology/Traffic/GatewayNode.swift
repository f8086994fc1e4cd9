/// One gateway node as the roll-up of traffic sees it.
public struct GatewayNode: Sendable {
    /// Which.
    public var id: NodeID
    /// Its zone.
    public var zone: String?
    /// The namespace of the services that its routes name.
    public var namespace: String
    /// Which nodes of its source are meant to be set like it: those of the same text.
    public var alike: String
    /// Whether it answers now.
    public var isFresh: Bool
    /// When it last answered; nothing where it never did.
    public var answeredAt: Moment?
    /// Why nothing is known of it, where nothing is.
    public var reason: String
    /// Its routes in their order, each with what was counted; nothing where they were never read.
    public var routes: [RouteView]?
    /// Whether its routes were the same at both readings of its counters: only then does the one explain the other.
    public var isSteady: Bool
    /// How much time lies between the two readings, in milliseconds; 0 where there are no two.
    public var overMs: Int64

    /// A node.
    public init(
        id: NodeID, zone: String? = nil, namespace: String = "", alike: String = "", isFresh: Bool = true,
        answeredAt: Moment? = nil, reason: String = "not asked yet", routes: [RouteView]?, isSteady: Bool = true,
        overMs: Int64 = 0
    ) {
        self.id = id
        self.zone = zone
        self.namespace = namespace
        self.alike = alike
        self.isFresh = isFresh
        self.answeredAt = answeredAt
        self.reason = reason
        self.routes = routes
        self.isSteady = isSteady
        self.overMs = overMs
    }

    /// What is meant to be set alike.
    struct Fleet: Hashable {
        var source: String
        var alike: String
    }

    var fleet: Fleet { Fleet(source: id.source, alike: alike) }
}

extension RouteView {
    /// The group that it is weighted in, the weight with it; nothing where it is not weighted.
    var split: (group: String, weight: Double)? {
        guard let group = route.group, let weight = route.weight else { return nil }
        return (group, Double(max(0, weight)))
    }

    /// It leaves the instance, and with it the zone, to a load balancer.
    var isBalanced: Bool { zone == nil && route.service != nil }
}
