/// Takes a body piece by piece and holds it until somebody asks; when too much is held, the other side waits.
///
/// Lives on the loop's thread. A status that is not 2xx has no pieces: its (short) body is collected as an answer.
class StreamSink<Item: Sendable>: TransferSink {
    /// Who waits for the head.
    var opening: CheckedContinuation<Result<StreamOpening<Item>, ClientError>, Never>?
    private let id: UInt64
    private var waiter: CheckedContinuation<Result<Item?, ClientError>, Never>?
    private var refusal: HTTPResponse?
    private var ending: Result<HTTPSummary, ClientError>?

    /// What is kept of the body of a status that is not 2xx.
    static var refusalLimit: Int { 64 << 10 }

    init(id: UInt64) {
        self.id = id
    }

    /// Whether another piece may be taken from the network.
    var wantsMore: Bool { true }

    /// A piece that is held.
    func pop() -> Item? { nil }

    /// Takes bytes of a good answer.
    func accept(_ bytes: UnsafeBufferPointer<UInt8>) throws(ClientError) {}

    /// The good answer is complete.
    func complete() throws(ClientError) {}

    final func began(_ head: HTTPHead) {
        guard head.isSuccess else {
            refusal = HTTPResponse(head: head)
            return
        }
        opening?.resume(returning: .success(.body(head, StreamHandle(id: id, sink: self))))
        opening = nil
    }

    final func received(_ bytes: UnsafeBufferPointer<UInt8>) -> TransferVerdict {
        if let kept = refusal?.body.count {
            refusal?.body.append(contentsOf: bytes.prefix(Self.refusalLimit - kept))
            return .taken
        }
        guard wantsMore else { return .pause }
        do throws(ClientError) {
            try accept(bytes)
        } catch {
            return .refused(error)
        }
        handOver()
        return .taken
    }

    final func ended(_ result: Result<HTTPSummary, ClientError>) {
        if let opening {
            self.opening = nil
            opening.resume(
                returning: result.map { summary in
                    var answer = refusal ?? HTTPResponse(head: summary.head)
                    answer.timings = summary.timings
                    return .answer(answer)
                })
            return
        }
        var result = result
        if case .success = result {
            do throws(ClientError) {
                try complete()
            } catch {
                result = .failure(error)
            }
        }
        ending = result
        handOver()
    }

    /// Gives the next piece, now or when it comes.
    final func take(_ continuation: CheckedContinuation<Result<Item?, ClientError>, Never>) {
        waiter = continuation
        handOver()
    }

    /// What is known since the end.
    final var summary: HTTPSummary? { try? ending?.get() }

    private func handOver() {
        guard let waiter else { return }
        if let item = pop() {
            self.waiter = nil
            waiter.resume(returning: .success(item))
        } else if let ending {
            self.waiter = nil
            waiter.resume(returning: ending.map { _ in nil })
        }
    }
}

/// How a stream begins.
enum StreamOpening<Item: Sendable>: Sendable {
    /// Pieces will come.
    case body(HTTPHead, StreamHandle<Item>)
    /// The status is not 2xx: this is all of it.
    case answer(HTTPResponse)
}

/// The way back from a stream to its sink.
///
/// Unchecked because the sink is touched by the loop's thread alone: here it is only carried.
struct StreamHandle<Item: Sendable>: @unchecked Sendable {
    let id: UInt64
    fileprivate(set) var sink: StreamSink<Item>
}
