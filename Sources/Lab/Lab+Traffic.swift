import Serving
import Synchronization

extension Lab {
    /// The gateways' servers: as many as there are instances for, on addresses of their zones.
    static func fleet(_ options: LabOptions) throws(LabError) -> [(zone: Int, server: FaultyServer)] {
        guard options.traffic else { return [] }
        var fleet: [(zone: Int, server: FaultyServer)] = []
        for zone in LabPlan.gatewayZones(options.instances / 5) {
            let number = 250 + fleet.filter { $0.zone == zone }.count
            let address = "127.\(LabZone.all[zone].number).0.\(number)"
            // One port for all, as in a fleet, where it is free at their addresses too: the first finds it.
            let ports = Ports.range(options.port(after: 1), Ports.gateways, from: fleet.first?.server.port)
            let server = try Ports.first(ports, "the gateway at \(address)") {
                port throws(ServingError) in try FaultyServer(address: address, port: port)
            }
            fleet.append((zone, server))
        }
        return fleet
    }

    /// Clients know the registry from the first moment on, and counters move.
    func beginTraffic() {
        world.withLock { world in
            for server in servers { world.traffic.views.publish(server, world.population) }
            for zone in LabZone.all.indices { world.traffic.views.fetch(zone: zone, from: home(of: zone)?.index) }
            world.traffic.pace(clock.monotonic(), &world.population, gateways, world.faults)
        }
    }

    /// What is due between two moments: caches are renewed, clients ask, and the pace of the counters follows.
    func moveTraffic(from last: Int64, to current: Int64, _ world: inout World) {
        func isDue(_ period: Int64, _ offset: Int64) -> Bool {
            (current + offset) / period > (last + offset) / period
        }
        for server in servers where isDue(max(options.clocks.cacheUpdate, 1), Int64(server.index) * 1_500) {
            world.traffic.views.publish(server, world.population)
        }
        // Clients of one zone ask at the same time, those of others at another.
        for zone in LabZone.all.indices where isDue(options.clocks.clientFetch, Int64(zone) * 5_300) {
            world.traffic.views.fetch(zone: zone, from: home(of: zone)?.index)
            for gateway in gateways where gateway.zone == zone && gateway.takesLoad { gateway.heartbeat(current) }
        }
        if isDue(1000, 0) { world.traffic.pace(current, &world.population, gateways, world.faults) }
    }

    /// The gateways, in the order of their zones.
    public var gatewayDescription: [Server] {
        gateways.map { Server(url: $0.server.url, zone: LabZone.all[$0.zone], port: $0.server.port) }
    }

    /// The Redis servers, the master first; `url` is `ADDRESS:PORT`.
    public var redisDescription: [Server] {
        (redis?.state.withLock { $0.tree.nodes } ?? []).map { node in
            Server(url: "\(node.address):\(node.port)", zone: LabZone.all[node.zone], port: node.port)
        }
    }

    /// The port that all instances have, each on an address of its own; 0 where they do not answer.
    public var servicePort: UInt16 { servicesPort }
}
