import Contract
import Topology

extension EurekaReader {
    /// How many looks go out side by side.
    private static let sideBySide = 8

    /// Looks live at those whose leases are past by the cached answer, as far as time and bounds allow.
    func judgeLeases(until deadline: Moment) async {
        guard let clock = serverClock else { return }
        let moment = client.clock().moment
        let now = clock.now(at: moment)
        watch.prune(by: registry, serverNow: now)
        let asked = watch.candidates(in: registry, serverNow: now)
        guard !asked.isEmpty, moment < deadline else { return }
        var keys: [LookTarget: LeaseWatch.Key] = [:]
        for key in asked {
            guard let entry = registry.entry(key.service, key.id) else { continue }
            keys[LookTarget(sourceService: entry.registration.sourceService, id: key.id)] = key
        }
        var answered: [LeaseWatch.Key] = []
        for (target, answer) in await looks(at: Array(keys.keys), until: deadline) {
            guard let key = keys[target] else { continue }
            let moment = client.clock().moment
            switch answer {
            case .listed(let instance, let time):
                let time = time ?? clock
                watch.note(instance.entry, of: key, at: moment, serverNow: time.now(at: moment))
                answered.append(key)
            case .absent:
                watch.note(nil, of: key, at: moment, serverNow: now)
                answered.append(key)
            case .refused, .unknown: break
            }
        }
        watch.presume(in: registry, asked: asked, answered: answered, serverNow: now)
    }

    /// The live answers on some instances, a few at a time; what there was no time for is absent.
    func looks(at targets: [LookTarget], until deadline: Moment) async -> [LookTarget: LiveAnswer] {
        let client = client
        return await withTaskGroup(of: (LookTarget, LiveAnswer).self) { group in
            var waiting = targets.makeIterator()
            var answers: [LookTarget: LiveAnswer] = [:]
            func start() {
                guard let target = waiting.next() else { return }
                group.addTask {
                    (target, await client.live(target.sourceService, target.id, until: deadline))
                }
            }
            for _ in 0..<Self.sideBySide { start() }
            while let (target, answer) = await group.next() {
                answers[target] = answer
                if client.clock().moment < deadline, !Task.isCancelled { start() }
            }
            return answers
        }
    }
}

extension NodeRegistry {
    /// The length that most leases have, in milliseconds.
    var usualLeaseMs: Int64? {
        var counts: [Int64: Int] = [:]
        for entries in services.values {
            // One of each service is enough to know how its leases are set.
            if let duration = entries.first?.lease.durationMs { counts[duration, default: 0] += entries.count }
        }
        return counts.max { $0.value == $1.value ? $0.key > $1.key : $0.value < $1.value }?.key
    }
}
