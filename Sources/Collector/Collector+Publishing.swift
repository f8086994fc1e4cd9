import Contract
import Topology

extension Collector {
    /// The least time between two snapshots, in milliseconds.
    static let publishEveryMs: Int64 = 100

    func scheduleIfChanged() {
        if changed || !dirty.isEmpty { noteChange() }
    }

    /// Publishes at once, or when the least time since the last snapshot is over.
    func noteChange() {
        changed = true
        guard publication == nil, !loops.isEmpty else { return }
        let wait = publishedAt.map { max(0, $0 + Self.publishEveryMs - timing.now) } ?? 0
        publication = Task { [timing] in
            if wait > 0 { try? await timing.pause(wait) }
            guard !Task.isCancelled else { return }
            self.publishNow()
        }
    }

    private func publishNow() {
        publication = nil
        publish(rebuild())
        confirm()
    }

    /// Merges what changed and puts the snapshot together.
    func rebuild() -> Snapshot {
        let now = timing.now
        mergeDirty(now)
        let views = services.count == sorted?.count ? sorted : nil
        let all = views ?? services.values.sorted { $0.key < $1.key }
        sorted = all
        let sources = sourceViews(now)
        let anyFresh = nodes.values.contains { $0.staleReason == nil }
        let zones = RollUp.zones(all, estate: estate, anyFresh: anyFresh)
        attention = AttentionList.make(
            sources: sources, zones: zones, services: all, estate: estate, previous: attention, now: now)
        generation += 1
        var snapshot = Snapshot(
            estate: estate, generation: generation, takenAt: now, sources: sources, zones: zones, services: all,
            attention: attention)
        log.note(from: last, to: snapshot, at: now)
        snapshot.events = log.events
        last = snapshot
        return snapshot
    }

    private func mergeDirty(_ now: Moment) {
        guard !dirty.isEmpty else { return }
        for key in dirty {
            let answers = order.compactMap { nodes[$0]?.answer(of: key) }
            let merged = ServiceMerge.merge(
                key, answers: answers, zones: &zones, confirmations: confirmations, previous: services[key],
                gone: &gone, now: now)
            suspects[key] = merged.suspects.isEmpty ? nil : merged.suspects
            forgetting[key] = merged.nextChange
            if services[key] !== merged.view {
                services[key] = merged.view
                sorted = nil
            }
        }
        dirty = []
        scheduleForgetting(now)
    }

    /// Merges a service again when the next of its `gone` is to be forgotten.
    private func scheduleForgetting(_ now: Moment) {
        forgetter?.cancel()
        guard !loops.isEmpty, let next = forgetting.values.min() else { return }
        forgetter = Task { [timing] in
            guard (try? await timing.pause(max(0, next - now) + 1)) != nil else { return }
            self.forget()
        }
    }

    private func forget() {
        let now = timing.now
        dirty.formUnion(forgetting.filter { $0.value <= now }.keys)
        scheduleIfChanged()
    }

    private func sourceViews(_ now: Moment) -> [SourceView] {
        sources.enumerated().map { index, source in
            var views = order.compactMap { id in nodes[id].flatMap { $0.source == index ? $0.view : nil } }
            let state = RollUp.state(of: views)
            views += reviews[index].named.map { named in
                NodeView(
                    id: NodeID(source: source.settings.name, node: named.address), state: .named,
                    error: "named by \(named.namedBy), not in the estate file", since: now)
            }
            return SourceView(name: source.settings.name, kind: source.settings.kind, state: state, nodes: views)
        }
    }
}
