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

    /// Host and port alone (`10.1.0.5:8761`), as sentences name a node.
    public var server: String {
        var text = Substring(node)
        if let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") {
            text = text[text.index(colon, offsetBy: 3)...]
        }
        if let slash = text.firstIndex(of: "/") { text = text[..<slash] }
        if let at = text.lastIndex(of: "@") { text = text[text.index(after: at)...] }
        return text.isEmpty ? node : String(text)
    }
}
