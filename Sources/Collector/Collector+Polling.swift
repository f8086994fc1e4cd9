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

    /// Asks a node once and answers the pause until its next turn, in milliseconds; nothing where the node is no more.
    @discardableResult
    func poll(_ id: NodeID) async -> Int64? {
        guard let record = nodes[id] else { return nil }
        let settings = sources[record.source].settings
        let began = timing.now
        let deadline: Moment
        switch record.reader.pace {
        case .polled: deadline = began + settings.deadlineMs
        case .pushed(let windowMs): deadline = began + windowMs + settings.deadlineMs
        }
        do {
            let reading = try await record.reader.next(until: deadline)
            guard !Task.isCancelled else { return nil }
            apply(reading, to: id, began: began)
        } catch {
            guard !Task.isCancelled else { return nil }
            return await fail(id, error, pollMs: settings.pollMs)
        }
        guard case .polled = record.reader.pace else { return 0 }
        // Its turns keep their distance however long an answer takes; a little jitter keeps nodes apart.
        let jitter = Int64(Double(settings.pollMs) * 0.05 * timing.random())
        return max(0, began + settings.pollMs + jitter - timing.now)
    }

    /// A node did not answer: what it said is kept and marked.
    private func fail(_ id: NodeID, _ error: ReadError, pollMs: Int64) async -> Int64 {
        let now = timing.now
        let wasFresh = nodes[id]?.staleReason == nil
        let neverSaid = nodes[id]?.services.isEmpty ?? true
        nodes[id]?.enter(neverSaid ? .failed : .stale, at: now)
        if nodes[id]?.error != error.message || wasFresh { changed = true }
        nodes[id]?.error = error.message
        nodes[id]?.staleReason = error.message
        if wasFresh, let touched = nodes[id]?.services.keys { dirty.formUnion(touched) }
        let pause = nodes[id]?.backOff.failed(pollMs: pollMs, random: timing.random()) ?? pollMs
        if error.startAnew, let record = nodes[id] {
            let source = sources[record.source]
            nodes[id]?.reader = source.connector.reader(
                of: record.settings, in: source.settings, clock: timing.clock)
            await record.reader.close()
        }
        scheduleIfChanged()
        return pause
    }

    private func rest(_ id: NodeID, _ milliseconds: Int64) async {
        guard milliseconds > 0, !Task.isCancelled else { return }
        let pause = Task { [timing] in try await timing.pause(milliseconds) }
        nodes[id]?.pause = pause
        _ = await pause.result
    }
}
