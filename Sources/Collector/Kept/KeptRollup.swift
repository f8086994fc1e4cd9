import FoundationEssentials
import Topology

/// The roll-up of a kept snapshot: what the Overview needs, small enough to be read before the first frame.
struct KeptRollup: Codable {
    var zones: [Zone]
    var sources: [Source]
    var attention: [Line]

    struct Zone: Codable {
        var name: String
        var region: String?
        var state: Health
        var counts: Counts
        var worst: String?
        var worstNamespace: String?
        var worstCounts: Counts?
    }

    struct Source: Codable {
        var name: String
        var kind: String
        var nodes: [Node]
    }

    struct Node: Codable {
        var node: String
        var zone: String?
        var answeredAt: Timestamp?
        var registrations: Int
    }

    struct Line: Codable {
        var severity: Attention.Severity
        var subject: String
        var text: String
        var since: Timestamp
    }

    init(_ snapshot: Snapshot, now: ClockReading) {
        zones = snapshot.zones.map { zone in
            Zone(
                name: zone.name, region: zone.region, state: zone.state, counts: zone.counts,
                worst: zone.worst?.service.name, worstNamespace: zone.worst?.service.namespace,
                worstCounts: zone.worst?.counts)
        }
        sources = snapshot.sources.map { source in
            Source(
                name: source.name, kind: source.kind,
                nodes: source.nodes.filter { $0.state != .named }.map { node in
                    Node(
                        node: node.id.node, zone: node.zone, answeredAt: node.answeredAt.map(now.wall(of:)),
                        registrations: node.registrations)
                })
        }
        attention = snapshot.attention.prefix(50).map { line in
            Line(
                severity: line.severity, subject: line.subject, text: line.text, since: now.wall(of: line.since))
        }
    }

    /// The snapshot it makes: nothing in it counts as fresh, nodes are waited for.
    func snapshot(of estate: EstateDescription, takenAt: Moment, now: ClockReading) -> Snapshot {
        Snapshot(
            estate: estate, generation: 0, takenAt: takenAt, kept: true,
            sources: sources.map { source in
                SourceView(
                    name: source.name, kind: source.kind, state: .waiting,
                    nodes: source.nodes.map { node in
                        NodeView(
                            id: NodeID(source: source.name, node: node.node), zone: node.zone, state: .waiting,
                            answeredAt: node.answeredAt.map(now.moment(of:)), since: takenAt,
                            registrations: node.registrations)
                    })
            },
            zones: zones.map { zone in
                var worst: (service: ServiceKey, counts: Counts)?
                if let name = zone.worst, let counts = zone.worstCounts {
                    worst = (ServiceKey(namespace: zone.worstNamespace ?? "", name: name), counts)
                }
                return ZoneView(
                    name: zone.name, region: zone.region, state: zone.state, counts: zone.counts, worst: worst)
            },
            attention: attention.map { line in
                Attention(
                    severity: line.severity, subject: line.subject, text: line.text,
                    since: now.moment(of: line.since), target: .estate)
            })
    }
}
