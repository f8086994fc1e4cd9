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
    /// The first of our operations that took it out, where a later one had to do so again (a repair).
    public var origin: String?

    /// The operation that took it out first.
    public var first: String { origin ?? operation }
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
        record.origin = earlier.first
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
    ///
    /// Each operation is read once, whatever the number of its instances: a zone has thousands.
    public func drains() throws(OperationError) -> [DrainRecord] {
        try read { database in
            // The last thing that was done to each instance is a drain: those before it count, up to a restore.
            let rows = try database.query(
                """
                SELECT s.instance, o.id, o.kind, o.state, o.direction, max(s.touched) FROM operations o
                JOIN steps s ON s.operation = o.id
                WHERE s.instance IS NOT NULL AND s.direction = 'do' AND o.state != 'undone'
                    AND o.kind IN ('drain', 'evacuate', 'repair', 'restore', 'clear-override')
                GROUP BY s.instance, o.id ORDER BY o.number DESC
                """
            ) { row in
                (
                    instance: try row.text(0), id: try row.text(1), kind: OperationKind(rawValue: try row.text(2)),
                    state: OperationState(rawValue: try row.text(3)),
                    direction: Direction(rawValue: try row.text(4)), isTouched: try row.bool(5)
                )
            }
            var closed: Set<String> = []
            var order: [String] = []
            var drains: [String: [String]] = [:]
            for row in rows where !closed.contains(row.instance) {
                switch row.kind {
                case .restore, .clearOverride:
                    // One that was stopped in its middle has put back some nodes at most.
                    let isOver = row.state == .complete || row.state == .owed && row.direction == .forward
                    if isOver { closed.insert(row.instance) }
                case .drain, .evacuate, .repair:
                    guard row.isTouched else { continue }
                    if drains[row.instance] == nil { order.append(row.instance) }
                    drains[row.instance, default: []].append(row.id)
                case .shift, .setWeights, nil: continue
                }
            }
            var records: [String: [String: DrainRecord]] = [:]
            for id in Set(drains.values.joined()) {
                guard let operation = try load(id, database) else { continue }
                records[id] = operation.drainRecords
            }
            return order.compactMap { name -> DrainRecord? in
                var last: DrainRecord?
                for id in drains[name] ?? [] {
                    guard let record = records[id]?[name] else { continue }
                    last = last.map { $0.following(record) } ?? record
                }
                return last
            }
        }
    }

    /// A later operation on the same instance, or the same route, and node, which makes an owed step of an earlier one
    /// pointless.
    func superseding(_ operation: String, _ step: Step) throws(OperationError) -> String? {
        if let route = step.route { return try supersedingRoute(operation, route, step) }
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

    private func supersedingRoute(
        _ operation: String, _ route: String, _ step: Step
    ) throws(OperationError) -> String? {
        try read { database in
            let later = try database.query(
                """
                SELECT DISTINCT o.id, o.number FROM operations o JOIN steps s ON s.operation = o.id
                WHERE s.source = ?1 AND s.node = ?2 AND s.instance IS NULL AND s.direction = 'do'
                    AND s.state IN ('sent', 'done', 'owed') AND o.state != 'undone'
                    AND o.number > (SELECT number FROM operations WHERE id = ?3)
                ORDER BY o.number DESC
                """, .text(step.source), .text(step.node), .text(operation)
            ) { try $0.text(0) }
            return try later.first { id in
                try load(id, database)?.steps.contains { row in
                    guard row.step.route == route, row.step.source == step.source, row.step.node == step.node else {
                        return false
                    }
                    switch row.state {
                    case .sent, .done, .owed: return true
                    case .planned, .failed, .undone, .skipped: return false
                    }
                } ?? false
            }
        }
    }
}

extension Operation {
    /// What this drain did to each of its instances, by their names; those of which nothing can have taken effect are
    /// left out.
    var drainRecords: [String: DrainRecord] {
        var mine: [InstanceKey: [OperationStep]] = [:]
        for step in steps where step.step.kind == .change {
            if let instance = step.step.instance { mine[instance, default: []].append(step) }
        }
        var targets: [InstanceKey: [String: [Intent.Target]]] = [:]
        for (source, intent) in plan.intents {
            for target in intent.targets { targets[target.instance, default: [:]][source, default: []].append(target) }
        }
        var records: [String: DrainRecord] = [:]
        for (instance, steps) in mine {
            records[instance.description] = drainRecord(of: instance, steps, asked: targets[instance] ?? [:])
        }
        return records
    }

    /// What this drain did to an instance, nothing where nothing of it can have taken effect.
    func drainRecord(of instance: InstanceKey) -> DrainRecord? {
        let mine = steps.filter { $0.step.instance == instance && $0.step.kind == .change }
        let asked = plan.intents.mapValues { $0.targets.filter { $0.instance == instance } }
        return drainRecord(of: instance, mine, asked: asked)
    }

    private func drainRecord(
        of instance: InstanceKey, _ mine: [OperationStep], asked: [String: [Intent.Target]]
    ) -> DrainRecord? {
        guard mine.contains(where: \.mayHaveTakenEffect) else { return nil }
        var targets: [String: [Intent.Target]] = [:]
        for (source, list) in asked {
            for var target in list {
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
