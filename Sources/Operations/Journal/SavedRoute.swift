import Contract
import Topology

/// A route of a gateway node.
struct RouteAddress: Hashable, Sendable {
    let node: NodeID
    let route: String
}

/// A route that an operation has changed, and what it found there.
struct SavedRoute: Hashable, Sendable {
    /// Which.
    let place: RouteAddress
    /// What its source was asked for.
    let target: Intent.RouteTarget
    /// What was there before the first step on it.
    let before: [String: String]
}

extension Operation {
    /// The routes that it may have changed, in the order of its steps, each with what its first step found.
    var savedRoutes: [SavedRoute] {
        var asked: [RouteAddress: Intent.RouteTarget] = [:]
        for (source, intent) in intents {
            for route in intent.routes {
                asked[RouteAddress(node: NodeID(source: source, node: route.node), route: route.id)] = route
            }
        }
        var before: [RouteAddress: [String: String]] = [:]
        var order: [RouteAddress] = []
        var touched: Set<RouteAddress> = []
        for step in steps where step.step.kind == .change {
            guard let route = step.step.route else { continue }
            let place = RouteAddress(node: step.node, route: route)
            if before[place] == nil {
                before[place] = step.step.before
                order.append(place)
            }
            // A step that a node still owes may be sent by a settle: what it would change is to be put back as well.
            if step.mayHaveTakenEffect || step.state == .owed || step.state == .done { touched.insert(place) }
        }
        return order.compactMap { place in
            guard touched.contains(place), let target = asked[place] else { return nil }
            return SavedRoute(place: place, target: target, before: before[place] ?? [:])
        }
    }
}
