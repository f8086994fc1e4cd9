import Synchronization

/// What clients in each zone believe of the registry, which is what it said some time ago.
///
/// Servers publish their answers as they renew their caches, clients ask as often as their own clock says: a drain is seen in
/// traffic when both have passed, as in a real estate.
struct ClientViews: Sendable {
    /// An instance as a client knows it. Its place in the list may have become another's since: the serial tells.
    struct Member: Sendable {
        let index: Int
        let serial: Int
        let zone: Int
    }

    /// By service.
    typealias View = [[Member]]

    private var published: [(version: UInt64, view: View)]
    /// By zone.
    private(set) var views: [View]

    init(servers: Int) {
        let nothing = View(repeating: [], count: ShopService.all.count)
        published = Array(repeating: (0, nothing), count: servers)
        views = Array(repeating: nothing, count: LabZone.all.count)
    }

    /// A server's cached answers become what its registry says now.
    mutating func publish(_ server: EurekaServer, _ population: Population) {
        let known = published[server.index].version
        let fresh: (UInt64, View)? = server.registry.withLock { registry in
            guard registry.version != known else { return nil }
            return (registry.version, Self.view(registry, population))
        }
        if let fresh { published[server.index] = fresh }
    }

    /// The clients of a zone take what a server has published; without one they go on with what they have.
    mutating func fetch(zone: Int, from server: Int?) {
        if let server { views[zone] = published[server].view }
    }

    private static func view(_ registry: EurekaRegistry, _ population: Population) -> View {
        ShopService.all.map { service in
            guard let application = registry.applications[service.name.uppercased()] else { return [] }
            var members: [Member] = []
            members.reserveCapacity(application.places.count)
            for (id, place) in application.places where registry.leases[place].status == .up {
                guard let index = population.index(of: id) else { continue }
                let instance = population.instances[index]
                members.append(Member(index: index, serial: instance.serial, zone: instance.zone))
            }
            return members.sorted { $0.index < $1.index }
        }
    }
}
