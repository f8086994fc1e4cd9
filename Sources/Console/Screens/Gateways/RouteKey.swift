/// What a row of the gateways is about: a weight group of a source, or a route that is not weighted.
public struct RouteKey: Hashable, Sendable {
    /// The source.
    public let source: String
    /// The group's name, or the route's id.
    public let name: String
    /// Whether it is a group, whose routes share its traffic by weight.
    public let isGroup: Bool

    /// A row's identity.
    public init(source: String, name: String, isGroup: Bool) {
        self.source = source
        self.name = name
        self.isGroup = isGroup
    }
}
