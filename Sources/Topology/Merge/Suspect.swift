/// A node whose answer on one instance must be looked at past its caches, because the nodes contradict each other.
public struct Suspect: Hashable, Sendable {
    /// The node to ask.
    public var node: NodeID
    /// The instance it is about.
    public var instance: InstanceKey
    /// The service as the source spells it.
    public var sourceService: String
    /// The source's own id.
    public var id: String

    /// A suspect.
    public init(node: NodeID, instance: InstanceKey, sourceService: String, id: String) {
        self.node = node
        self.instance = instance
        self.sourceService = sourceService
        self.id = id
    }

    /// What a look found.
    public enum Finding: Hashable, Sendable {
        /// The node lists it so, past its caches.
        case listed(Registration)
        /// The node does not list it.
        case absent
        /// The source has no caches: what it said stands.
        case asRead
    }
}
