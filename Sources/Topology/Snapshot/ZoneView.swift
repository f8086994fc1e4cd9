/// One zone with its roll-up.
public struct ZoneView: Equatable, Sendable {
    /// Its name; "" holds the instances whose zone no rule decided.
    public var name: String
    /// Its region, nothing where the estate file does not know the zone.
    public var region: String?
    /// Its health.
    public var state: Health
    /// Its instances by state.
    public var counts: Counts
    /// The service that hurts most there, with its tally; nothing where none does.
    public var worst: (service: ServiceKey, counts: Counts)?

    /// A zone.
    public init(
        name: String, region: String?, state: Health, counts: Counts,
        worst: (service: ServiceKey, counts: Counts)? = nil
    ) {
        self.name = name
        self.region = region
        self.state = state
        self.counts = counts
        self.worst = worst
    }

    /// Equal where everything shown is.
    public static func == (a: ZoneView, b: ZoneView) -> Bool {
        a.name == b.name && a.region == b.region && a.state == b.state && a.counts == b.counts
            && a.worst?.service == b.worst?.service && a.worst?.counts == b.worst?.counts
    }
}
