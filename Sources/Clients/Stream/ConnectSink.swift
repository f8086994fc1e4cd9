import Curl

/// What is known of a stream once it is open.
struct StreamOpened: Sendable {
    var remoteAddress: String?
    var localAddress: String?
    var timings: HTTPTimings
}

/// Hands a connection over to who waits for it.
final class ConnectSink: TransferSink {
    /// The transfer that connects; it owns this sink.
    weak var transfer: Transfer?
    private let waiter: CheckedContinuation<Result<StreamOpened, ClientError>, Never>

    init(_ waiter: CheckedContinuation<Result<StreamOpened, ClientError>, Never>) {
        self.waiter = waiter
    }

    func began(_ head: HTTPHead) {}

    func received(_ bytes: UnsafeBufferPointer<UInt8>) -> TransferVerdict { .taken }

    func ended(_ result: Result<HTTPSummary, ClientError>) {
        let easy = transfer?.easy
        waiter.resume(
            returning: result.map { summary in
                StreamOpened(
                    remoteAddress: easy?.text(CURLINFO_PRIMARY_IP), localAddress: easy?.text(CURLINFO_LOCAL_IP),
                    timings: summary.timings)
            })
    }
}
