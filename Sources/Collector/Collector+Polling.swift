import Contract
import Topology

extension Collector {
    /// Begins the task of a node.
    func follow(_ id: NodeID) {
        loops.append(
            Task { [weak self] in
                while !Task.isCancelled, let pauseMs = await self?.poll(id) {
                    await self?.rest(id, pauseMs)
                }
            })
    }

    /// Asks a node once and answers the pause until its next turn, in milliseconds; nothing where the asking has ended.
    @discardableResult
    func poll(_ id: NodeID) async -> Int64? {
        guard let record = nodes[id] else { return nil }
        let settings = sources[record.source].settings
        let pace = Pace(policy: policy, pollMs: settings.pollMs)
        // Whoever else asks it, or a call that overran its deadline, comes to its end first: calls never overlap.
        if let running = record.calling {
            _ = await Bounded.run(within: settings.deadlineMs + policy.graceMs, timing) { await running.value }
            guard nodes[id]?.calling == nil else { return settings.pollMs }
        }
        let reader = nodes[id]?.reader ?? record.reader
        let began = timing.now
        var allowedMs = settings.deadlineMs
        if case .pushed(let windowMs) = reader.pace { allowedMs += windowMs }
        let deadline = began + allowedMs
        let call = Task { () -> Result<Reading, ReadError> in
            do throws(ReadError) { return .success(try await reader.next(until: deadline)) } catch {
                return .failure(error)
            }
        }
        nodes[id]?.calling = call
        let result = await Bounded.run(within: allowedMs + policy.graceMs, timing) { await call.value }
        if Task.isCancelled {
            call.cancel()
            return nil
        }
        switch result {
        case .success(let reading)?:
            nodes[id]?.calling = nil
            let isFirst = nodes[id]?.hasAnswered == false
            apply(reading, to: id, began: began)
            let took = timing.now - began
            if case .pushed = reader.pace {
                guard case .confirmed = reading, took < policy.pushedBreathMs else { return 0 }
                return policy.pushedBreathMs - took
            }
            return pace.afterAnswer(tookMs: took, isFirst: isFirst, random: timing.random())
        case .failure(let error)?:
            nodes[id]?.calling = nil
            return fail(id, error, pace)
        case nil:
            giveUp(id, call, began: began)
            let seconds = Double(settings.deadlineMs) / 1000
            return fail(id, ReadError(.unreachable, "no answer within \(seconds) s"), pace)
        }
    }

    /// A call overran: it is cancelled and its end is awaited aside. What it still brings is taken, for it is true.
    private func giveUp(_ id: NodeID, _ call: Task<Result<Reading, ReadError>, Never>, began: Moment) {
        call.cancel()
        Task { [weak self] in
            let late = await call.value
            await self?.end(id, late, began: began)
        }
    }

    private func end(_ id: NodeID, _ late: Result<Reading, ReadError>, began: Moment) {
        nodes[id]?.calling = nil
        if case .success(let reading) = late { apply(reading, to: id, began: began) }
    }

    /// A node did not answer: what it said is kept and marked.
    private func fail(_ id: NodeID, _ error: ReadError, _ pace: Pace) -> Int64? {
        guard let record = nodes[id] else { return nil }
        nodes[id]?.failures += 1
        if error.startAnew {
            let source = sources[record.source]
            nodes[id]?.reader = source.connector.reader(
                of: record.settings, in: source.settings, clock: timing.clock)
            Task { await record.reader.close() }
            // The node lives, only the thread was lost: nothing is stale before a new reader has failed as well.
            if record.failures == 0 { return 0 }
        }
        let everAnswered = record.answeredAt != nil
        nodes[id]?.enter(
            everAnswered && error.code != .refused ? .stale : .failed, error: error.message, at: timing.now)
        if record.isFresh { touch(record.spoken) }
        noteIfChanged(id, since: record)
        return pace.afterFailure(record.failures + 1, random: timing.random())
    }

    private func rest(_ id: NodeID, _ milliseconds: Int64) async {
        guard milliseconds > 0, !Task.isCancelled else { return }
        let pause = Task { [timing] in try await timing.pause(milliseconds) }
        nodes[id]?.pause = pause
        _ = await withTaskCancellationHandler {
            await pause.result
        } onCancel: {
            pause.cancel()
        }
        nodes[id]?.pause = nil
    }
}
