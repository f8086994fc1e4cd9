extension TrafficRollup {
    /// The traffic of services that routes name: as their instances count it, or where those tell nothing, as the routes do.
    public func byService() -> [ServiceKey: ServiceTraffic] {
        var result: [ServiceKey: ServiceTraffic] = [:]
        var counted: [ServiceKey: [RouteView]] = [:]
        for node in gateways {
            for view in node.routes ?? [] {
                guard let name = view.route.service else { continue }
                counted[ServiceKey(namespace: node.namespace, name: name), default: []].append(view)
            }
        }
        for (key, samples) in Dictionary(grouping: upstreams, by: \.instance.service) {
            let told = samples.compactMap(\.rate.freshWithTime)
            // Where no instance tells, the routes do, if they were counted.
            if told.isEmpty, Self.sum((counted[key] ?? []).map(\.rate)).last != nil { continue }
            var zones: [String: Measured<TrafficRate>] = [:]
            for (zone, own) in Dictionary(grouping: samples, by: { $0.zone ?? "" }) {
                zones[zone] = Self.sum(own.map(\.rate))
            }
            result[key] = ServiceTraffic(
                basis: .upstreams, rate: Self.sum(samples.map(\.rate)), zones: zones,
                coverage: Coverage(measured: told.count, all: samples.count))
        }
        for (key, views) in counted where result[key] == nil {
            var zones: [String: Measured<TrafficRate>] = [:]
            for (zone, own) in Dictionary(grouping: views.filter { $0.zone != nil }, by: { $0.zone ?? "" }) {
                zones[zone] = Self.sum(own.map(\.rate))
            }
            result[key] = ServiceTraffic(basis: .gateways, rate: Self.sum(views.map(\.rate)), zones: zones)
        }
        return result
    }

    /// What those that tell come to; stale where only stale ones do, unknown where none does.
    static func sum(_ rates: [Measured<TrafficRate>]) -> Measured<TrafficRate> {
        let fresh = rates.compactMap(\.freshWithTime)
        let told = fresh.isEmpty ? rates.compactMap(\.last) : fresh
        guard let at = told.map(\.1).min() else {
            return .unknown(reason: rates.lazy.compactMap(\.reason).first ?? "not measured")
        }
        let sum = TrafficRate.sum(told.map(\.0))
        return fresh.isEmpty ? .stale(sum, at: at) : .value(sum, at: at)
    }
}
