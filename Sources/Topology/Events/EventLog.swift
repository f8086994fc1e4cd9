/// What happened lately, from comparing snapshots: one cause is one line, and there is a bound.
///
/// Instances of one service and zone that change in the same way within a moment are one event whose number grows.
/// Instances that become unknown because their registry fell silent are no events: the registry is.
public struct EventLog: Sendable {
    /// What makes two changes one event.
    struct Cause: Hashable {
        var kind: EstateEvent.Kind
        var service: ServiceKey?
        var zone: String
        var other: String
    }

    private struct Record: Sendable {
        var cause: Cause
        var count: Int
        var example: String
        var at: Moment
    }

    /// How long an event takes in more of the same, in milliseconds.
    private static let oneCauseMs: Int64 = 10_000
    private let limit: Int
    private var records: [Record] = []

    /// An empty log.
    public init(limit: Int = 500) {
        self.limit = limit
    }

    /// Newest first.
    public var events: [EstateEvent] { records.reversed().map(Self.event) }

    /// Compares two snapshots; services that both share cost nothing.
    ///
    /// - Returns: whether anything happened.
    public mutating func note(from old: Snapshot, to new: Snapshot) -> Bool {
        var tally: [Cause: (count: Int, example: String)] = [:]
        noteSources(from: old, to: new, &tally)
        for change in Self.traffic(from: old, to: new) + Self.links(from: old, to: new) + Self.out(from: old, to: new) {
            tally[change.cause] = (
                (tally[change.cause]?.count ?? 0) + 1, tally[change.cause]?.example ?? change.example
            )
        }
        let answered = Set(old.sources.lazy.flatMap(\.nodes).filter { $0.answeredAt != nil }.map(\.id))
        var index = 0
        for service in new.services {
            while index < old.services.count, old.services[index].key < service.key { index += 1 }
            let before =
                index < old.services.count && old.services[index].key == service.key ? old.services[index] : nil
            if before === service { continue }
            noteInstances(from: before?.instances ?? [], to: service.instances, answered: answered, &tally)
        }
        for (cause, change) in tally.sorted(by: { $0.value.example < $1.value.example }) {
            add(cause, change.count, change.example, at: new.takenAt)
        }
        return !tally.isEmpty
    }

    private mutating func add(_ cause: Cause, _ count: Int, _ example: String, at moment: Moment) {
        // What happens at once lies close together, so a look at the last few finds it.
        for index in records.indices.reversed().prefix(64) where records[index].cause == cause {
            guard moment - records[index].at <= Self.oneCauseMs else { break }
            var record = records.remove(at: index)
            record.count += count
            record.at = moment
            records.append(record)
            return
        }
        records.append(Record(cause: cause, count: count, example: example, at: moment))
        if records.count > limit { records.removeFirst(records.count - limit) }
    }

    private func noteSources(
        from old: Snapshot, to new: Snapshot, _ tally: inout [Cause: (count: Int, example: String)]
    ) {
        let before = Dictionary(old.sources.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for source in new.sources {
            guard let was = before[source.name] else { continue }
            let nodes = Dictionary(was.nodes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            for node in source.nodes {
                guard let earlier = nodes[node.id], earlier.isSilent != node.isSilent else { continue }
                guard node.isSilent || earlier.answeredAt != nil else { continue }
                let cause = Cause(
                    kind: node.isSilent ? .sourceLost : .sourceBack, service: nil, zone: source.name,
                    other: node.isSilent ? node.reason ?? "no answer" : "")
                let example = tally[cause]?.example ?? node.id.server
                tally[cause] = ((tally[cause]?.count ?? 0) + 1, example)
            }
        }
    }

    private func noteInstances(
        from old: [InstanceView], to new: [InstanceView], answered: Set<NodeID>,
        _ tally: inout [Cause: (count: Int, example: String)]
    ) {
        let before = Dictionary(old.lazy.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        for instance in new {
            let was = before[instance.key]
            if let was, was == instance { continue }
            func note(_ kind: EstateEvent.Kind, other: String = "") {
                let cause = Cause(
                    kind: kind, service: instance.key.service, zone: instance.zone ?? "", other: other)
                let example = tally[cause]?.example ?? instance.key.address
                tally[cause] = ((tally[cause]?.count ?? 0) + 1, example)
            }
            guard let was else {
                // Heard of through a node that answers for the first time: it may have been there for days.
                let isNew = instance.registrations.contains { answered.contains($0.node) }
                if isNew, instance.state != .gone { note(.appeared) }
                continue
            }
            if was.state != instance.state, let kind = Self.kind(from: was, to: instance) { note(kind) }
            if was.zone != instance.zone { note(.zoneChanged, other: was.zone ?? "no zone") }
            if was.differs != instance.differs, instance.state != .gone { note(instance.differs ? .disagree : .agree) }
        }
    }

    private static func kind(from old: InstanceView, to new: InstanceView) -> EstateEvent.Kind? {
        if old.state == .unknown, old.isSilent, new.state != .gone { return nil }
        switch new.state {
        case .down: return .wentDown
        case .up: return .cameUp
        case .out: return .wentOut
        case .gone: return .gone
        case .unknown: return new.isSilent ? nil : .becameUnknown
        case .starting: return old.state == .gone ? .appeared : nil
        }
    }

    private static func event(_ record: Record) -> EstateEvent {
        let cause = record.cause
        if cause.kind == .sourceLost || cause.kind == .sourceBack {
            let who = record.count == 1 ? record.example : "\(record.count) nodes (\(record.example) …)"
            let what =
                cause.kind == .sourceLost
                ? "\(record.count == 1 ? "does" : "do") not answer: \(cause.other)"
                : "\(record.count == 1 ? "answers" : "answer") again"
            return EstateEvent(at: record.at, kind: cause.kind, subject: cause.zone, text: "\(who) \(what)")
        }
        if let event = lasting(record.cause, record.count, record.example, at: record.at) { return event }
        let name = cause.service?.description ?? ""
        let place = cause.zone.isEmpty ? "" : " in \(cause.zone)"
        let who =
            record.count == 1 ? "\(name) \(record.example)\(place)" : "\(record.count) instances of \(name)\(place)"
        return EstateEvent(
            at: record.at, kind: cause.kind, subject: cause.zone.isEmpty ? name : cause.zone,
            text: "\(who) \(words(cause, one: record.count == 1))")
    }

    private static func words(_ cause: Cause, one: Bool) -> String {
        switch cause.kind {
        case .wentDown: "went down"
        case .cameUp: "came up"
        case .wentOut: "went out of rotation"
        case .becameUnknown: "became unknown"
        case .appeared: "appeared"
        case .gone: "\(one ? "is" : "are") gone: no registry lists \(one ? "it" : "them") any more"
        case .zoneChanged: "moved here from \(cause.other)"
        case .disagree: "\(one ? "is" : "are") told of differently by different nodes"
        case .agree: "\(one ? "is" : "are") told of alike again"
        case .sourceLost, .sourceBack, .linkLost, .linkBack, .failing, .recovered, .routes, .zoneOut, .zoneBack: ""
        }
    }
}

extension InstanceView {
    /// Nobody who lists it answers now.
    var isSilent: Bool { !registrations.isEmpty && registrations.allSatisfy { $0.reason != nil } }
}
