import Contract
import Topology

/// Gateways that appeared since a plan was made: they route to the zone that is being left like the others, and nobody
/// told the operator of them.
struct FleetCheck {
    /// What it found.
    struct Result: Sendable {
        /// By source, the routes that the new nodes are to be told of, as their neighbours are.
        var routes: [String: [Intent.RouteTarget]] = [:]
        /// What nothing can be done about without a person, for people.
        var blocking: [String] = []
    }

    /// Compares the fleets as they are now with what a plan's routes know.
    ///
    /// - Parameter planned: by source, the routes of the plan and those that were added since.
    static func compare(
        planned: [String: [Intent.RouteTarget]], snapshot: Snapshot, owes: [String: String], leaving: String?
    ) -> Result {
        var result = Result()
        for (source, targets) in planned where !targets.isEmpty {
            let known = Set(targets.map(\.node))
            guard let view = snapshot.sources.first(where: { $0.name == source }) else { continue }
            // A group that sends nothing to the zone any more was left out of the plan on purpose.
            for node in view.nodes where !known.contains(node.id.node) && node.state != .named {
                let groups = snapshot.traffic.routes.filter { $0.node == node.id && $0.route.group != nil }
                let wanted = Dictionary(grouping: groups) { $0.route.group ?? "" }
                for (group, routes) in wanted.sorted(by: { $0.key < $1.key })
                where needs(group, routes, targets, leaving) {
                    add(node, group, routes, targets, to: &result, source: source)
                }
                let isSilent = node.state == .failed || node.state == .waiting
                if isSilent, owes[node.id.node] == nil, leaving == nil || node.zone != leaving {
                    result.blocking.append(
                        "\(node.id.node) was found after the plan was made and does not answer: "
                            + "--owe '\(node.id.node)=REASON' goes on without it")
                }
            }
        }
        return result
    }

    /// Whether a group of a new node is not yet as the plan will leave its neighbours'.
    private static func needs(
        _ group: String, _ routes: [RouteView], _ targets: [Intent.RouteTarget], _ leaving: String?
    ) -> Bool {
        routes.contains { view in
            let model = targets.first { $0.group == group && $0.id == view.route.id }
            guard let leaving else { return model?.weights.last.map { $0.weight != view.route.weight } ?? true }
            return (view.zone ?? model?.zone) == leaving && (view.route.weight ?? 1) > 0
                || model == nil && view.zone == nil
        }
    }

    /// Adds a group of a new node, where a neighbour's plan says what each of its routes is to have.
    private static func add(
        _ node: NodeView, _ group: String, _ routes: [RouteView], _ targets: [Intent.RouteTarget],
        to result: inout Result,
        source: String
    ) {
        let siblings = targets.filter { $0.group == group }
        guard !siblings.isEmpty else { return }
        let near = siblings.filter { $0.nodeZone == node.zone }
        var found: [Intent.RouteTarget] = []
        for view in routes {
            let model = near.first { $0.id == view.route.id } ?? siblings.first { $0.id == view.route.id }
            guard var target = model else {
                result.blocking.append(
                    "\(node.id.node) was found after the plan was made, and its route \(view.route.id) of group \(group) is "
                        + "not like its neighbours': plan again")
                return
            }
            target.node = node.id.node
            target.nodeZone = node.zone
            target.zone = view.zone ?? target.zone
            target.seen = view.route.weight ?? 0
            target.saved = [:]
            found.append(target)
        }
        result.routes[source, default: []] += found
    }
}
