import Topology

/// Something about a node's routes that belongs on the attention list; equal on all nodes that have it.
struct RouteNote: Hashable, Sendable {
    /// The route, or the group.
    var subject: String
    /// What is wrong, in an operator's words.
    var text: String
    /// How bad it is.
    var severity: Attention.Severity = .warning
}

/// What a node's reader leaves for the review of all nodes.
struct GatewayNotes: Hashable, Sendable {
    /// In the order of the routes.
    var notes: [RouteNote]

    /// Most that are told of one node.
    static let most = 50
}
