import Contract
import Topology

extension Collector {
    /// The most uncached looks at one node in one round.
    static let looksPerRound = 64

    /// Looks at suspects past the caches of their nodes, each node on its own, one round at a time.
    func confirm() {
        for (node, wanted) in looksWanted() where nodes[node]?.looking == false {
            nodes[node]?.looking = true
            Task { await self.look(node, wanted) }
        }
    }

    /// One round of looks at every node, waited for: what `once` does before it answers.
    func confirmAndWait() async {
        await withTaskGroup(of: Void.self) { group in
            for (node, wanted) in looksWanted() {
                group.addTask { await self.look(node, wanted) }
            }
        }
    }

    private func looksWanted() -> [NodeID: [Suspect]] {
        var wanted: [NodeID: [Suspect]] = [:]
        for suspect in merge.suspects(now: timing.now) where (wanted[suspect.node]?.count ?? 0) < Self.looksPerRound {
            wanted[suspect.node, default: []].append(suspect)
        }
        return wanted
    }

    private func look(_ node: NodeID, _ wanted: [Suspect]) async {
        defer { nodes[node]?.looking = false }
        guard let record = nodes[node] else { return }
        let targets = wanted.map { LookTarget(sourceService: $0.sourceService, id: $0.id) }
        let deadline = timing.now + sources[record.source].settings.deadlineMs
        let looks = await record.reader.look(at: targets, until: deadline)
        for (suspect, target) in zip(wanted, targets) {
            let finding: Suspect.Finding
            switch looks[target] {
            case .listed(let registration): finding = .listed(registration)
            case .absent: finding = .absent
            case .unknown: continue
            case nil: finding = .asRead
            }
            if merge.record(finding, for: suspect, now: timing.now) { dirty.insert(suspect.instance.service) }
        }
        scheduleIfChanged()
    }
}
