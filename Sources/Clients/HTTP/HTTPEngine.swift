/// Starts, feeds and ends transfers on the loop's thread, which is its executor: nothing here needs a lock.
actor HTTPEngine {
    private nonisolated let thread: LoopThread

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(thread: LoopThread) {
        self.thread = thread
    }

    /// One call with its whole answer.
    func send(_ plan: TransferPlan, id: UInt64) async -> Result<HTTPResponse, ClientError> {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                start(plan, id: id, sink: CollectSink(continuation))
            }
        } onCancel: {
            thread.cancel(id)
        }
    }

    /// One call whose body is taken piece by piece; returns with the head.
    func open<Item>(
        _ plan: TransferPlan, id: UInt64, sink: @Sendable () -> StreamSink<Item>
    ) async -> Result<StreamOpening<Item>, ClientError> {
        let sink = sink()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                sink.opening = continuation
                start(plan, id: id, sink: sink)
            }
        } onCancel: {
            thread.cancel(id)
        }
    }

    /// The next piece of a body; nothing at its end.
    func next<Item>(_ handle: StreamHandle<Item>) async -> Result<Item?, ClientError> {
        let sink = handle.sink
        let id = handle.id
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                sink.take(continuation)
                if sink.wantsMore { thread.transfers.transfer(id)?.resume() }
            }
        } onCancel: {
            thread.cancel(id)
        }
    }

    /// What a sink knows once its body is over.
    func read<Item, Value: Sendable>(
        _ handle: StreamHandle<Item>, _ look: @Sendable (StreamSink<Item>) -> Value
    ) -> Value {
        look(handle.sink)
    }

    private func start(_ plan: TransferPlan, id: UInt64, sink: any TransferSink) {
        do throws(ClientError) {
            let transfer = try Transfer(plan, id: id, sink: sink)
            plan.trace?.call(plan)
            thread.transfers.add(transfer)
        } catch {
            sink.ended(.failure(error))
        }
    }
}
