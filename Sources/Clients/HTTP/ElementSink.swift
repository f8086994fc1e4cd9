/// Cuts a body into elements while it arrives and holds the full batches until somebody asks.
final class ElementSink: StreamSink<ElementBatch> {
    private(set) var splitter: JSONSplitter
    private let label: String

    /// Held batches at which the other side waits: enough that neither side of the pipe runs dry.
    private static let limit = 8

    init(id: UInt64, splitter: JSONSplitter, label: String) {
        self.splitter = splitter
        self.label = label
        super.init(id: id)
    }

    override var wantsMore: Bool { splitter.ready.count < Self.limit }

    override func pop() -> ElementBatch? { splitter.takeBatch() }

    override func accept(_ bytes: UnsafeBufferPointer<UInt8>) throws(ClientError) {
        do throws(ClientError) { try splitter.feed(bytes) } catch { throw located(error) }
    }

    override func complete() throws(ClientError) {
        do throws(ClientError) { try splitter.finish() } catch { throw located(error) }
    }

    private func located(_ error: ClientError) -> ClientError {
        ClientError(error.code, "\(label): \(error.message)", cause: error.cause, mayHaveBeenSent: true)
    }
}
