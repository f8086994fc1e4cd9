/// The clocks of the servers and of their clients, in milliseconds.
struct EurekaClocks: Sendable {
    /// How often answers are copied to where clients read them; 0 answers from the source.
    var cacheUpdate: Int64 = 30_000
    /// After how long an answer is made anew though nothing changed.
    var cacheExpiry: Int64 = 180_000
    /// How long a change stays in the delta, and how often older ones are swept out.
    var deltaRetention: Int64 = 180_000
    var deltaSweep: Int64 = 30_000
    var eviction: Int64 = 60_000
    var thresholdUpdate: Int64 = 900_000
    /// The span over which renewals are counted.
    var renewalWindow: Int64 = 60_000
    /// After how long without a look an override is forgotten.
    var overrideExpiry: Int64 = 3_600_000
    /// How long a server collects what it sends to its peers, and how long it keeps trying.
    var replicationBatch: Int64 = 500
    var replicationExpiry: Int64 = 30_000
    /// The share of renewals below which nothing is evicted any more, and of instances that one eviction leaves alone.
    var renewalPercent = 0.85
    /// How often instances renew, and for how long a renewal holds.
    var renewal: Int64 = 30_000
    var leaseDuration: Int64 = 90_000
    /// How often clients ask for changes.
    var clientFetch: Int64 = 30_000
    /// The step of the simulation.
    var step: Int64 = 500

    /// Eureka's own defaults.
    static let standard = EurekaClocks()

    /// Short ones, for tests on real servers' terms: those of a server and a client in a test profile.
    static let fast: EurekaClocks = {
        var clocks = EurekaClocks()
        clocks.cacheUpdate = 1000
        clocks.eviction = 2000
        clocks.thresholdUpdate = 5000
        clocks.replicationBatch = 250
        clocks.renewal = 1000
        clocks.leaseDuration = 3000
        clocks.clientFetch = 1000
        clocks.step = 250
        return clocks
    }()
}
