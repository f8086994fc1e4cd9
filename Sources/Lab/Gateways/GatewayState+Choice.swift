extension GatewayState {
    /// A route with the share of a path's requests that it takes.
    struct Share: Sendable {
        let route: GatewayRoute
        let share: Double
    }

    /// Which routes take the requests of a path, and how many each: what is left over is answered 404.
    ///
    /// A group chooses one id for each request before any route is looked at. Where an id is there twice, the later one decides the
    /// weight and the first one takes the request. A group whose weights are all 0 chooses nothing.
    func shares(of path: String) -> [Share] {
        let segments = path.split(separator: "/")
        let weights = weights()
        var left = 1.0
        /// What was left where a group was first met, by group.
        var groups: [String: Double] = [:]
        var taken: Set<String> = []
        var shares: [Share] = []
        for route in routes where left > 0 && route.takes(segments) {
            guard let group = route.group else {
                shares.append(Share(route: route, share: left))
                return shares
            }
            guard taken.insert(route.id).inserted, let all = weights[group] else { continue }
            let sum = all.values.reduce(0, +)
            guard sum > 0, let weight = all[route.id], weight > 0 else { continue }
            let share = min(left, (groups[group] ?? left) * Double(weight) / Double(sum))
            groups[group] = groups[group] ?? left
            left -= share
            shares.append(Share(route: route, share: share))
        }
        return shares
    }

    /// The weight of each id by group, as the last of its rules says.
    private func weights() -> [String: [String: Int]] {
        var weights: [String: [String: Int]] = [:]
        for route in routes {
            if let group = route.group { weights[group, default: [:]][route.id] = route.weight }
        }
        return weights
    }
}
