import Contract
import Topology

extension Collector {
    /// Publishes at once, or when the least time since the last snapshot is over.
    func noteChange() {
        guard publication == nil, isRunning else { return }
        let due = publishedAt.map { $0 + policy.publishEveryMs }
        publication = Task { [timing, weak self] in
            if let due { try? await timing.sleep(due) }
            guard !Task.isCancelled else { return }
            await self?.publishIfChanged()
        }
    }

    private func publishIfChanged() {
        publication = nil
        let before = last
        let snapshot = assemble()
        isChanged = false
        let isDue = publishedAt.map { timing.now - $0 >= refreshMs } ?? true
        if isDue || before.map({ !Self.same($0, snapshot) }) ?? true { publish(snapshot) }
        confirm()
        setAlarm()
    }

    /// How often ages and numbers alone make a snapshot: as often as they move, and no more.
    var refreshMs: Int64 {
        let moving = sources.filter { $0.connector.isFleet || links.knows($0.settings.name) }.map(\.settings.pollMs)
        return max(policy.firstRetryMs, min(policy.refreshEveryMs, moving.min() ?? policy.refreshEveryMs))
    }

    /// Nothing to see but ages and counters.
    private static func same(_ a: Snapshot, _ b: Snapshot) -> Bool {
        guard a.services.count == b.services.count, a.attention == b.attention, a.sources.count == b.sources.count,
            zip(a.services, b.services).allSatisfy({ $0 === $1 }), a.out == b.out, a.links.count == b.links.count,
            zip(a.links, b.links).allSatisfy({ $0.isShaped(like: $1) }), a.traffic.isShaped(like: b.traffic)
        else { return false }
        return zip(a.sources, b.sources).allSatisfy { a, b in
            a.state == b.state && a.nodes.map(\.shape) == b.nodes.map(\.shape)
        }
    }

    /// Merges what changed and puts the snapshot together.
    @discardableResult
    func assemble() -> Snapshot {
        let now = timing.now
        let areMerged = mergeTouched(now)
        reviewDue(now)
        let traffic = trafficView(now)
        let links = sources.flatMap { self.links.links(of: $0.settings.name) }
        let all = sorted ?? services.values.sorted { $0.key < $1.key }
        sorted = all
        let views = sourceViews(now)
        let warnings = Dictionary(
            zip(sources, reviews).map { ($0.settings.name, $1.warnings) }, uniquingKeysWith: { first, _ in first })
        let attention = board.lines(
            AttentionBoard.Facts(
                estate: estate, sources: views, services: all, warnings: warnings, traffic: traffic, splits: splits,
                links: links, out: out, clock: timing.clock()), now: now)
        generation += 1
        let areZonesKnown = last.map { $0.traffic.zones.keys == traffic.zones.keys } ?? false
        let zones = areMerged || !areZonesKnown || last?.out != out ? nil : last?.zones
        var snapshot = Snapshot(
            estate: estate, generation: generation, takenAt: now, sources: views,
            zones: zones ?? Rollup.zones(estate, all, known: Set(traffic.zones.keys), out: out), services: all,
            attention: attention,
            traffic: traffic, links: links, out: out)
        let isEventful = last.map { log.note(from: $0, to: snapshot) } ?? false
        snapshot.events = isEventful ? log.events : last?.events ?? []
        last = snapshot
        return snapshot
    }

    private func mergeTouched(_ now: Moment) -> Bool {
        touch(merge.expired(now: now))
        var isDifferent = false
        for (key, trust) in touched {
            let merged = merge.merge(
                key, listings: listings(of: key), previous: services[key], trust: trust, now: now)
            guard services[key] !== merged else { continue }
            services[key] = merged
            sorted = nil
            isDifferent = true
        }
        touched = [:]
        return isDifferent
    }

    /// What all nodes say of a service; sources that do not know it at all have nothing to say, not even that it is missing.
    private func listings(of key: ServiceKey) -> [NodeListing] {
        var knowing: Set<Int> = []
        for id in order {
            guard let node = nodes[id], !knowing.contains(node.source) else { continue }
            if node.services[key] != nil || node.held[key] != nil { knowing.insert(node.source) }
        }
        guard !knowing.isEmpty else { return [] }
        return order.flatMap { id -> [NodeListing] in
            guard let node = nodes[id], knowing.contains(node.source) else { return [] }
            return node.listings(of: key)
        }
    }

    private func sourceViews(_ now: Moment) -> [SourceView] {
        // Grouped once: with hundreds of sources, looking for each one's nodes among all is most of a snapshot.
        let members = Dictionary(grouping: order, by: \.source)
        return sources.enumerated().map { index, source in
            var views = members[source.settings.name, default: []].compactMap { nodes[$0]?.view }
            var state = Rollup.state(of: views)
            // A fleet of which its registry lists nobody is not waited for.
            if views.isEmpty, hasDiscovered.contains(index) { state = .failed }
            for named in reviews[index].named.prefix(policy.mostNamed) {
                let id = NodeID(source: source.settings.name, node: named.address)
                views.append(
                    NodeView(
                        id: id, state: .named, error: "named by \(named.namedBy), not in the estate file",
                        since: namedSince[id] ?? now))
            }
            for gone in lapsed[index] {
                views.append(
                    NodeView(id: gone.id, zone: gone.zone, state: .named, error: gone.reason, since: gone.since))
            }
            return SourceView(name: source.settings.name, kind: source.settings.kind, state: state, nodes: views)
        }
    }

    /// Looks again when something gone is to be forgotten, a finding is to be renewed, or a node may be looked at again.
    func setAlarm() {
        alarm?.cancel()
        alarm = nil
        guard isRunning else { return }
        let now = timing.now
        let looks = merge.suspects(now: now, most: 1).lazy.compactMap { self.nodes[$0.node] }.filter { !$0.isLooking }
            .map { $0.lookAfter ?? now + self.policy.lookEveryMs }.min()
        guard let next = [merge.nextChange, looks].compactMap({ $0 }).min() else { return }
        alarm = Task { [timing, weak self] in
            guard (try? await timing.sleep(max(next, now + 1))) != nil else { return }
            await self?.ring()
        }
    }

    private func ring() {
        if merge.expired(now: timing.now).isEmpty {
            confirm()
            setAlarm()
        } else {
            noteChange()
        }
    }
}
