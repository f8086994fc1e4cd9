import Contract
import Topology

/// A snapshot as text for people who have no screen.
enum SnapshotText {
    static func lines(_ snapshot: Snapshot, now: ClockReading) -> [String] {
        var lines = ["\(snapshot.estate.name)  \(snapshot.estate.environment.rawValue)  \(now.wall.rfc3339)", ""]
        lines += zones(snapshot) + [""] + nodes(snapshot, now)
        if !snapshot.attention.isEmpty {
            lines += ["", "attention"]
            lines += snapshot.attention.map { line in
                "  \(line.severity == .bad ? "✖" : "▲") \(Output.sanitised(line.subject)): \(Output.sanitised(line.text))"
            }
        }
        return lines + [""] + instances(snapshot)
    }

    private static func zones(_ snapshot: Snapshot) -> [String] {
        let rows = snapshot.zones.map { zone in
            [zone.name.isEmpty ? "(no zone)" : zone.name, zone.region ?? "–", zone.state.rawValue]
                + InstanceState.allCases.map { String(zone.counts[$0]) }
        }
        return Table.lines(
            ["zone", "region", "state"] + InstanceState.allCases.map(\.rawValue), rows, right: Set(3...8))
    }

    private static func nodes(_ snapshot: Snapshot, _ now: ClockReading) -> [String] {
        let rows = snapshot.sources.flatMap { source in
            source.nodes.map { node in
                [
                    source.name, node.id.node, node.zone ?? "–", node.state.rawValue,
                    node.answeredAt.map { "\(max(0, now.moment - $0)) ms ago" } ?? "never", node.error ?? "",
                ]
            }
        }
        return Table.lines(["source", "node", "zone", "state", "answered", "error"], rows)
    }

    private static func instances(_ snapshot: Snapshot) -> [String] {
        let rows = snapshot.services.flatMap(\.instances).map { instance in
            let statuses = Set(instance.registrations.map(\.registration.status)).sorted().joined(separator: ",")
            let detail = instance.registrations.compactMap { $0.reason ?? $0.registration.detail }.first ?? ""
            return [
                instance.key.service.description, instance.key.address, instance.zone ?? "–",
                instance.state.rawValue + (instance.differs ? " ≠" : ""), statuses, detail,
            ]
        }
        return Table.lines(["service", "address", "zone", "state", "status", "detail"], rows)
    }
}
