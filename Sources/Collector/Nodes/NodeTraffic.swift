import Contract
import Topology

/// What the collector knows of one node's routes and of what it counts.
struct NodeTraffic {
    /// In their order, their zones decided; nothing where they were never read.
    private(set) var routes: [RouteView]?
    private var reading: CounterReading?
    private var rates: [String: TrafficRate]?
    private var reason = "needs two polls"
    /// When what the rates are made of was read.
    private(set) var countedAt: Moment?
    /// How much time lies between the two readings, in milliseconds.
    private(set) var overMs: Int64 = 0
    /// The routes did not change between the two readings.
    private(set) var isSteady = false
    private var changedSinceReading = true

    /// It has routes, or counts something.
    var isEmpty: Bool { routes == nil && reading == nil }

    /// Takes in what an answer says of routes and counters; whether it is more than other numbers.
    mutating func take(
        _ observation: Observation, of id: NodeID, zone: String?, most: Int, decide: (Route) -> ZoneDecision
    ) -> Bool {
        var isNew = false
        if let read = observation.routes { isNew = take(read, of: id, zone: zone, most: most, decide: decide) }
        guard let next = observation.counters else { return isNew }
        guard let last = reading else {
            reading = next
            changedSinceReading = false
            return isNew
        }
        switch next.difference(from: last) {
        case .tooClose: return isNew
        case .reset:
            if rates != nil { isNew = true }
            (rates, countedAt, overMs, isSteady) = (nil, nil, 0, false)
            reason = "its counters began anew: needs another poll"
        case .rates(let made, let milliseconds):
            if rates == nil { isNew = true }
            (rates, countedAt, overMs, isSteady) = (made, next.at, milliseconds, !changedSinceReading)
        }
        reading = next
        changedSinceReading = false
        return isNew
    }

    private mutating func take(
        _ read: [Route], of id: NodeID, zone: String?, most: Int, decide: (Route) -> ZoneDecision
    ) -> Bool {
        let kept = read.prefix(most)
        if let routes, routes.count == kept.count, zip(routes, kept).allSatisfy({ $0.route == $1 }) { return false }
        routes = kept.map { route in
            let decision = decide(route)
            return RouteView(
                node: id, nodeZone: zone, route: route, zone: decision.zone, zoneRule: decision.rule,
                rate: .unknown(reason: reason))
        }
        changedSinceReading = true
        return true
    }

    /// How the roll-up sees it.
    ///
    /// - Parameters:
    ///   - trouble: why the node does not answer; nothing where it does.
    ///   - staleBefore: rates that were made earlier are old, although the node answers.
    func views(trouble: String?, staleBefore: Moment) -> [RouteView]? {
        guard var routes else { return nil }
        for index in routes.indices {
            routes[index].rate = rate(of: routes[index].route.id, trouble: trouble, staleBefore: staleBefore)
        }
        return routes
    }

    private func rate(of route: String, trouble: String?, staleBefore: Moment) -> Measured<TrafficRate> {
        guard let rates, let countedAt else {
            if let trouble { return .unknown(reason: trouble) }
            return .unknown(reason: reading == nil ? "the node's counters were not read" : reason)
        }
        // A route that nobody called has no counter: it stands at 0 at both readings.
        let rate = rates[route] ?? .none
        return trouble != nil || countedAt < staleBefore ? .stale(rate, at: countedAt) : .value(rate, at: countedAt)
    }
}
