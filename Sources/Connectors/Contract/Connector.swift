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

    /// The pass over all nodes of a source together, pure: who is named and not configured, what they say of each other.
    func review(_ source: SourceSettings, facts: [NodeID: NodeFacts]) -> SourceReview
}

extension Connector {
    /// No keys of its own.
    public var keys: [KeyDeclaration] { [] }

    /// Cannot be changed.
    public func actuator(of source: SourceSettings, clock: @escaping Clock) -> (any Actuator)? { nil }

    /// Nothing to compare.
    public func review(_ source: SourceSettings, facts: [NodeID: NodeFacts]) -> SourceReview { SourceReview() }
}

/// How a node is written in the estate file.
public enum NodeForm: Hashable, Sendable {
    /// `url: "http://host:port/path"` of one of these schemes.
    case url(schemes: [String])
    /// `address: "host:port"`.
    case address
}

/// What a look over all nodes of a source found.
public struct SourceReview: Hashable, Sendable {
    /// Servers that some node names and the estate file does not, each once.
    public var named: [NamedServer]
    /// What belongs on the attention list.
    public var warnings: [NodeFact]

    /// Nothing found.
    public init(named: [NamedServer] = [], warnings: [NodeFact] = []) {
        self.named = named
        self.warnings = warnings
    }
}
