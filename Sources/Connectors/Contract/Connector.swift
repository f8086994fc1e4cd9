import Topology

/// A kind of system that the console reads and, where it can, changes: one folder, one target, one line in the table.
public protocol Connector: Sendable {
    /// Its word in the estate file (`eureka`).
    var kind: String { get }

    /// Its name for people (`Eureka`).
    var title: String { get }

    /// Whether nodes are written as `url` (with a scheme and a path) or as `address` (host and port).
    var nodeForm: NodeForm { get }

    /// The keys it adds below a source.
    var keys: [KeyDeclaration] { get }

    /// A reader of one node; cheap, nothing is sent before `next`.
    func reader(of node: NodeSettings, in source: SourceSettings, clock: @escaping Clock) -> any Reader

    /// What changes this source, nothing where it cannot be changed. Never asked for in a read-only estate.
    func actuator(of source: SourceSettings, clock: @escaping Clock) -> (any Actuator)?

    /// The pass over all nodes of a source together, pure: who is named and not configured, what they say of each other,
    /// the links between them. Made anew whenever a node answered otherwise than before, or failed.
    func review(_ source: SourceSettings, nodes: [ReviewedNode], now: Moment) -> SourceReview

    /// Whether the nodes of a source are asked at the same moment, because what they say is compared (offsets).
    var pollsTogether: Bool { get }

    /// Whether the estate file may leave the nodes to a registry (`discover`) and group them (`groupBy`).
    var isFleet: Bool { get }

    /// What reads the counters of the services behind this source; nothing where it has none.
    func sampler(of source: SourceSettings, clock: @escaping Clock) -> (any UpstreamSampler)?
}

extension Connector {
    /// No keys of its own.
    public var keys: [KeyDeclaration] { [] }

    /// Cannot be changed.
    public func actuator(of source: SourceSettings, clock: @escaping Clock) -> (any Actuator)? { nil }

    /// Nothing to compare.
    public func review(_ source: SourceSettings, nodes: [ReviewedNode], now: Moment) -> SourceReview { SourceReview() }

    /// Each node on its own.
    public var pollsTogether: Bool { false }

    /// Nodes are written in the file.
    public var isFleet: Bool { false }

    /// Nothing behind it.
    public func sampler(of source: SourceSettings, clock: @escaping Clock) -> (any UpstreamSampler)? { nil }
}

/// How a node is written in the estate file.
public enum NodeForm: Hashable, Sendable {
    /// `url: "http://host:port/path"` of one of these schemes.
    case url(schemes: [String])
    /// `address: "host:port"`.
    case address
}
