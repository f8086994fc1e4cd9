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
    /// Services one of whose instances goes down and up.
    var flapping: Set<Int> = []

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
