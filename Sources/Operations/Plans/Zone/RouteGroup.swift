import Contract
import Topology

/// The routes of one weight group on one gateway node; or one route that stands alone.
struct RouteGroup: Sendable {
    /// The node.
    let node: NodeID
    /// Its zone.
    let nodeZone: String?
    /// The group's name; the route's id where it has none.
    let name: String
    /// Whether it is split by weight.
    let isWeighted: Bool
    /// Its routes, in the order of the node.
    let routes: [RouteView]

    /// Weights in the order of the routes; nothing where one of them is not known.
    var weights: [Int]? {
        let known = routes.compactMap(\.route.weight)
        return known.count == routes.count ? known : nil
    }

    /// The places of the routes that send to a zone.
    func places(to zone: String) -> Set<Int> {
        Set(routes.indices.filter { routes[$0].zone == zone })
    }

    /// Whether any of its traffic can go to a zone.
    func reaches(_ zone: String) -> Bool {
        routes.contains { $0.zone == zone && (!isWeighted || ($0.route.weight ?? 1) > 0) }
    }

    /// What its routes get together, in requests a second; nothing where one of them is not measured.
    var requests: Double? {
        var sum = 0.0
        for route in routes {
            guard let rate = route.rate.fresh else { return nil }
            sum += rate.requestsPerSecond
        }
        return sum
    }

    /// Whether an operator left it where it is: by its name, a route's id, or the service that a route names.
    func isExcepted(by patterns: [String]) -> Bool {
        let names = [name] + routes.map(\.route.id) + routes.compactMap(\.route.service)
        return patterns.contains { pattern in names.contains { Glob.matches(pattern, $0) } }
    }

    /// All groups of a snapshot, in its order.
    ///
    /// A node that does not tell what it has loaded is taken to have what a node that is meant to be set alike has:
    /// what is owed to it can be sent when it answers again.
    static func all(in snapshot: Snapshot, sources: [SourceSettings]) -> [RouteGroup] {
        var order: [NodeID] = []
        var routes: [NodeID: [RouteView]] = [:]
        for route in snapshot.traffic.routes {
            if routes[route.node] == nil { order.append(route.node) }
            routes[route.node, default: []].append(route)
        }
        for source in snapshot.sources where order.contains(where: { $0.source == source.name }) {
            let byZone = sources.first { $0.name == source.name }?.groupBy == .zone
            for node in source.nodes where routes[node.id] == nil && node.state != .named && node.state != .live {
                let peers = order.filter { $0.source == source.name }
                let like = peers.first { !byZone || routes[$0]?.first?.nodeZone == node.zone } ?? peers.first
                guard let like, let known = routes[like] else { continue }
                order.append(node.id)
                routes[node.id] = known.map { route in
                    RouteView(
                        node: node.id, nodeZone: node.zone, route: route.route, zone: route.zone,
                        zoneRule: route.zoneRule, rate: .unknown(reason: "the node does not answer"))
                }
            }
        }
        return order.flatMap { groups(of: $0, routes[$0] ?? []) }
    }

    private static func groups(of node: NodeID, _ routes: [RouteView]) -> [RouteGroup] {
        var order: [String] = []
        var members: [String: [RouteView]] = [:]
        var alone: [RouteGroup] = []
        for view in routes {
            guard let group = view.route.group else {
                alone.append(
                    RouteGroup(
                        node: node, nodeZone: view.nodeZone, name: view.route.id, isWeighted: false, routes: [view]))
                continue
            }
            if members[group] == nil { order.append(group) }
            members[group, default: []].append(view)
        }
        return order.map { name in
            let routes = members[name] ?? []
            return RouteGroup(
                node: node, nodeZone: routes.first?.nodeZone, name: name, isWeighted: true, routes: routes)
        } + alone
    }
}
