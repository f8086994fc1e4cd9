/// The load of the simulated shop: requests from outside through the gateways, and the calls of services to each other.
struct Traffic: Sendable {
    /// What a gateway sends a share of its requests to.
    enum Target: Hashable, Sendable {
        /// Any instance of a service, as the clients of a zone know them.
        case service(Int, viewedFrom: Int)
        /// The instances of a service in a zone, behind that zone's balancer.
        case balancer(zone: Int, service: Int)
        /// One instance.
        case instance(String)
        /// Nothing that this estate has.
        case nowhere
    }

    var views: ClientViews
    /// Requests a second from outside, by service, in an hour like any other.
    private let demand: [Double]
    /// Whether the demand goes up and down a little.
    let wavers: Bool
    /// When the pace of all counters was set last, in milliseconds of the monotonic clock.
    private(set) var paced: Int64 = 0
    var random: LabRandom

    /// How many requests come to an instance in a second, in an hour like any other.
    static let perInstance = 8.0
    /// How many requests of a service make one call of `security`.
    private static let callsInside = 0.3

    init(options: LabOptions, population: Population) {
        views = ClientViews(servers: options.servers)
        wavers = !options.quiet
        random = LabRandom(seed: options.seed ^ 0x7AFF1C)
        demand = ShopService.all.indices.map { service in
            guard ShopService.all[service].entry != .inside else { return 0 }
            return Self.perInstance * Double(population.running(service).count)
        }
    }

    /// Counts what came since the last time, and sets the pace of all counters from now on.
    mutating func pace(
        _ now: Int64, _ population: inout Population, _ gateways: [SimulatedGateway], _ faults: FaultBook
    ) {
        let passed = Double(now - paced) / 1000
        for index in population.instances.indices where population.instances[index].isRunning {
            population.instances[index].served.settle(passed)
            population.instances[index].failed.settle(passed)
        }
        paced = now
        var loads: [Target: Double] = [:]
        var sent: [(gateway: Int, route: GatewayRoute, target: Target, rate: Double)] = []
        let open = gateways.indices.filter { gateways[$0].takesLoad }
        let factors = ShopService.all.indices.map { factor($0, now) }
        for gateway in open {
            for service in ShopService.all.indices where demand[service] > 0 {
                let rate = demand[service] * factors[service] / Double(open.count)
                let shares = gateways[gateway].shares(of: "/\(ShopService.all[service].name)/1", now)
                for share in shares {
                    let target = Self.target(of: share.route.uri, from: gateways[gateway].zone, population)
                    loads[target, default: 0] += rate * share.share
                    sent.append((gateway, share.route, target, rate * share.share))
                }
            }
        }
        let served = serve(loads, &population, faults)
        for (index, gateway) in gateways.enumerated() {
            gateway.pace(
                now,
                sent.filter { $0.gateway == index }.map { flow in
                    (flow.route, flow.rate / max(loads[flow.target] ?? 0, .leastNonzeroMagnitude), served[flow.target])
                })
        }
    }

    /// Serves what comes from outside, and then the calls that it causes inside, which stay in their zone where they can.
    private func serve(_ loads: [Target: Double], _ population: inout Population, _ faults: FaultBook) -> [Target:
        ServedLoad]
    {
        var served: [Target: ServedLoad] = [:]
        var inside = Array(repeating: 0.0, count: LabZone.all.count)
        // In a fixed order: sums of fractions depend on it, and the same seed makes the same estate.
        for (target, rate) in loads.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            let load = serve(target, rate, &population, faults)
            served[target] = load
            for (zone, share) in zones(of: target) { inside[zone] += load.answered * share * Self.callsInside }
        }
        guard let security = ShopService.place(of: "security") else { return served }
        for (zone, rate) in inside.enumerated() where rate > 0 {
            let all = views.views[zone][security]
            let near = all.filter { $0.zone == zone }
            _ = population.serve(near.isEmpty ? all : near, service: security, rate: rate, faults: faults)
        }
        return served
    }

    private func serve(_ target: Target, _ rate: Double, _ population: inout Population, _ faults: FaultBook)
        -> ServedLoad
    {
        switch target {
        case .service(let service, let zone):
            return population.serve(views.views[zone][service], service: service, rate: rate, faults: faults)
        case .balancer(let zone, let service):
            guard faults.zones[zone] == nil else { return ServedLoad(timedOut: rate) }
            let members = views.views[zone][service].lazy.filter { $0.zone == zone }
            return population.serve(members, service: service, rate: rate, faults: faults)
        case .instance(let address):
            guard let index = population.index(at: address) else { return ServedLoad(failed: rate) }
            let instance = population.instances[index]
            guard instance.service != ShopService.gateway else { return ServedLoad(failed: rate) }
            let member = ClientViews.Member(index: index, serial: instance.serial, zone: instance.zone)
            return population.serve([member], service: instance.service, rate: rate, faults: faults)
        case .nowhere: return ServedLoad(failed: rate)
        }
    }
}
