import Contract
import Topology

/// Which instances of a zone an evacuation takes out.
enum ZoneMembers {
    /// Those that take traffic, or are about to; services that are left where they are, and the servers that the estate file
    /// names as sources, stay.
    static func up(
        in zone: String, of snapshot: Snapshot, except: [String], sources: [SourceSettings]
    ) -> [InstanceView] {
        let servers = Set(sources.flatMap(\.nodes).compactMap { hostAndPort($0.address) })
        return snapshot.services.filter { service in !except.contains { isNamed(service.key, $0) } }.flatMap {
            service in
            service.instances.filter { instance in
                instance.zone == zone && (instance.state == .up || instance.state == .starting)
                    && !servers.contains(instance.key.address)
            }
        }
    }

    /// The ids of an instance in each source that lists it.
    static func targets(of instance: InstanceView, stage: String?) -> [(source: String, target: Intent.Target)] {
        var found: [(source: String, target: Intent.Target)] = []
        for registration in instance.registrations {
            let target = Intent.Target(
                instance: instance.key, zone: instance.zone, sourceService: registration.registration.sourceService,
                id: registration.registration.id, stage: stage)
            let source = registration.node.source
            if !found.contains(where: { $0.source == source && $0.target == target }) { found.append((source, target)) }
        }
        return found
    }

    private static func isNamed(_ service: ServiceKey, _ pattern: String) -> Bool {
        Glob.matches(pattern, service.name) || Glob.matches(pattern, service.description)
    }

    /// `10.1.0.5:8761` of `http://10.1.0.5:8761/eureka`.
    private static func hostAndPort(_ address: String) -> String? {
        let rest = address.split(separator: "://", maxSplits: 1).last ?? ""
        return rest.split(separator: "/").first.map(String.init)
    }
}
