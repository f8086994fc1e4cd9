/// All simulated instances, and when each renews.
///
/// There is no timer an instance: renewals are spread over a wheel, one of whose spokes is due each step.
struct Population: Sendable {
    var instances: [SimulatedInstance] = []
    /// The instances due at each step of one renewal period.
    private(set) var wheel: [[Int]]
    private var vacant: [Int] = []
    private var nextAddress: [Int]
    private var places: [String: Int] = [:]
    private var addresses: [String: Int] = [:]
    private var serials = 0
    let servicePort: Int64
    /// The build that each service runs; a deploy raises it.
    var builds: [Int]
    var random: LabRandom
    let clocks: EurekaClocks

    init(options: LabOptions, plan: LabPlan, now: Int64) {
        clocks = options.clocks
        random = LabRandom(seed: options.seed)
        wheel = Array(repeating: [], count: max(1, Int(clocks.renewal / clocks.step)))
        nextAddress = Array(repeating: 0, count: LabZone.all.count)
        servicePort = Int64(plan.servicePort)
        builds = ShopService.all.map { _ in 0 } + [1]
        for service in ShopService.all.indices { builds[service] = random.pick(10...90) }
        let zones = LabZone.all.count
        let everywhere = ShopService.all.count * zones
        for index in 0..<max(0, options.instances - plan.gateways.count) {
            let zone = index % zones
            // Each service stands in each zone first, as far as the instances reach.
            let service =
                index < everywhere
                ? index / zones : ShopService.at(random.pick(0...(ShopService.totalWeight - 1)))
            // They have been there for up to a week.
            let since = now - Int64(random.pick(3_600_000...604_800_000))
            _ = add(service: service, zone: zone, status: .up, lastDirty: since)
        }
        for gateway in plan.gateways {
            let info = makeInfo(
                service: ShopService.gateway, zone: gateway.zone, address: gateway.address, port: Int64(gateway.port))
            _ = add(info, service: ShopService.gateway, zone: gateway.zone, status: .up, lastDirty: now - 86_400_000)
        }
    }

    /// A new instance at a new address; tells which.
    mutating func add(service: Int, zone: Int, status: InstanceStatus, lastDirty: Int64) -> Int {
        let info = makeInfo(service: service, zone: zone, address: newAddress(zone), port: servicePort)
        return add(info, service: service, zone: zone, status: status, lastDirty: lastDirty)
    }

    private mutating func add(_ info: InstanceInfo, service: Int, zone: Int, status: InstanceStatus, lastDirty: Int64)
        -> Int
    {
        serials += 1
        let instance = SimulatedInstance(
            info: info, service: service, zone: zone, status: status, lastDirty: lastDirty,
            spoke: random.pick(0...(wheel.count - 1)), serial: serials)
        let index = vacant.popLast() ?? instances.count
        if index == instances.count { instances.append(instance) } else { instances[index] = instance }
        wheel[instance.spoke].append(index)
        places[instance.info.id] = index
        addresses[instance.info.ipAddr] = index
        return index
    }

    /// Forgets an instance that runs no more; its place is used again.
    mutating func remove(_ index: Int) {
        retire(index)
        end(index, serial: instances[index].serial)
    }

    /// An instance renews no more and is none of its service's; it answers on until it ends.
    mutating func retire(_ index: Int) {
        let instance = instances[index]
        wheel[instance.spoke].removeAll { $0 == index }
        places[instance.info.id] = nil
    }

    /// An instance that was retired answers no more; its place is used again.
    mutating func end(_ index: Int, serial: Int) {
        guard instances[index].serial == serial, instances[index].isRunning else { return }
        addresses[instances[index].info.ipAddr] = nil
        instances[index].isRunning = false
        vacant.append(index)
    }

    /// The running instance of that id.
    func index(of id: String) -> Int? {
        places[id]
    }

    /// The running instance at that address.
    func index(at address: String) -> Int? {
        addresses[address]
    }

    /// The running instances of a service.
    func running(_ service: Int) -> [Int] {
        places.values.filter { instances[$0].service == service }.sorted()
    }

    /// Changes what an instance says of itself.
    mutating func set(_ index: Int, _ status: InstanceStatus, now: Int64) {
        instances[index].status = status
        instances[index].lastDirty = now
    }

    /// A client that is told to register does so with a new time.
    mutating func touch(_ index: Int, now: Int64) -> Registration {
        instances[index].lastDirty = now
        return instances[index].registration
    }

    /// Addresses are never used twice, and leave gaps as real ones do.
    private mutating func newAddress(_ zone: Int) -> String {
        nextAddress[zone] += random.pick(1...2)
        let number = nextAddress[zone] % (256 * 240)
        return "127.\(LabZone.all[zone].number).\(number / 240).\(10 + number % 240)"
    }

    private func makeInfo(service: Int, zone: Int, address: String, port: Int64) -> InstanceInfo {
        let name = ShopService.name(service)
        let metadata = [
            InstanceInfo.Metadatum(key: "zone", value: LabZone.all[zone].name),
            InstanceInfo.Metadatum(key: "management.port", value: "\(port)"),
            InstanceInfo.Metadatum(key: "version", value: "3.2.\(builds[service])"),
        ]
        return InstanceInfo(
            id: "\(address):\(name):\(port)", hostName: address, app: name.uppercased(), ipAddr: address,
            port: InstanceInfo.Port(number: port, enabled: true), metadata: metadata, vipAddress: name,
            secureVipAddress: name, renewalSeconds: clocks.renewal / 1000, durationSeconds: clocks.leaseDuration / 1000)
    }
}
