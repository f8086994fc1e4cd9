import Contract
import Topology

extension Collector {
    /// How often it is asked anew what can be written, in milliseconds.
    static let probeEveryMs: Int64 = 300_000

    /// Asks now and then what each node lets us write; nothing is changed by it. Not in a read-only estate.
    func startProbing() {
        guard actuators.contains(where: { $0 != nil }) else { return }
        loops.append(
            Task { [weak self, timing] in
                // After the first answers: data comes first.
                var pause: Int64 = 2_000
                while (try? await timing.pause(pause)) != nil, let collector = self {
                    await collector.probeWrites()
                    pause = Self.probeEveryMs
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
                let deadline = timing.now + sources[index].settings.deadlineMs
                group.addTask { await actuator.capabilities(until: deadline) }
            }
            for await capabilities in group { all.merge(capabilities) { first, _ in first } }
        }
        for (id, capability) in all {
            let writes: [String]
            switch capability {
            case .writable(let kinds): writes = kinds
            case .readOnly: writes = []
            case .silent: continue
            }
            if nodes[id]?.writes != writes {
                nodes[id]?.writes = writes
                changed = true
            }
        }
        scheduleIfChanged()
        return all
    }
}
