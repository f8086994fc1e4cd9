import Topology

/// What a node says of itself.
public struct NodeFacts: Hashable, Sendable {
    /// Its version, where it tells.
    public var serverVersion: String?
    /// What can be read there, in words (`apps`, `delta`, `status`).
    public var reads: [String]
    /// Servers that it names as its own kind.
    public var named: [NamedServer]
    /// Further facts in the order to show them.
    public var facts: [NodeFact]

    /// Nothing known.
    public init(
        serverVersion: String? = nil, reads: [String] = [], named: [NamedServer] = [], facts: [NodeFact] = []
    ) {
        self.serverVersion = serverVersion
        self.reads = reads
        self.named = named
        self.facts = facts
    }
}

/// A server that a source names.
public struct NamedServer: Hashable, Sendable {
    /// Its address as a node's would be written in the estate file, without credentials.
    public var address: String
    /// Its host, for `adoptHosts`.
    public var host: String
    /// Where it was named (`/status`).
    public var namedBy: String

    /// A named server.
    public init(address: String, host: String, namedBy: String) {
        self.address = address
        self.host = host
        self.namedBy = namedBy
    }
}
