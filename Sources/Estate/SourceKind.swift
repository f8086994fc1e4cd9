import Contract

/// What the estate file has to know of a kind of source: the executable makes one for each connector of its table.
public struct SourceKind: Sendable {
    /// Its word in the file.
    public var kind: String
    /// How its nodes are written.
    public var nodeForm: NodeForm
    /// The keys it adds below a source.
    public var keys: [KeyDeclaration]
    /// Whether its nodes can be found through another source (`discover`).
    public var canBeDiscovered: Bool
    /// Whether its nodes can form groups (`groupBy`).
    public var canBeGrouped: Bool

    /// A kind.
    public init(
        kind: String, nodeForm: NodeForm, keys: [KeyDeclaration] = [], canBeDiscovered: Bool = false,
        canBeGrouped: Bool = false
    ) {
        self.kind = kind
        self.nodeForm = nodeForm
        self.keys = keys
        self.canBeDiscovered = canBeDiscovered
        self.canBeGrouped = canBeGrouped
    }

    /// The kind that a connector reads.
    public init(_ connector: any Connector) {
        self.init(
            kind: connector.kind, nodeForm: connector.nodeForm, keys: connector.keys,
            canBeDiscovered: connector.isFleet, canBeGrouped: connector.isFleet)
    }
}
