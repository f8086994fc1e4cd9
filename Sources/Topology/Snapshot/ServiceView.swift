/// One service with its instances; immutable, so that snapshots share what did not change.
public final class ServiceView: Sendable {
    /// Which service.
    public let key: ServiceKey
    /// Its instances, ordered by key.
    public let instances: [InstanceView]
    /// How many are in each state, by zone; instances without a zone are under "".
    public let zones: [String: Counts]
    /// How many are in each state, all zones together.
    public let counts: Counts
    /// The roll-up of its health.
    public let state: Health
    /// What is wrong with it.
    public let findings: ServiceFindings

    /// Counts and judges the instances.
    public init(key: ServiceKey, instances: [InstanceView]) {
        self.key = key
        self.instances = instances
        var zones: [String: Counts] = [:]
        var all = Counts()
        for instance in instances {
            zones[instance.zone ?? "", default: Counts()].count(instance.state)
            all.count(instance.state)
        }
        self.zones = zones
        counts = all
        state = Health(of: all)
        findings = ServiceFindings(of: instances, zones: zones)
    }
}
