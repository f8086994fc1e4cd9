import Contract
import Topology

extension Collector {
    /// Begins the task of a node.
    func follow(_ id: NodeID) {
        followers[id] = Task { [weak self] in
            while !Task.isCancelled, await self?.pollAndRest(id) == true {}
        }
    }

    /// Asks a node and rests until its next turn; false where the asking has ended.
    ///
    /// In one piece: whoever wakes nodes that rest finds every node either asked or resting, and none between.
    private func pollAndRest(_ id: NodeID) async -> Bool {
        guard let turn = await poll(id) else { return false }
        if case .at(let moment) = turn { await rest(id, until: moment) }
        return true
    }

    /// When a node is asked next.
    enum Turn {
        case atOnce
        case at(Moment)
    }

    /// Asks a node once and answers its next turn; nothing where the asking has ended.
    @discardableResult
    func poll(_ id: NodeID) async -> Turn? {
        guard let record = nodes[id] else { return nil }
        let settings = sources[record.source].settings
        let pace = Pace(policy: policy, pollMs: settings.pollMs)
        // Whoever else asks it, or a call that overran its deadline, comes to its end first: calls never overlap.
        if let running = record.calling {
            _ = await Bounded.run(until: timing.now + (settings.deadlineMs + policy.graceMs), timing) {
                await running.value
            }
            guard nodes[id]?.calling == nil else { return .at(timing.now + settings.pollMs) }
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
        let result = await Bounded.run(until: deadline + policy.graceMs, timing) { await call.value }
        if Task.isCancelled {
            call.cancel()
            return nil
        }
        switch result {
        case .success(let reading)?:
            nodes[id]?.calling = nil
            let isFirst = nodes[id]?.hasAnswered == false
            // Read before anybody is told: the next turn is counted from the answer.
            let now = timing.now
            let took = now - began
            apply(reading, to: id, began: began)
            if case .pushed = reader.pace {
                guard case .confirmed = reading, took < policy.pushedBreathMs else { return .atOnce }
                return .at(began + policy.pushedBreathMs)
            }
            if sources[record.source].connector.pollsTogether {
                return .at(beat(of: record.source, notBefore: now + min(settings.pollMs, policy.breathMs)))
            }
            return .at(now + pace.afterAnswer(tookMs: took, isFirst: isFirst, random: timing.random()))
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
    private func fail(_ id: NodeID, _ error: ReadError, _ pace: Pace) -> Turn? {
        guard let record = nodes[id] else { return nil }
        let now = timing.now
        nodes[id]?.failures += 1
        if error.startAnew {
            let connector = sources[record.source].connector
            nodes[id]?.reader = connector.reader(
                of: record.settings, in: resolved(record.source), clock: timing.clock)
            Task { await record.reader.close() }
            // The node lives, only the thread was lost: nothing is stale before a new reader has failed as well.
            if record.failures == 0 { return .atOnce }
        }
        let everAnswered = record.answeredAt != nil
        nodes[id]?.enter(
            everAnswered && error.code != .refused ? .stale : .failed, error: error.message, at: now)
        if record.isFresh {
            touch(record.spoken)
            isTrafficTouched = true
        }
        reviewsDue.insert(record.source)
        noteIfChanged(id, since: record)
        if sources[record.source].settings.discover != nil { rediscover(record.source) }
        if record.keptAt != nil { discoverNodes(toldBy: record.source, [], isNews: true) }
        let next = now + pace.afterFailure(record.failures + 1, random: timing.random())
        guard sources[record.source].connector.pollsTogether else { return .at(next) }
        // A lost packet is made up for at once; whoever is dead is asked with the others, now and then.
        let beat = beat(of: record.source, notBefore: record.failures == 0 ? now + 1 : next)
        return .at(record.failures == 0 ? min(next, beat) : beat)
    }

    /// The next moment at which all nodes of a source are asked together.
    private func beat(of source: Int, notBefore moment: Moment) -> Moment {
        let period = max(1, sources[source].settings.pollMs)
        let beats = (moment - rhythm + period - 1) / period
        return rhythm + max(0, beats) * period
    }

    private func rest(_ id: NodeID, until moment: Moment) async {
        guard !Task.isCancelled else { return }
        let pause = Task { [timing] in try await timing.sleep(moment) }
        nodes[id]?.pause = pause
        _ = await withTaskCancellationHandler {
            await pause.result
        } onCancel: {
            pause.cancel()
        }
        nodes[id]?.pause = nil
    }
}
