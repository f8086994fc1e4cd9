import Contract
import Topology

extension Collector {
    /// Looks past every cache at instances that were just changed, so that a server's cache does not show for half a
    /// minute what an operation has already read back otherwise.
    ///
    /// What is found stands until the cached answers are as new (`changedAt`), or for as long as caches last.
    public func lookAgain(at instances: Set<InstanceKey>) async {
        await withTaskGroup(of: Void.self) { group in
            for id in order where nodes[id]?.isFresh == true {
                let wanted = registrations(of: instances, at: id)
                guard !wanted.isEmpty else { continue }
                group.addTask { await self.lookAgain(wanted, at: id) }
            }
        }
        if !touched.isEmpty { noteChange() }
    }

    private func registrations(of instances: Set<InstanceKey>, at id: NodeID) -> [(ServiceKey, Registration)] {
        let wanted = instances.flatMap { instance in
            (nodes[id]?.services[instance.service] ?? []).filter { $0.address == instance.address }
                .map { (instance.service, $0) }
        }
        return Array(wanted.prefix(policy.looksPerRound))
    }

    private func lookAgain(_ wanted: [(ServiceKey, Registration)], at id: NodeID) async {
        guard let record = nodes[id] else { return }
        let targets = wanted.map { LookTarget(sourceService: $0.1.sourceService, id: $0.1.id) }
        let allowedMs = sources[record.source].settings.deadlineMs
        let (reader, deadline) = (record.reader, timing.now + allowedMs)
        let looks = await Bounded.run(within: allowedMs + policy.graceMs, timing) {
            await reader.look(at: targets, until: deadline)
        }
        for ((service, _), target) in zip(wanted, targets) {
            guard case .listed(let found)? = looks?[target] else { continue }
            nodes[id]?.seen[found.id] = (found, timing.now)
            touch([service])
        }
    }
}
