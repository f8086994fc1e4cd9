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

    /// The snapshot with every instance of some services looked at past every cache: what gates judge.
    ///
    /// A server's cache says for half a minute that an instance is up which somebody has just drained; whoever counts on
    /// it drains the last one. Bounded: of a service of thousands the first few hundred are looked at.
    public func verified(_ services: Set<ServiceKey>) async -> Snapshot {
        let all = services.flatMap { service in
            self.services[service]?.instances.filter { $0.state != .gone }.map(\.key) ?? []
        }
        var rest = all.prefix(policy.mostVerified)[...]
        while !rest.isEmpty {
            await lookAgain(at: Set(rest.prefix(policy.looksPerRound)))
            rest = rest.dropFirst(policy.looksPerRound)
        }
        assemble()
        await confirmAndWait()
        return assemble()
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
        let looks = await Bounded.run(until: deadline + policy.graceMs, timing) {
            await reader.look(at: targets, until: deadline)
        }
        for ((service, _), target) in zip(wanted, targets) {
            switch looks?[target] {
            case .listed(let found): nodes[id]?.seen[target.id] = (found, timing.now)
            case .absent: nodes[id]?.seen[target.id] = (nil, timing.now)
            case .unknown, nil: continue
            }
            touch([service])
        }
    }
}
