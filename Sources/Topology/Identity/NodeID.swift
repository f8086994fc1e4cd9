/// Which server of which source; `node` is the estate file's `url` or `address` to the letter.
public struct NodeID: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    /// The source's name in the estate file.
    public let source: String
    /// The node's `url` or `address`, to the letter.
    public let node: String

    /// A node of a source.
    public init(source: String, node: String) {
        self.source = source
        self.node = node
    }

    /// Orders by source, then node.
    public static func < (a: NodeID, b: NodeID) -> Bool {
        a.source == b.source ? a.node < b.node : a.source < b.source
    }

    /// `registry http://10.1.0.5:8761/eureka`.
    public var description: String { "\(source) \(node)" }
}
