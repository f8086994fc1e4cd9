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
    /// What the connector's own review of all nodes needs (offsets and their history): opaque to everybody else.
    public var own: OwnFacts?

    /// Nothing known.
    public init(
        serverVersion: String? = nil, reads: [String] = [], named: [NamedServer] = [], ownNames: [String] = [],
        facts: [NodeFact] = [], own: OwnFacts? = nil
    ) {
        self.serverVersion = serverVersion
        self.reads = reads
        self.named = named
        self.ownNames = ownNames
        self.facts = facts
        self.own = own
    }
}

/// A value that only the connector which made it can look into.
public struct OwnFacts: Hashable, Sendable {
    private let value: any Sendable
    private let isEqual: @Sendable (any Sendable) -> Bool
    private let hash: @Sendable (inout Hasher) -> Void

    /// Wraps a value.
    public init<Value: Hashable & Sendable>(_ value: Value) {
        self.value = value
        isEqual = { value == ($0 as? Value) }
        hash = { value.hash(into: &$0) }
    }

    /// The value, where it is of that type.
    public func value<Value>(as type: Value.Type) -> Value? { value as? Value }

    /// Equal where the values are.
    public static func == (a: OwnFacts, b: OwnFacts) -> Bool { a.isEqual(b.value) }

    /// Hashes the value.
    public func hash(into hasher: inout Hasher) { hash(&hasher) }
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
