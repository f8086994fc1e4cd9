import Topology

/// What a node says of itself.
public struct NodeFacts: Hashable, Sendable {
    /// Its version, where it tells.
    public var serverVersion: String?
    /// What can be read there, in words (`apps`, `delta`, `status`).
    public var reads: [String]
    /// Servers that it names as its own kind.
    public var named: [NamedServer]
    /// What it calls itself, each as `host:port`: another server may name it so, and two names of one server are one node.
    public var ownNames: [String]
    /// Further facts in the order to show them.
    public var facts: [NodeFact]

    /// Nothing known.
    public init(
        serverVersion: String? = nil, reads: [String] = [], named: [NamedServer] = [], ownNames: [String] = [],
        facts: [NodeFact] = []
    ) {
        self.serverVersion = serverVersion
        self.reads = reads
        self.named = named
        self.ownNames = ownNames
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
    /// Other names of the same server, each as `host:port`.
    public var otherNames: [String]

    /// A named server.
    public init(address: String, host: String, namedBy: String, otherNames: [String] = []) {
        self.address = address
        self.host = host
        self.namedBy = namedBy
        self.otherNames = otherNames
    }
}
