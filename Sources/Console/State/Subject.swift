import Topology

/// What a row, a line or a view is about: an identity, never a position.
///
/// Selection is kept by it, so that it stays on its row however rows come, go and move.
public enum Subject: Hashable, Sendable {
    /// A zone, by name.
    case zone(String)
    /// A service.
    case service(ServiceKey)
    /// An instance.
    case instance(InstanceKey)
    /// A source, by its name in the estate file.
    case source(String)
    /// A server of a source.
    case node(NodeID)
    /// A line of the attention list: what it is about and where it leads, because its wording changes as it goes on, and
    /// which of those that have both in common.
    case attention(String, Attention.Target, Int)
    /// Something that happened.
    case event(EstateEvent)
    /// A weight group or a route of the gateways.
    case route(RouteKey)
    /// A replication link.
    case link(ReplicationLink.ID)
    /// An operation, by its id.
    case operation(String)
    /// A line of a plan or of a detail, by its place in what does not change.
    case line(Int)
    /// A line of the flip's form.
    case field(FlipField)
    /// An entry of the action table.
    case action(ActionID)
}
