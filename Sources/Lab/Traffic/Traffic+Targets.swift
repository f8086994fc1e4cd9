extension Traffic {
    /// What a route's URI names.
    static func target(of uri: String, from zone: Int, _ population: Population) -> Target {
        if uri.hasPrefix("lb://") {
            let name = uri.dropFirst(5).prefix { $0 != "/" && $0 != ":" }
            return ShopService.place(of: String(name)).map { .service($0, viewedFrom: zone) } ?? .nowhere
        }
        guard uri.hasPrefix("http://") else { return .nowhere }
        let place = uri.dropFirst(7).prefix { $0 != "/" }.split(separator: ":")
        guard place.count == 2, Int64(place[1]) == population.servicePort else { return .nowhere }
        if let (zone, service) = LabPlan.balancer(at: String(place[0])) {
            return .balancer(zone: zone, service: service)
        }
        return .instance(String(place[0]))
    }

    /// In which zones the requests to a target are answered, in shares.
    func zones(of target: Target) -> [(zone: Int, share: Double)] {
        switch target {
        case .balancer(let zone, _): return [(zone, 1)]
        case .service(let service, let zone):
            let members = views.views[zone][service]
            var counts = Array(repeating: 0, count: LabZone.all.count)
            for member in members { counts[member.zone] += 1 }
            return counts.enumerated().filter { $0.element > 0 }
                .map { ($0.offset, Double($0.element) / Double(members.count)) }
        case .instance, .nowhere: return []
        }
    }

    /// The instances that a client in that zone may call.
    func members(_ service: Int, from zone: Int, within wanted: Int? = nil) -> [ClientViews.Member] {
        views.views[zone][service].filter { wanted == nil || $0.zone == wanted }
    }

    /// How much of the usual demand there is just now: it goes up and down by some percent over minutes, each service in its own time.
    func factor(_ service: Int, _ now: Int64) -> Double {
        guard wavers else { return 1 }
        let period: Int64 = 90_000 + Int64(service) * 17_000
        let place = Double(now % period) / Double(period)
        let quick = Double((now / 1000 &* 7919 &+ Int64(service) &* 104_729) % 41) / 41
        return 0.93 + 0.1 * abs(2 * place - 1) + 0.04 * quick
    }
}
