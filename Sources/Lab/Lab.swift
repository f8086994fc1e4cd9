import Serving
import Synchronization

/// A simulated estate on loopback: Eureka servers that replicate to each other, a shop's services that are registered there, gateways in
/// front of them, a Redis master with its replicas, and the load on it all.
///
/// It speaks the wire protocols with encoders of its own, so that a mistake of the console's decoders is not mirrored here.
public final class Lab: Sendable {
    /// One server, as it can be reached.
    public struct Server: Sendable, Equatable {
        /// `http://127.0.0.1:PORT/eureka`, as the estate file names it.
        public let url: String
        /// The zone that it stands in.
        public let zone: LabZone
        /// Its port.
        public let port: UInt16
    }

    struct World: Sendable {
        var population: Population
        var happenings: Happenings
        /// How far the simulation has come, in steps.
        var step: Int64 = 0
        /// Ways between two servers that are broken.
        var broken: Set<[Int]> = []
        var evicted: [String] = []
        var traffic: Traffic
        var faults = FaultBook()
    }

    let options: LabOptions
    let clock: LabClock
    let servers: [EurekaServer]
    let gateways: [SimulatedGateway]
    let redis: RedisEstate?
    private let services: ServicePort?
    let world: Mutex<World>
    private let ticking = Mutex<Task<Void, Never>?>(nil)

    /// Starts the servers, with all instances registered since long ago. Nothing moves until ``advance()`` or ``run()`` is called.
    ///
    /// - Throws: ``LabError`` where the options cannot be met, or a port is taken.
    public init(_ options: LabOptions, clock: LabClock = .system()) throws(LabError) {
        try options.check()
        let now = clock.now()
        let fleet = try Self.fleet(options)
        services = options.traffic ? try ServicePort(port: options.port(after: 0)) : nil
        redis = options.traffic ? try RedisEstate(options: options, clock: clock) : nil
        let plan = LabPlan(
            servicePort: services?.server.port ?? 8080,
            gateways: fleet.map { LabPlan.Gateway(zone: $0.zone, address: $0.server.address, port: $0.server.port) })
        let population = Population(options: options, plan: plan, now: now)
        let definitions = plan.definitions { service in
            Set(population.running(service).map { population.instances[$0].zone }).sorted()
        }
        gateways = fleet.map {
            SimulatedGateway(zone: $0.zone, clock: clock, server: $0.server, definitions: definitions)
        }
        self.options = options
        self.clock = clock
        let zones = LabZone.forServers(options.servers)
        servers = zones.enumerated().map { index, zone in
            EurekaServer(
                index: index, zone: zone, of: zones.count, options: options, clock: clock,
                started: now - 7 * 86_400_000 - Int64(index) * 61_000)
        }
        world = Mutex(
            World(
                population: population, happenings: Happenings(options: options, population: population),
                traffic: Traffic(options: options, population: population)))
        for server in servers {
            server.registry.withLock { $0.seed(population, now: now) }
        }
        for server in servers {
            let port = options.basePort.map { $0 + UInt16(server.index) } ?? 0
            do throws(LabError) {
                try server.listen(address: options.address, port: port)
            } catch {
                stop()
                throw error
            }
        }
        let urls = servers.map { "\($0.url)/" }
        for server in servers {
            server.peers = urls.filter { $0 != "\(server.url)/" }
        }
        guard let services else { return }
        beginTraffic()
        services.handle { [weak self] in self?.answerService($0) ?? .drop }
    }

    deinit {
        stop()
    }

    /// The servers, in the order of their zones.
    public var description: [Server] {
        servers.map { Server(url: $0.url, zone: $0.zone, port: $0.port) }
    }

    var servicesPort: UInt16 { services?.server.port ?? 0 }

    /// What happened by itself so far, in words, with the second in which it did.
    public var happened: [String] {
        world.withLock { $0.happenings.told }
    }

    /// What happened since so much had happened, which is brought up to date.
    func happened(after count: inout Int) -> [String] {
        world.withLock { world in
            let happenings = world.happenings
            defer { count = happenings.count }
            return happenings.told.suffix(happenings.count - count)
        }
    }

    /// The ids of all running instances, in order.
    public var instanceIDs: [String] {
        world.withLock { world in
            ShopService.all.indices.flatMap { world.population.running($0) }.map {
                world.population.instances[$0].info.id
            }
        }
    }

    /// Lets time pass by itself from now on, until it is stopped.
    public func run() {
        let pause = Duration.milliseconds(options.clocks.step)
        let task = Task { [weak self] in
            while !Task.isCancelled, let lab = self {
                lab.advance()
                do { try await Task.sleep(for: pause, tolerance: pause / 5) } catch { return }
            }
        }
        ticking.withLock { old in
            old?.cancel()
            old = task
        }
    }

    /// Ends the servers and the passing of time.
    public func stop() {
        ticking.withLock { $0 }?.cancel()
        services?.server.stop()
        redis?.stop()
        for gateway in gateways { gateway.server.stop() }
        for server in servers { server.stop() }
    }
}
