import Contract
import Topology

extension Collector {
    /// Begins to read what the instances behind gateways count, beside the polls of nodes and never before them.
    func startSampling() {
        guard samplers.contains(where: { $0 != nil }) else { return }
        loops.append(
            Task { [weak self, timing, policy] in
                var pause = policy.firstSampleMs
                while (try? await timing.sleep(timing.now + pause)) != nil, let collector = self {
                    let began = timing.now
                    await collector.sampleUpstreams()
                    pause = max(policy.breathMs, await collector.sampleEveryMs - (timing.now - began))
                }
            })
    }

    /// How often the instances are asked.
    private var sampleEveryMs: Int64 { max(trafficEveryMs, Int64(upstreams.chosen) * policy.perSampleMs) }

    /// Reads the counters of every instance that is to be measured once, a few at a time.
    func sampleUpstreams() async {
        // Whoever else does so at this moment does it for both.
        if let sampling {
            await sampling.value
            return
        }
        guard samplers.contains(where: { $0 != nil }) else { return }
        let round = Task { await sampleRound() }
        sampling = round
        await withTaskCancellationHandler {
            await round.value
        } onCancel: {
            round.cancel()
        }
        sampling = nil
    }

    private func sampleRound() async {
        upstreams.clear()
        for (index, sampler) in samplers.enumerated() {
            guard let sampler else { continue }
            let settings = sources[index].settings
            let targets = upstreams.choose(upstreamTargets(index), most: sampler.most, now: timing.now)
            let everyMs = max(settings.pollMs, Int64(targets.count) * policy.perSampleMs)
            upstreams.staleMs = everyMs * 5 / 2 + settings.deadlineMs
            guard !targets.isEmpty else { continue }
            await sample(
                targets, by: sampler, allowedMs: min(settings.deadlineMs, policy.sampleMs),
                until: timing.now + max(settings.pollMs, settings.deadlineMs))
        }
        isTrafficTouched = true
        noteTraffic()
    }

    /// The instances of the services that a gateway's routes name: those that may get requests, drained ones too, because
    /// that they really get none any more is what is to be seen.
    private func upstreamTargets(_ index: Int) -> [UpstreamTarget] {
        var named: Set<ServiceKey> = []
        for id in order {
            guard let node = nodes[id], node.source == index else { continue }
            for view in node.traffic.views(trouble: nil, staleBefore: timing.now) ?? [] {
                guard let name = view.route.service else { continue }
                named.insert(ServiceKey(namespace: sources[index].settings.namespace, name: name))
            }
        }
        return named.sorted().flatMap { key in
            (services[key]?.instances ?? []).compactMap { instance in
                let told = instance.registrations.first { $0.reason == nil } ?? instance.registrations.first
                guard let registration = told?.registration else { return nil }
                switch instance.state {
                case .up, .out, .starting: break
                // A registry that fell silent says nothing of its instances; one whose lease expired is dead.
                case .unknown: guard instance.registrations.allSatisfy({ $0.reason != nil }) else { return nil }
                case .down, .gone: return nil
                }
                return UpstreamTarget(instance: instance.key, registration: registration)
            }
        }
    }

    private func sample(
        _ targets: [UpstreamTarget], by sampler: any UpstreamSampler, allowedMs: Int64, until end: Moment
    ) async {
        typealias Answer = (key: InstanceKey, result: Result<CounterReading, ReadError>)
        await withTaskGroup(of: Answer.self) { group in
            var rest = targets[...]
            func addNext() {
                guard let target = rest.popFirst(), timing.now < end else { return }
                group.addTask { [timing, policy] in
                    let deadline = timing.now + allowedMs
                    let result = await Bounded.run(until: deadline + policy.graceMs, timing) {
                        do throws(ReadError) {
                            return Result<CounterReading, ReadError>.success(
                                try await sampler.sample(target, until: deadline))
                        } catch {
                            return .failure(error)
                        }
                    }
                    return (target.instance, result ?? .failure(ReadError(.unreachable, "no answer in time")))
                }
            }
            for _ in 0..<policy.samplesAtATime { addNext() }
            for await answer in group {
                if !Task.isCancelled { upstreams.take(answer.result, of: answer.key, now: timing.now) }
                addNext()
            }
        }
    }

    /// Numbers that moved are worth a snapshot now and then; ones that came to be known at once.
    private func noteTraffic() {
        let before = traffic
        let isDue = publishedAt.map { timing.now - $0 >= refreshMs } ?? true
        let view = trafficView(timing.now)
        if isDue || !view.isShaped(like: before) { noteChange() }
    }
}
