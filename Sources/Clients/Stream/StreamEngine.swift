import Topology

/// Opens and uses byte streams on the loop's thread, which is its executor: nothing here needs a lock.
actor StreamEngine {
    private nonisolated let thread: LoopThread

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(thread: LoopThread) {
        self.thread = thread
    }

    /// Connects; the stream is in the loop's table under this id from then on.
    func connect(_ plan: TransferPlan, id: UInt64) async -> Result<StreamOpened, ClientError> {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let sink = ConnectSink(continuation)
                do throws(ClientError) {
                    let transfer = try Transfer(plan, id: id, sink: sink)
                    sink.transfer = transfer
                    plan.trace?.call(plan)
                    thread.transfers.add(transfer)
                } catch {
                    sink.ended(.failure(error))
                }
            }
        } onCancel: {
            thread.cancel(id)
        }
    }

    /// Sends all of it.
    func send(
        _ bytes: [UInt8], on id: UInt64, token: UInt64, label: String, until deadline: Moment
    ) async -> Result<Void, ClientError> {
        let result = await wait(on: id, token: token, label: label) { stream, continuation in
            stream.send(StreamWait(token: token, deadline: deadline, continuation: continuation, unsent: bytes))
        }
        return result.map { _ in }
    }

    /// The next bytes.
    func receive(
        max: Int, on id: UInt64, token: UInt64, label: String, until deadline: Moment
    ) async -> Result<[UInt8], ClientError> {
        await wait(on: id, token: token, label: label) { stream, continuation in
            stream.receive(StreamWait(token: token, deadline: deadline, continuation: continuation, limit: max))
        }
    }

    private func wait(
        on id: UInt64, token: UInt64, label: String,
        _ body: (StreamSocket, CheckedContinuation<Result<[UInt8], ClientError>, Never>) -> Void
    ) async -> Result<[UInt8], ClientError> {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard let stream = thread.transfers.streams.stream(id) else {
                    continuation.resume(returning: .failure(StreamSocket.closed(label)))
                    return
                }
                body(stream, continuation)
                thread.transfers.streams.settle(id, token: token)
            }
        } onCancel: {
            thread.cancel(token)
        }
    }
}
