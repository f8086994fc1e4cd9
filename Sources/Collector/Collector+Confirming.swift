import Contract
import Topology

extension Collector {
    /// Looks at suspects past the caches of their nodes: each node on its own, one bounded round after the other.
    func confirm() {
        let now = timing.now
        for (node, wanted) in looksWanted() {
            guard let record = nodes[node], !record.isLooking, now >= record.lookAfter ?? now else { continue }
            nodes[node]?.isLooking = true
            Task { [weak self] in
                await self?.look(node, wanted)
                await self?.looked(node)
            }
        }
    }

    /// Rounds of looks at every node, waited for, until nothing is suspect or nothing more is learnt.
    func confirmAndWait() async {
        for _ in 0..<policy.roundsOnce {
            let wanted = looksWanted()
            guard !wanted.isEmpty else { return }
            let learnt = await withTaskGroup(of: Int.self) { group in
                for (node, suspects) in wanted { group.addTask { await self.look(node, suspects) } }
                var learnt = 0
                for await told in group { learnt += told }
                return learnt
            }
            assemble()
            if learnt == 0 { return }
        }
    }

    private func looked(_ node: NodeID) {
        nodes[node]?.isLooking = false
        if !touched.isEmpty { noteChange() } else { setAlarm() }
    }

    private func looksWanted() -> [NodeID: [Suspect]] {
        var wanted: [NodeID: [Suspect]] = [:]
        for suspect in merge.suspects(now: timing.now, most: policy.looksPerRound) {
            wanted[suspect.node, default: []].append(suspect)
        }
        return wanted
    }

    /// One round of looks at one node; how many told something.
    @discardableResult
    private func look(_ node: NodeID, _ wanted: [Suspect]) async -> Int {
        guard let record = nodes[node] else { return 0 }
        let targets = wanted.map { LookTarget(sourceService: $0.sourceService, id: $0.id) }
        let allowedMs = sources[record.source].settings.deadlineMs
        let (reader, deadline) = (record.reader, timing.now + allowedMs)
        let looks = await Bounded.run(until: deadline + policy.graceMs, timing) {
            await reader.look(at: targets, until: deadline)
        }
        var told = 0
        for (suspect, target) in zip(wanted, targets) {
            guard let looks, let finding = Self.finding(target, in: looks) else { continue }
            told += 1
            if merge.record(finding, for: suspect, now: timing.now) { touch([suspect.instance.service]) }
        }
        nodes[node]?.lookAfter = timing.now + (told > 0 ? policy.lookEveryMs : policy.lookRetryMs)
        return told
    }

    /// A reader that answers no look at all has no caches: what it said stands.
    private static func finding(_ target: LookTarget, in looks: [LookTarget: Look]) -> Suspect.Finding? {
        switch looks[target] {
        case .listed(let registration): .listed(registration)
        case .absent: .absent
        case .unknown: nil
        case nil: looks.isEmpty ? .asRead : nil
        }
    }
}
