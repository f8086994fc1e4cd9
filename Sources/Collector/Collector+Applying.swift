import Contract
import Topology

extension Collector {
    /// Takes a node's answer in.
    func apply(_ reading: Reading, to id: NodeID, began: Moment) {
        guard let before = nodes[id] else { return }
        let now = timing.now
        let siblings = order.filter { $0 != id && $0.source == id.source }.compactMap { nodes[$0]?.services }
        nodes[id]?.failures = 0
        nodes[id]?.forgetSeen(before: now + -policy.seenMs)
        nodes[id]?.answeredAt = now
        nodes[id]?.hasAnswered = true
        nodes[id]?.keptAt = nil
        if case .polled = before.reader.pace { nodes[id]?.latencyMs = Double(now - began) }
        let changed = nodes[id]?.take(reading, siblings: siblings) ?? []
        takeTraffic(reading, of: id)
        let fault = nodes[id]?.fault
        nodes[id]?.enter(fault == nil ? .live : .partial, error: fault, at: now)
        // What is heard of for the first time need not be new; what was kept long ago need not have gone lately.
        let trust = MergeTrust(
            arrivals: before.hasAnswered, departures: before.keptAt.map { now - $0 < estate.forgetMs } ?? true)
        touch(changed, trust)
        if !before.isFresh {
            // That it answers says of every other service that it does not list it.
            touch(services.keys, trust)
            touch(nodes[id]?.spoken ?? [], trust)
            isTrafficTouched = true
        }
        if before.failures > 0, !before.isFresh { wakeOthers(of: id) }
        noteFacts(of: id, since: before)
        discoverNodes(toldBy: before.source, changed, isNews: !before.hasAnswered || !before.isFresh)
        noteIfChanged(id, since: before)
    }

    /// Makes a snapshot where the node shows anything new, or where ages have moved on long enough.
    func noteIfChanged(_ id: NodeID, since before: NodeRecord) {
        if nodes[id]?.view.shape != before.view.shape { isChanged = true }
        let isDue = publishedAt.map { timing.now - $0 >= refreshMs } ?? true
        if isChanged || isDue || !touched.isEmpty { noteChange() }
    }

    /// Who is named is looked at at once, because it may be asked; links when the next snapshot is made, so that nodes
    /// which answer together are reviewed together.
    private func noteFacts(of id: NodeID, since before: NodeRecord) {
        guard let after = nodes[id]?.facts, after != before.facts || !before.hasAnswered else { return }
        let isPlain = after.own == nil && !sources[before.source].connector.pollsTogether
        if isPlain || after.named != before.facts.named || after.ownNames != before.facts.ownNames
            || !before.hasAnswered
        {
            review(before.source)
        } else {
            reviewsDue.insert(before.source)
            noteChange()
        }
    }

    /// One node came back: others that are backing off are probably back too.
    private func wakeOthers(of id: NodeID) {
        for other in order where other != id && (nodes[other]?.failures ?? 0) > 1 {
            nodes[other]?.pause?.cancel()
        }
    }
}
