import Contract
import Topology

/// What there is in a zone that is to be left: what moves, what stays, and what has nowhere to go. Pure, so that the
/// plan and the gates, at planning and again just before the first step, see the same.
struct ZoneContents: Sendable {
    /// The zone.
    let zone: String
    /// The instances that are drained, by service, sickest service first.
    var services: [(key: ServiceKey, instances: [InstanceView])] = []
    /// Services of the zone that are left where they are because somebody said so, with how many instances.
    var excepted: [(key: ServiceKey, count: Int)] = []
    /// Registries and config servers, which are not drained unless named.
    var infrastructure: [(key: ServiceKey, count: Int)] = []
    /// Groups that send some of their traffic there and have somewhere else to send it.
    var groups: [RouteGroup] = []
    /// Groups and routes that send there alone.
    var stranded: [RouteGroup] = []
    /// Groups whose other weights, or whose others' zones, are not known.
    var unclear: [RouteGroup] = []
    /// Groups that are left where they are because somebody said so.
    var exceptedGroups: [RouteGroup] = []
    /// Gateway nodes whose routes name services: what the registry says moves them.
    var followers: Set<NodeID> = []

    /// Looks at a zone.
    ///
    /// - Parameters:
    ///   - except: services, groups and routes that stay; patterns allowed.
    ///   - include: registries and config servers that are drained all the same.
    init(_ zone: String, in snapshot: Snapshot, sources: [SourceSettings], except: [String], include: [String] = []) {
        self.zone = zone
        let servers = Set(snapshot.sources.flatMap(\.nodes).map(\.id.server))
        var found: [(key: ServiceKey, instances: [InstanceView], hurt: Int)] = []
        for service in snapshot.services where (service.zones[zone]?.total ?? 0) > 0 {
            let here = service.instances.filter {
                $0.zone == zone && $0.state != .gone && !$0.registrations.isEmpty
            }
            if here.isEmpty { continue }
            func matches(_ pattern: String) -> Bool {
                Glob.matches(pattern, service.key.name) || Glob.matches(pattern, service.key.description)
            }
            if except.contains(where: matches) {
                excepted.append((service.key, here.count))
            } else if !include.contains(where: matches), Self.isInfrastructure(service, servers) {
                infrastructure.append((service.key, here.count))
            } else {
                let counts = service.zones[zone] ?? Counts()
                found.append(
                    (
                        service.key, here,
                        Self.hurt(counts, failing: here.count { snapshot.traffic.failing[$0.key] != nil })
                    ))
            }
        }
        services = found.sorted { ($1.hurt, $0.key) < ($0.hurt, $1.key) }.map { ($0.key, $0.instances) }
        for group in RouteGroup.all(in: snapshot, sources: sources) {
            sort(group, except)
        }
    }

    private mutating func sort(_ group: RouteGroup, _ except: [String]) {
        if group.routes.contains(where: { $0.route.service != nil }) { followers.insert(group.node) }
        guard group.reaches(zone) else { return }
        if group.isExcepted(by: except) { return exceptedGroups.append(group) }
        guard group.isWeighted else { return stranded.append(group) }
        guard let weights = group.weights else { return unclear.append(group) }
        let others = group.routes.indices.filter { group.routes[$0].zone != zone && weights[$0] > 0 }
        if others.isEmpty { return stranded.append(group) }
        let known = others.contains { group.routes[$0].zone != nil || group.routes[$0].route.service != nil }
        if known { groups.append(group) } else { unclear.append(group) }
    }

    /// All instances that are drained, in the order of the waves.
    var instances: [InstanceView] { services.flatMap(\.instances) }

    /// Sickness first, then how much of it is wrong.
    private static func hurt(_ counts: Counts, failing: Int) -> Int {
        let grade =
            switch Health(of: counts) {
            case .sick: 3
            case .degraded: 2
            case .unknown: 1
            case .out, .ok: 0
            }
        return max(grade, failing > 0 ? 2 : 0) << 32 + (counts.total - counts.out - counts.up + failing)
    }

    /// Names by which people call the servers that everything else leans on.
    private static let infrastructureNames = [
        "eureka*", "*-eureka", "*eureka-server*", "*config-server*", "*configserver*", "*config-service",
        "*service-registry*", "*discovery-server*", "*discovery-service", "*registry-server*", "nacos*", "consul",
        "consul-server*", "zookeeper*", "etcd*", "apollo-*",
    ].map { Glob($0) }

    private static func isInfrastructure(_ service: ServiceView, _ servers: Set<String>) -> Bool {
        infrastructureNames.contains { $0.matches(service.key.name) }
            || service.instances.contains { instance in
                servers.contains(instance.key.address) && isRegistryName(service.key.name)
            }
    }

    /// A gateway is polled as well, and is drained with its zone: being polled alone makes no registry.
    private static func isRegistryName(_ name: String) -> Bool {
        ["registry", "discovery", "config"].contains { name.contains($0) }
    }
}
