import Contract
import Topology

/// Says what is wrong with routes once for all nodes that have it: a fleet of hundreds shares its mistakes.
enum FleetReview {
    /// Most warnings of a source.
    private static let most = 100

    /// The warnings of all nodes, with where they are.
    static func of(_ nodes: [ReviewedNode]) -> SourceReview {
        var order: [RouteNote] = []
        var places: [RouteNote: [String]] = [:]
        for node in nodes where node.answeredAt != nil {
            for note in node.facts.own?.value(as: GatewayNotes.self)?.notes ?? [] {
                if places[note] == nil { order.append(note) }
                places[note, default: []].append(node.id.server)
            }
        }
        let answering = nodes.count { $0.answeredAt != nil }
        let warnings = order.prefix(most).map { note in
            let on = places[note] ?? []
            return NodeFact(
                label: note.subject, value: "\(note.text) (\(list(on, of: answering)))", severity: note.severity)
        }
        return SourceReview(warnings: warnings)
    }

    private static func list(_ nodes: [String], of all: Int) -> String {
        if nodes.count == all, all > 1 { return "on all \(all) nodes" }
        if nodes.count <= 3 { return "on \(nodes.joined(separator: ", "))" }
        return "on \(nodes.prefix(2).joined(separator: ", ")) and \(nodes.count - 2) more of \(all)"
    }
}
