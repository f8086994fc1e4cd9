import Contract
import Topology

extension Collector {
    /// Asks every node once, side by side, and answers what that makes: what `snapshot`, `check`, plans and runners see.
    ///
    /// Deadlines hold: it takes no longer than the slowest source's, and then some where nodes disagree and are looked at
    /// past their caches. With a window every node is asked again after it, which rates need.
    /// - Parameters:
    ///   - probe: also asks what can be written.
    ///   - changed: instances that were just changed, which are looked at past every cache.
    public func once(
        probe: Bool = false, windowMs: Int64 = 0, changed: Set<InstanceKey> = []
    ) async -> Snapshot {
        await pollAll()
        if windowMs > 0 {
            assemble()
            await sampleUpstreams()
            if (try? await timing.sleep(timing.now + windowMs)) != nil {
                await pollAll()
                assemble()
                await sampleUpstreams()
            }
        }
        if probe { await probeWrites() }
        if !changed.isEmpty { await lookAgain(at: changed) }
        assemble()
        await confirmAndWait()
        return assemble()
    }

    private func pollAll() async {
        var asked: Set<NodeID> = []
        // Nodes that the first answers bring in are asked as well.
        while case let waiting = order.filter({ !asked.contains($0) }), !waiting.isEmpty {
            asked.formUnion(waiting)
            await withTaskGroup(of: Void.self) { group in
                for id in waiting { group.addTask { await self.pollUntilSettled(id) } }
            }
        }
    }

    /// A node whose reader lost its thread is asked once more, with a new one.
    private func pollUntilSettled(_ id: NodeID) async {
        let failures = nodes[id]?.failures ?? 0
        guard case .atOnce? = await poll(id), nodes[id]?.failures == failures + 1 else { return }
        await poll(id)
    }
}
