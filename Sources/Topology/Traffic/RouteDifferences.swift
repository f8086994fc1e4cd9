/// Finds where gateway nodes that are meant to be set alike are not.
public enum RouteDifferences {
    /// The nodes with each route's difference filled in; those that do not answer are neither judged nor a measure.
    public static func marked(_ nodes: [GatewayNode]) -> [GatewayNode] {
        var result = nodes
        for fleet in Set(nodes.map(\.fleet)) {
            let members = nodes.indices.filter {
                nodes[$0].fleet == fleet && nodes[$0].isFresh && nodes[$0].routes != nil
            }
            guard members.count > 1 else { continue }
            var places: [String: [(node: Int, route: Int)]] = [:]
            for member in members {
                for (index, view) in (nodes[member].routes ?? []).enumerated() {
                    places[view.route.id, default: []].append((member, index))
                }
            }
            for (_, all) in places {
                let routes = all.compactMap { nodes[$0.node].routes?[$0.route].route }
                if all.count == members.count, routes.dropFirst().allSatisfy({ $0 == routes[0] }) { continue }
                let missing = members.filter { member in !all.contains { $0.node == member } }
                for place in all {
                    let text = difference(of: place, among: all, missing: missing, nodes)
                    result[place.node].routes?[place.route].difference = text
                }
            }
        }
        return result
    }

    private static func difference(
        of place: (node: Int, route: Int), among all: [(node: Int, route: Int)], missing: [Int], _ nodes: [GatewayNode]
    ) -> String? {
        guard let own = nodes[place.node].routes?[place.route].route else { return nil }
        let others = all.filter { $0.node != place.node }
        var parts = aspects.compactMap { aspect -> String? in
            let theirs = others.compactMap { other in
                (nodes[other.node].routes?[other.route]).map { ($0.node, aspect.value($0.route)) }
            }
            return words(aspect, own: aspect.value(own), theirs: theirs)
        }
        if !missing.isEmpty {
            parts.append("missing on \(AttentionBoard.list(missing.map { nodes[$0].id.server }))")
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    /// What of a route is compared, and whether its value is short enough to be said.
    private struct Aspect {
        var name: String
        var isSaid: Bool
        var value: @Sendable (Route) -> String
    }

    private static let aspects: [Aspect] = [
        Aspect(name: "weight", isSaid: true) { $0.weight.map(String.init) ?? "none" },
        Aspect(name: "group", isSaid: true) { $0.group ?? "none" },
        Aspect(name: "uri", isSaid: true) { $0.uri },
        Aspect(name: "zone", isSaid: true) { $0.zone ?? "none" },
        Aspect(name: "order", isSaid: true) { String($0.order) },
        Aspect(name: "predicates", isSaid: false) { $0.predicates.joined(separator: "\n") },
        Aspect(name: "filters", isSaid: false) { $0.filters.joined(separator: "\n") },
        Aspect(name: "listed", isSaid: true) { $0.copies == 1 ? "once" : "\($0.copies) times" },
    ]

    /// `weight 49, others 50`; nothing where this node has what most have.
    private static func words(_ aspect: Aspect, own: String, theirs: [(NodeID, String)]) -> String? {
        var tally: [String: Int] = [:]
        for (_, value) in theirs { tally[value, default: 0] += 1 }
        let same = (tally[own] ?? 0) + 1
        guard
            let most = tally.filter({ $0.key != own }).max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
            same <= most.value
        else { return nil }
        guard aspect.isSaid else {
            return "\(aspect.name) \(aspect.name.hasSuffix("s") ? "differ" : "differs")"
        }
        let who: String
        if theirs.count == 1 {
            who = theirs[0].0.server
        } else {
            who = most.value == theirs.count ? "others" : "most"
        }
        return "\(aspect.name) \(own), \(who) \(most.key)"
    }
}
