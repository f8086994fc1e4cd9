import Contract
import Topology

extension Collector {
    /// Asks now and then what each node lets us write; nothing is changed by it. Not in a read-only estate.
    func startProbing() {
        guard actuators.contains(where: { $0 != nil }) else { return }
        // After the first answers: data comes first.
        let first = timing.now + policy.firstProbeMs
        loops.append(
            Task { [weak self, timing, policy] in
                var next = first
                while (try? await timing.sleep(next)) != nil, let collector = self {
                    await collector.probeWrites()
                    next = timing.now + policy.probeEveryMs
                }
            })
    }

    /// Asks every source that can be changed what each of its nodes lets us write.
    ///
    /// - Returns: what each node said.
    @discardableResult
    public func probeWrites() async -> [NodeID: Capability] {
        var all: [NodeID: Capability] = [:]
        await withTaskGroup(of: [NodeID: Capability].self) { group in
            for (index, actuator) in actuators.enumerated() {
                guard let actuator else { continue }
                let allowedMs = sources[index].settings.deadlineMs
                let deadline = timing.now + allowedMs
                group.addTask { [timing, policy] in
                    return await Bounded.run(until: deadline + policy.graceMs, timing) {
                        await actuator.capabilities(until: deadline)
                    } ?? [:]
                }
            }
            for await capabilities in group { all.merge(capabilities) { first, _ in first } }
        }
        for (id, capability) in all {
            // A node that does not answer has not taken back what it said before.
            if case .silent = capability, nodes[id]?.capability != nil { continue }
            if nodes[id]?.capability != capability {
                nodes[id]?.capability = capability
                isChanged = true
            }
        }
        if isChanged { noteChange() }
        return all
    }
}
