/// What one node says of one service, as the merge takes it.
///
/// Nodes that never answered are left out: they say nothing, not even that an instance is not there.
public struct NodeListing: Sendable {
    /// Who says it.
    public var node: NodeID
    /// How much it counts.
    public var standing: Standing
    /// The registrations; none where the node answers and lists nothing.
    public var registrations: [Registration]

    /// A listing.
    public init(node: NodeID, standing: Standing = .fresh, registrations: [Registration]) {
        self.node = node
        self.standing = standing
        self.registrations = registrations
    }

    /// How much a listing counts.
    public enum Standing: Hashable, Sendable {
        /// The node answers: what it lists is so, what it does not list it does not have.
        case fresh
        /// The node answers, but part of it was unusable: what it lists is so, what is missing proves nothing.
        case incomplete
        /// What it said once, and why that counts for nothing now.
        case stale(reason: String)
    }
}
