/// What is on the other side of one connection of a ``StreamServer``; it belongs to the server's thread.
public protocol StreamSession: AnyObject {
    /// Bytes have come: what is sent back, and whether the connection is closed after it.
    func receive(_ bytes: [UInt8]) -> StreamReply
}

/// What a session sends back.
public struct StreamReply: Sendable {
    /// The bytes, none where there is nothing to say yet.
    public var bytes: [UInt8]
    /// Whether the connection is closed once they are sent.
    public var closes: Bool

    /// A reply.
    public init(_ bytes: [UInt8] = [], closes: Bool = false) {
        self.bytes = bytes
        self.closes = closes
    }
}
