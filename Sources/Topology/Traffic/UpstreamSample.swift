/// What an instance behind the gateways has counted itself, all callers together.
public struct UpstreamSample: Sendable {
    /// Which.
    public var instance: InstanceKey
    /// Its zone; nothing where no rule decided.
    public var zone: String?
    /// Whether every fresh registration says that it is up.
    public var isUp: Bool
    /// What it counted.
    public var rate: Measured<TrafficRate>
    /// How many requests that was.
    public var requests: Double

    /// A sample; an instance that was not asked, or did not tell, is one without a rate.
    public init(
        instance: InstanceKey, zone: String?, isUp: Bool = true, rate: Measured<TrafficRate>, requests: Double = 0
    ) {
        self.instance = instance
        self.zone = zone
        self.isUp = isUp
        self.rate = rate
        self.requests = requests
    }
}
