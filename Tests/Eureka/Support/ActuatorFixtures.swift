import Contract
import Topology

@testable import Eureka

/// Servers of one cluster, each in a zone of its own, that replicate to each other.
struct Cluster {
    let servers: [StubServer]
    let source: SourceSettings

    init(_ instances: [StubInstance], zones: [String] = ["zone-a", "zone-b"], credentials: Credentials? = nil) throws {
        let servers = try zones.map { _ in try StubServer(instances) }
        self.servers = servers
        source = clusterSource(servers, zones, credentials)
        for server in servers {
            server.set { state in state.replicatesTo = servers.filter { $0 !== server } }
        }
    }

    var a: StubServer { servers[0] }
    var b: StubServer { servers[1] }

    func actuator() throws -> any Actuator {
        guard let actuator = connector.actuator(of: source, clock: TestClock().reading) else { throw NoActuator() }
        return actuator
    }

    struct NoActuator: Error {}

    /// Cuts a server off from its peers' replication, both ways.
    func cutOff(_ server: StubServer) {
        for other in servers { other.set { $0.replicatesTo = [] } }
    }

    /// Overrides of the first instance, by server.
    var overrides: [String?] { servers.map { $0.read { $0.instances.first?.override } } }
}

private func clusterSource(_ servers: [StubServer], _ zones: [String], _ credentials: Credentials?) -> SourceSettings {
    source(servers, zones: zones, credentials: credentials)
}

extension Intent {
    /// An intent on one stub instance.
    static func of(
        _ kind: Kind, _ instance: StubInstance, zone: String? = "zone-a", saved: [String: String] = [:],
        forceUp: Bool = false
    ) -> Intent {
        let key = InstanceKey(service: ServiceKey(name: instance.app), address: "\(instance.host):\(instance.port)")
        let target = Target(
            instance: key, zone: zone, sourceService: instance.app, id: instance.id, saved: saved)
        return Intent(kind: kind, targets: [target], forceUp: forceUp)
    }
}

extension Outcome {
    var isDone: Bool { if case .done = self { true } else { false } }
    var isRejected: Bool { if case .rejected = self { true } else { false } }
    var isNotSent: Bool { if case .notSent = self { true } else { false } }
    var isUnknown: Bool { if case .unknown = self { true } else { false } }
}

extension Standing {
    var isMoot: Bool { if case .moot = self { true } else { false } }
    var isUnknown: Bool { if case .unknown = self { true } else { false } }
}

extension Capability {
    var isWritable: Bool { if case .writable = self { true } else { false } }
    var isReadOnly: Bool { if case .readOnly = self { true } else { false } }
    var isSilent: Bool { if case .silent = self { true } else { false } }
}
