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
        let all = sorted ?? services.values.sorted { $0.key < $1.key }
        sorted = all
        let sources = sourceViews(now)
        let warnings = Dictionary(
            zip(sources, reviews).map { ($0.name, $1.warnings) }, uniquingKeysWith: { first, _ in first })
        let attention = board.lines(
            AttentionBoard.Facts(estate: estate, sources: sources, services: all, warnings: warnings), now: now)
        generation += 1
        var snapshot = Snapshot(
            estate: estate, generation: generation, takenAt: now, sources: sources,
            zones: Rollup.zones(estate, all), services: all, attention: attention)
        if let last { _ = log.note(from: last, to: snapshot) }
        snapshot.events = log.events
        last = snapshot
        return snapshot
    }

    private func mergeDirty(_ now: Moment) {
        guard !dirty.isEmpty else { return }
        dirty.formUnion(merge.expired(now: now))
        for key in dirty {
            let listings = order.compactMap { nodes[$0]?.listing(of: key) }
            let merged = merge.merge(
                key, listings: listings, previous: services[key],
                trust: firstHeard.contains(key) ? .none : MergeTrust(), now: now)
            if services[key] !== merged {
                services[key] = merged
                sorted = nil
            }
        }
        dirty = []
        firstHeard = []
        setAlarm(now)
    }

    /// Looks again when something gone is to be forgotten, or a finding is to be renewed.
    private func setAlarm(_ now: Moment) {
        alarm?.cancel()
        guard !loops.isEmpty, let next = merge.nextChange else { return }
        alarm = Task { [timing] in
            guard (try? await timing.pause(max(0, next - now) + 1)) != nil else { return }
            self.ring()
        }
    }

    private func ring() {
        dirty.formUnion(merge.expired(now: timing.now))
        if dirty.isEmpty {
            confirm()
            setAlarm(timing.now)
        } else {
            noteChange()
        }
    }

    private func sourceViews(_ now: Moment) -> [SourceView] {
        sources.enumerated().map { index, source in
            var views = order.compactMap { id in nodes[id].flatMap { $0.source == index ? $0.view : nil } }
            let state = Rollup.state(of: views)
            views += reviews[index].named.map { named in
                NodeView(
                    id: NodeID(source: source.settings.name, node: named.address), state: .named,
                    error: "named by \(named.namedBy), not in the estate file", since: now)
            }
            return SourceView(name: source.settings.name, kind: source.settings.kind, state: state, nodes: views)
        }
    }
}
