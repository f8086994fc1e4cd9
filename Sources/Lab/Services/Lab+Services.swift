import Serving
import Synchronization

extension Lab {
    /// Answers a request that came to an instance's address, or to a zone's balancer.
    func answerService(_ request: ServerRequest) -> ServerAnswer {
        guard let address = request.localAddress else { return .drop }
        let found: (index: Int, fault: NodeFault?)? = world.withLock { world in
            if let (zone, service) = LabPlan.balancer(at: address) {
                guard world.faults.zones[zone] == nil else { return (-1, world.faults.zones[zone]?.node) }
                guard let index = world.chooseMember(service, zone) else { return nil }
                return (index, world.fault(of: index))
            }
            guard let index = world.population.index(at: address) else { return nil }
            return (index, world.fault(of: index))
        }
        guard let found else {
            // A balancer without anybody behind it says so; an address that nobody has refuses.
            guard LabPlan.balancer(at: address) != nil else { return .drop }
            return .respond(SpringAnswer.failure(503, request, now: clock.now()))
        }
        return FaultyServer.answer(found.fault, request) { [weak self] request in
            self?.answerInstance(found.index, request) ?? .drop
        }
    }

    private func answerInstance(_ index: Int, _ request: ServerRequest) -> ServerAnswer {
        let now = clock.monotonic()
        return world.withLock { world in
            guard world.population.instances.indices.contains(index) else { return .drop }
            let instance = world.population.instances[index]
            guard request.segments.first == "actuator" else {
                return .respond(world.call(index, request, now: clock.now()))
            }
            world.population.instances[index].watched.add(seconds: 0.002)
            switch request.segments.dropFirst() {
            case ["health"], ["health", "liveness"], ["health", "readiness"]:
                let up = instance.status == .up
                return .respond(
                    SpringAnswer.actuator(up ? #"{"status":"UP"}"# : #"{"status":"DOWN"}"#, status: up ? 200 : 503))
            case ["info"]: return .respond(SpringAnswer.actuator("{}"))
            case ["prometheus"]:
                let passed = Double(now - world.traffic.paced) / 1000
                let uptime = Double(clock.now() - instance.lastDirty) / 1000
                return .respond(
                    ServerResponse(
                        text: InstanceMetrics.text(instance, passed: passed, uptime: uptime),
                        type: PrometheusText.type))
            default: return .respond(SpringAnswer.failure(404, request, now: clock.now()))
            }
        }
    }
}

extension Lab.World {
    func fault(of index: Int) -> NodeFault? {
        let instance = population.instances[index]
        guard instance.status != .starting else { return .refusing }
        return faults.fault(of: instance.info.ipAddr, zone: instance.zone)
    }

    /// One of those that the zone's balancer knows, by chance.
    mutating func chooseMember(_ service: Int, _ zone: Int) -> Int? {
        let members = traffic.members(service, from: zone, within: zone).filter { member in
            population.instances[member.index].serial == member.serial && population.instances[member.index].isRunning
        }
        guard !members.isEmpty else { return nil }
        return members[traffic.random.pick(0...(members.count - 1))].index
    }

    /// A request of the service itself: who it is, unless it fails as the faults want.
    mutating func call(_ index: Int, _ request: ServerRequest, now: Int64) -> ServerResponse {
        let instance = population.instances[index]
        let share = faults.errorShare(instance.service, instance.zone)
        if share > 0, Double(traffic.random.pick(0...9_999)) < share * 10_000 {
            population.instances[index].failed.add(seconds: ShopService.all[instance.service].seconds)
            return SpringAnswer.failure(500, request, now: now)
        }
        population.instances[index].called.add(seconds: 0.001)
        let identity: [String: JSONText] = [
            "service": .string(ShopService.name(instance.service)),
            "instance": .string("\(instance.info.ipAddr):\(instance.info.port.number)"),
            "zone": .string(LabZone.all[instance.zone].name), "pid": .number("\(1000 + instance.serial)"),
            "path": .string(request.path),
        ]
        return SpringAnswer.json(JSONText.object(identity).bytes)
    }
}
