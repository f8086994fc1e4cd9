import Contract
import FoundationEssentials
import Storage
import Topology

/// An instance that a drain of ours took out and nothing has put back.
public struct DrainRecord: Hashable, Sendable {
    /// The drain.
    public var operation: String
    /// The instance.
    public var instance: InstanceKey
    /// Who drained it.
    public var by: String
    /// Why.
    public var reason: String
    /// When.
    public var at: Timestamp
    /// What it was asked of each source, with the override that was there before by node: what a restore gives back.
    public var targets: [String: [Intent.Target]]
    /// The nodes that were told, or are to be told: where one lacks the override, it was lost there.
    public var nodes: [NodeID]
}

/// What the journal knows about the last thing that was done to an instance.
public enum DrainLookup: Hashable, Sendable {
    /// A drain of ours, not taken back.
    case drained(DrainRecord)
    /// It was restored; the operation that did, and whether that still owes a node.
    case restored(String, owed: Bool)
    /// No operation of this journal drained it.
    case never
}

extension DrainRecord {
    /// This drain as one that came after another of ours, which nothing had taken back.
    ///
    /// What it found on a node that the earlier one had told was ours (a repair of a drain that a node had lost): what
    /// is to be given back is what the earlier one found there.
    func following(_ earlier: DrainRecord) -> DrainRecord {
        var record = self
        for (source, targets) in record.targets {
            for (index, target) in targets.enumerated() {
                guard let before = earlier.targets[source]?.first(where: { $0.id == target.id }) else { continue }
                for node in earlier.nodes where node.source == source {
                    record.targets[source]?[index].saved[node.node] = before.saved[node.node]
                }
            }
        }
        return record
    }
}

extension Journal {
    /// The last drain of an instance that nothing has taken back.
    public func drain(of instance: InstanceKey) throws(OperationError) -> DrainLookup {
        try read { database in
            let ids = try database.query(
                """
                SELECT DISTINCT o.id, o.number FROM operations o JOIN steps s ON s.operation = o.id
                WHERE s.instance = ?1 ORDER BY o.number DESC
                """, .text(instance.description)
            ) { try $0.text(0) }
            var last: DrainRecord?
            for id in ids {
                guard let operation = try load(id, database), operation.state != .undone else { continue }
                switch operation.kind {
                case .restore, .clearOverride:
                    // One that was stopped in its middle has put back some nodes at most: the drain is still to restore.
                    let isOwed = operation.state == .owed && operation.direction == .forward
                    guard operation.state == .complete || isOwed else { continue }
                    return last.map(DrainLookup.drained) ?? .restored(id, owed: isOwed)
                case .shift, .setWeights: continue
                case .drain, .evacuate, .repair:
                    guard let record = operation.drainRecord(of: instance) else { continue }
                    last = last.map { $0.following(record) } ?? record
                }
            }
            return last.map(DrainLookup.drained) ?? .never
        }
    }

    /// All instances that drains of ours keep out now, newest first.
    public func drains() throws(OperationError) -> [DrainRecord] {
        let names = try read { database in
            try database.query(
                """
                SELECT s.instance, max(o.number) FROM operations o JOIN steps s ON s.operation = o.id
                WHERE o.kind IN ('drain', 'evacuate', 'repair') AND o.state != 'undone' AND s.instance IS NOT NULL AND s.touched = 1
                GROUP BY s.instance ORDER BY 2 DESC
                """
            ) { try $0.text(0) }
        }
        var records: [DrainRecord] = []
        for name in names {
            guard let key = try key(of: name) else { continue }
            if case .drained(let record) = try drain(of: key) { records.append(record) }
        }
        return records
    }

    /// A later operation on the same instance and node, which makes an owed step of an earlier one pointless.
    func superseding(_ operation: String, _ step: Step) throws(OperationError) -> String? {
        guard let instance = step.instance else { return nil }
        return try read { database in
            try database.first(
                """
                SELECT o.id FROM operations o JOIN steps s ON s.operation = o.id
                WHERE s.instance = ?1 AND s.source = ?2 AND s.node = ?3 AND s.direction = 'do'
                    AND s.state IN ('sent', 'done', 'owed') AND o.state != 'undone'
                    AND o.number > (SELECT number FROM operations WHERE id = ?4)
                ORDER BY o.number DESC LIMIT 1
                """, .text(instance.description), .text(step.source), .text(step.node), .text(operation)
            ) { try $0.text(0) }
        }
    }

    private func key(of instance: String) throws(OperationError) -> InstanceKey? {
        try read { database in
            let place = try database.first(
                "SELECT operation, idx, step FROM steps WHERE instance = ?1 AND direction = 'do' LIMIT 1",
                .text(instance)
            ) { (try $0.text(0), try $0.int(1), try $0.optionalText(2)) }
            if let added = place?.2 { return try CanonicalJSON.value(AddedStep.self, from: added).step.instance }
            guard let place, let steps = try plan(of: place.0, database)?.steps, place.1 < steps.count else {
                return nil
            }
            return steps[place.1].step.instance
        }
    }
}

extension Operation {
    /// What this drain did to an instance, nothing where nothing of it can have taken effect.
    func drainRecord(of instance: InstanceKey) -> DrainRecord? {
        let mine = steps.filter { $0.step.instance == instance && $0.step.kind == .change }
        guard mine.contains(where: \.mayHaveTakenEffect) else { return nil }
        var targets: [String: [Intent.Target]] = [:]
        for (source, intent) in plan.intents {
            for var target in intent.targets where target.instance == instance {
                for step in mine where step.step.source == source {
                    target.saved[step.step.node] = step.step.before[Step.savedOverride]
                }
                targets[source, default: []].append(target)
            }
        }
        for step in mine {
            guard var target = step.added?.target,
                targets[step.step.source]?.contains(where: { $0.id == target.id }) != true
            else { continue }
            for told in mine where told.step.source == step.step.source {
                target.saved[told.step.node] = told.step.before[Step.savedOverride]
            }
            targets[step.step.source, default: []].append(target)
        }
        return DrainRecord(
            operation: id, instance: instance, by: plan.by, reason: plan.reason, at: startedAt ?? createdAt,
            targets: targets, nodes: mine.map(\.node))
    }
}
