import Topology

/// The routes of all gateways by what belongs together, made once a snapshot.
struct RouteBoard: Sendable {
    /// The generation it was made from.
    private(set) var generation: UInt64?
    /// In the order of sources, then of the routes.
    private(set) var rows: [RouteRow] = []
    private var index: [RouteKey: Int] = [:]

    static let none = RouteBoard()

    private init() {}

    /// Groups and judges the routes of a snapshot.
    init(of snapshot: Snapshot) {
        generation = snapshot.generation
        for view in snapshot.traffic.routes {
            let key = RouteKey(
                source: view.node.source, name: view.route.group ?? view.route.id, isGroup: view.route.group != nil)
            if index[key] == nil {
                index[key] = rows.count
                rows.append(RouteRow(key))
            }
            if let place = index[key] { rows[place].add(view) }
        }
        let sources = Dictionary(snapshot.sources.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for place in rows.indices { rows[place].judge(sources[rows[place].key.source]) }
    }

    /// The row of a key.
    func row(_ key: RouteKey) -> RouteRow? { index[key].map { rows[$0] } }

    /// The sources that have routes, in their order.
    var sources: [String] {
        var names: [String] = []
        for row in rows where names.last != row.key.source { names.append(row.key.source) }
        return names
    }
}
