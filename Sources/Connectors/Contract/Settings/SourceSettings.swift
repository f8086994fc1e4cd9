import Topology

/// One source of the estate file, validated.
public struct SourceSettings: Sendable {
    /// Its name.
    public var name: String
    /// Its kind (`eureka`), which names the connector.
    public var kind: String
    /// Its nodes in the file's order.
    public var nodes: [NodeSettings]
    /// How it is reached.
    public var transport: TransportSettings
    /// How often each node is asked, in milliseconds.
    public var pollMs: Int64
    /// How long one answer may take, in milliseconds.
    public var deadlineMs: Int64
    /// Instances of sources with the same namespace can be one.
    public var namespace: String
    /// Nodes that the source names are polled too, where their host matches `adoptHosts`.
    public var adopt: Bool
    /// Host patterns that may be adopted, and that credentials may go to.
    public var adoptHosts: [String]
    /// The keys that the connector declares, by name.
    public var own: [String: SettingValue]
    /// The source whose registrations name the nodes, where the file lists none itself.
    public var discover: Discovery?
    /// Which nodes are meant to be set alike.
    public var groupBy: Grouping

    /// A source; the defaults are the estate file's.
    public init(
        name: String, kind: String, nodes: [NodeSettings], transport: TransportSettings = TransportSettings(),
        pollMs: Int64 = 10_000, deadlineMs: Int64 = 3_000, namespace: String = "", adopt: Bool = false,
        adoptHosts: [String] = [], own: [String: SettingValue] = [:], discover: Discovery? = nil,
        groupBy: Grouping = .none
    ) {
        self.name = name
        self.kind = kind
        self.nodes = nodes
        self.transport = transport
        self.pollMs = pollMs
        self.deadlineMs = deadlineMs
        self.namespace = namespace
        self.adopt = adopt
        self.adoptHosts = adoptHosts
        self.own = own
        self.discover = discover
        self.groupBy = groupBy
    }

    /// The identity of one of its nodes.
    public func id(of node: NodeSettings) -> NodeID { NodeID(source: name, node: node.address) }
}

/// Where the nodes of a source are registered.
public struct Discovery: Hashable, Sendable {
    /// The source that lists them.
    public var source: String
    /// The service whose instances they are.
    public var service: String

    /// A service of a source.
    public init(source: String, service: String) {
        self.source = source
        self.service = service
    }
}

/// Which nodes of a source are meant to be set alike, so that a difference between them is one.
public enum Grouping: String, CaseIterable, Sendable {
    /// All of them.
    case none
    /// Those of one zone.
    case zone
}

/// One server of a source.
public struct NodeSettings: Hashable, Sendable {
    /// The estate file's `url` or `address`, to the letter.
    public var address: String
    /// Its zone, where the file says so.
    public var zone: String?

    /// A node.
    public init(address: String, zone: String? = nil) {
        self.address = address
        self.zone = zone
    }
}
