/// What is wrong in the estate just now, by what it was said of.
struct FaultBook: Sendable {
    /// By the zone's place in ``LabZone/all``.
    var zones: [Int: ZoneFault] = [:]
    /// By address: `127.1.0.12`, of an instance.
    var instances: [String: NodeFault] = [:]
    /// The share of requests, 0 to 1, that fail though registries say `UP`; by service, then zone, nil for all zones.
    var errors: [Int: [Int?: Double]] = [:]
    /// How many seconds longer requests take; by service.
    var slow: [Int: Double] = [:]
    /// Services one of whose instances goes down and up: which, and when it changes next.
    var flapping: [Int: Flap] = [:]
    /// Instances that say DOWN because of ``FaultCommand/down(_:zone:_:)``, by service, then zone, nil for all zones.
    var down: [Int: [Int?: Set<String>]] = [:]
    /// Servers by their place.
    var eurekas: [Int: NodeFault] = [:]
    var gateways: [Int: NodeFault] = [:]
    var redis: [Int: NodeFault] = [:]
    /// Redis links by the place of the replica: what is wrong, and how much later everything comes than by nature.
    var links: [Int: RedisTree.Fault] = [:]
    var delays: [Int: Int64] = [:]
    /// Servers that have lost their peers.
    var diverged: Set<Int> = []
    /// Ways between servers that are broken, besides theirs.
    var ways: Set<[Int]> = []

    struct Flap: Sendable {
        var id: String
        var down: Bool
        var next: Int64
    }

    /// Whether nothing at all is wrong with any instance: the usual case, which costs nothing.
    var isEmpty: Bool {
        zones.isEmpty && instances.isEmpty
    }

    /// What is wrong with the instance at that address.
    func fault(of address: String, zone: Int) -> NodeFault? {
        guard !isEmpty else { return nil }
        return zones[zone]?.node ?? instances[address]
    }

    /// The share of a service's requests that fail in a zone.
    func errorShare(_ service: Int, _ zone: Int) -> Double {
        guard let shares = errors[service] else { return 0 }
        return shares[zone] ?? shares[nil] ?? 0
    }
}
