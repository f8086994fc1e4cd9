import Synchronization

extension Lab {
    /// What a name in a fault stands for.
    enum Named: Sendable {
        case eureka(Int)
        case gateway(Int)
        case redis(Int)
        /// An instance of a service, by its place in the population.
        case instance(Int, id: String, address: String)
    }

    /// Looks a name up: an address as it is printed, a URL, or a kind with a number from 1 on.
    func named(_ name: String) throws(LabError) -> Named {
        let place = Self.place(of: name)
        if let server = servers.first(where: { Self.place(of: $0.url) == place }) { return .eureka(server.index) }
        if let index = gateways.firstIndex(where: { $0.place == place || $0.server.address == place }) {
            return .gateway(index)
        }
        let nodes = redis?.state.withLock { $0.tree.nodes } ?? []
        if let index = nodes.firstIndex(where: { "\($0.address):\($0.port)" == place || $0.address == place }) {
            return .redis(index)
        }
        if let numbered = numbered(name, nodes.count) { return numbered }
        let host = place.split(separator: ":").first.map(String.init) ?? place
        let found: Named? = world.withLock { world in
            world.population.index(at: host).map {
                .instance($0, id: world.population.instances[$0].info.id, address: host)
            }
        }
        if let found { return found }
        throw LabError(
            code: .fault,
            message:
                "\(name): nothing has that name; write an address as it is printed, or a kind and a number (eureka:1, gateway:2, "
                + "redis:3, payment:1)")
    }

    private func numbered(_ name: String, _ redisCount: Int) -> Named? {
        let parts = name.split(separator: ":")
        guard parts.count == 2, let number = Int(parts[1]), number > 0 else { return nil }
        switch parts[0] {
        case "eureka": return number <= servers.count ? .eureka(number - 1) : nil
        case "gateway": return number <= gateways.count ? .gateway(number - 1) : nil
        case "redis": return number <= redisCount ? .redis(number - 1) : nil
        default:
            guard let service = ShopService.place(of: String(parts[0])) else { return nil }
            return world.withLock { world in
                let running = world.population.running(service)
                guard number <= running.count else { return nil }
                let info = world.population.instances[running[number - 1]].info
                return .instance(running[number - 1], id: info.id, address: info.ipAddr)
            }
        }
    }

    func gateway(named name: String) throws(LabError) -> SimulatedGateway {
        guard case .gateway(let index) = try named(name) else {
            throw LabError(
                code: .fault,
                message: "\(name): is no gateway; there are \(gateways.map(\.place).joined(separator: ", "))")
        }
        return gateways[index]
    }

    /// `127.0.0.1:8761` of a URL, an address as it is.
    private static func place(of name: String) -> String {
        guard name.hasPrefix("http://") else { return name }
        return String(name.dropFirst(7).prefix { $0 != "/" })
    }

    func text(_ named: Named) -> String {
        switch named {
        case .eureka(let index): "the Eureka server \(servers[index].url)"
        case .gateway(let index): "the gateway \(gateways[index].place)"
        case .redis(let index): "the Redis server \(redisDescription[index].url)"
        case .instance(_, let id, _): "the instance \(id)"
        }
    }
}
