/// Holds the bytes of a body until somebody asks.
final class ChunkSink: StreamSink<[UInt8]> {
    private var held: [UInt8] = []

    /// Held bytes at which the other side waits.
    private static let limit = 256 << 10

    override var wantsMore: Bool { held.count < Self.limit }

    override func pop() -> [UInt8]? {
        guard !held.isEmpty else { return nil }
        defer { held = [] }
        return held
    }

    override func accept(_ bytes: UnsafeBufferPointer<UInt8>) throws(ClientError) {
        held.append(contentsOf: bytes)
    }
}
