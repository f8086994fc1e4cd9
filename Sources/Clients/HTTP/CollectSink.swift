/// Takes a whole answer, then hands it to who waits.
final class CollectSink: TransferSink {
    private var body: [UInt8] = []
    private let waiter: CheckedContinuation<Result<HTTPResponse, ClientError>, Never>

    init(_ waiter: CheckedContinuation<Result<HTTPResponse, ClientError>, Never>) {
        self.waiter = waiter
    }

    func began(_ head: HTTPHead) {}

    func received(_ bytes: UnsafeBufferPointer<UInt8>) -> TransferVerdict {
        body.append(contentsOf: bytes)
        return .taken
    }

    func ended(_ result: Result<HTTPSummary, ClientError>) {
        waiter.resume(returning: result.map { HTTPResponse(head: $0.head, body: body, timings: $0.timings) })
    }
}
