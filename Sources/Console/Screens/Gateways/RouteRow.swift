import Topology

/// One row of the gateways: the routes of all nodes that belong together, with what is set and what was counted.
struct RouteRow: Sendable {
    /// Which.
    let key: RouteKey
    /// The routes, in the order of nodes.
    private(set) var routes: [RouteView] = []
    /// The traffic that it has on the nodes that answer.
    private(set) var rate: Measured<TrafficRate> = .notApplicable
    /// Set and counted shares by zone, from 0 to 1; empty where it is not weighted.
    private(set) var shares: [String: Share] = [:]
    /// Configured nodes that answer and have it as it is meant to be.
    private(set) var alike = 0
    /// Configured nodes of the source.
    private(set) var nodes = 0
    /// Whether a node differs from those that are meant to be like it.
    private(set) var differs = false
    /// Whether a configured node does not answer, so that what it has is not known.
    private(set) var silent = false

    /// A zone's share of a weight group.
    struct Share: Sendable {
        /// As configured, averaged over the nodes by what each of them gets.
        var set: Measured<Double>
        /// As counted.
        var measured: Measured<Double>
        /// Whether some node has another weight for this zone than its like.
        var differs: Bool
    }

    /// What it sends to where it is not weighted: a service, an address.
    var destination: String { routes.first?.route.uri ?? "" }

    /// What is wrong, in an operator's words; nothing where nothing is.
    var trouble: String? {
        routes.lazy.compactMap { view in view.difference.map { "\(view.node.server): \($0)" } }.first
    }

    init(_ key: RouteKey) { self.key = key }

    mutating func add(_ route: RouteView) { routes.append(route) }

    /// Judges the routes once all are there.
    mutating func judge(_ source: SourceView?) {
        let answering = Set(
            (source?.nodes ?? []).filter { $0.state == .live || $0.state == .partial }.map(\.id))
        let configured = (source?.nodes ?? []).filter { $0.state != .named }
        let different = Set(routes.filter(\.hasOwnDifference).map(\.node))
        let present = Set(routes.map(\.node)).intersection(answering)
        nodes = max(configured.count, Set(routes.map(\.node)).count)
        alike = present.subtracting(different).count
        differs = routes.contains { $0.difference != nil }
        silent = configured.contains { !answering.contains($0.id) }
        rate = Self.sum(routes.map(\.rate))
        if key.isGroup { judgeShares() }
    }

    private mutating func judgeShares() {
        var byNode: [NodeID: (weights: [String: Int], total: Int, requests: Double?, fresh: Bool, at: Moment?)] = [:]
        for view in routes {
            var node = byNode[view.node] ?? ([:], 0, 0, true, nil)
            node.weights[view.zone ?? "", default: 0] += view.route.weight ?? 0
            node.total += view.route.weight ?? 0
            node.requests = node.requests.flatMap { sum in view.rate.last.map { sum + $0.requestsPerSecond } }
            if case .stale = view.rate { node.fresh = false }
            node.at = node.at ?? view.rate.measuredAt
            byNode[view.node] = node
        }
        let told = byNode.values.contains(where: \.fresh) ? byNode.values.filter(\.fresh) : Array(byNode.values)
        let weighed = told.contains { ($0.requests ?? 0) > 0 }
        for zone in Set(routes.map { $0.zone ?? "" }) {
            var sum = 0.0
            var weight = 0.0
            for node in told where node.total > 0 {
                let share = weighed ? node.requests ?? 0 : 1
                sum += share * Double(node.weights[zone] ?? 0) / Double(node.total)
                weight += share
            }
            let own = routes.filter { ($0.zone ?? "") == zone }
            let at = own.lazy.compactMap(\.rate.measuredAt).first ?? Moment(milliseconds: 0)
            let stale = told.allSatisfy { !$0.fresh }
            shares[zone] = Share(
                set: weight == 0
                    ? .unknown(reason: "no weight is known")
                    : stale ? .stale(sum / weight, at: at) : .value(sum / weight, at: at),
                measured: Self.share(of: Self.sum(own.map(\.rate)), in: rate),
                differs: own.contains(where: \.hasOwnDifference))
        }
    }

    private static func share(of part: Measured<TrafficRate>, in whole: Measured<TrafficRate>) -> Measured<Double> {
        switch (part, whole) {
        case (.notApplicable, _), (_, .notApplicable): return .notApplicable
        case (.unknown(let reason), _), (_, .unknown(let reason)): return .unknown(reason: reason)
        case (.value(let own, let at), .value(let all, _)):
            guard all.requestsPerSecond > 0 else { return .notApplicable }
            return .value(own.requestsPerSecond / all.requestsPerSecond, at: at)
        case (.value(let own, let at), .stale(let all, _)), (.stale(let own, let at), .stale(let all, _)),
            (.stale(let own, let at), .value(let all, _)):
            guard all.requestsPerSecond > 0 else { return .notApplicable }
            return .stale(own.requestsPerSecond / all.requestsPerSecond, at: at)
        }
    }

    /// Adds up what was counted: of the fresh ones where there are any, else of the stale ones.
    static func sum(_ rates: [Measured<TrafficRate>]) -> Measured<TrafficRate> {
        var fresh: [(TrafficRate, Moment)] = []
        var stale: [(TrafficRate, Moment)] = []
        var reason: String?
        for rate in rates {
            switch rate {
            case .value(let value, let at): fresh.append((value, at))
            case .stale(let value, let at): stale.append((value, at))
            case .unknown(let why): reason = reason ?? why
            case .notApplicable: break
            }
        }
        if !fresh.isEmpty { return .value(added(fresh.map(\.0)), at: fresh.map(\.1).min() ?? fresh[0].1) }
        if !stale.isEmpty { return .stale(added(stale.map(\.0)), at: stale.map(\.1).min() ?? stale[0].1) }
        return reason.map { .unknown(reason: $0) } ?? .notApplicable
    }

    private static func added(_ rates: [TrafficRate]) -> TrafficRate {
        let requests = rates.reduce(0) { $0 + $1.requestsPerSecond }
        guard requests > 0 else { return TrafficRate(requestsPerSecond: 0) }
        let failed = rates.reduce(0) { $0 + $1.requestsPerSecond * ($1.errorRatio ?? 0) }
        let timed = rates.filter { $0.meanLatencyMs != nil }
        let timedRequests = timed.reduce(0) { $0 + $1.requestsPerSecond }
        let mean = timed.reduce(0) { $0 + $1.requestsPerSecond * ($1.meanLatencyMs ?? 0) }
        return TrafficRate(
            requestsPerSecond: requests,
            errorRatio: rates.contains { $0.errorRatio != nil } ? failed / requests : nil,
            meanLatencyMs: timedRequests > 0 ? mean / timedRequests : nil)
    }
}

extension RouteView {
    /// Whether the route itself is other than on its like; `missing on …` is said of those that have it.
    var hasOwnDifference: Bool { difference.map { !$0.hasPrefix("missing") } ?? false }
}
