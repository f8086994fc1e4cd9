import Synchronization

extension Lab {
    func setNode(_ name: String, _ fault: NodeFault?) throws(LabError) -> String {
        let node = try named(name)
        note { book in
            switch node {
            case .eureka(let index): book.eurekas[index] = fault
            case .gateway(let index): book.gateways[index] = fault
            case .redis(let index): book.redis[index] = fault
            case .instance(_, _, let address): book.instances[address] = fault
            }
        }
        return "\(text(node)) \(Self.text(fault))"
    }

    static func text(_ fault: NodeFault?) -> String {
        switch fault {
        case nil: "is well"
        case .refusing: "refuses connections"
        case .hanging: "accepts connections and does not answer"
        case .slow(let milliseconds): "answers \(milliseconds) ms late"
        case .wrong: "answers with a proxy's page"
        }
    }

    func killNode(_ name: String) throws(LabError) -> String {
        guard case .instance(_, let id, _) = try named(name) else {
            throw LabError(
                code: .fault, message: "\(name): only instances can be killed; `node \(name) refuse` ends a server")
        }
        kill(id: id)
        return "the instance \(id) has ended and told nobody"
    }

    /// One instance of a service goes down and up from now on; or stays up.
    func flap(_ service: Int, _ on: Bool) throws(LabError) -> String {
        let name = ShopService.name(service)
        guard on else {
            if let flap = world.withLock({ $0.faults.flapping.removeValue(forKey: service) }) {
                report(id: flap.id, up: true)
            }
            return "no instance of \(name) flaps"
        }
        let now = clock.monotonic()
        let id: String? = world.withLock { world in
            guard let index = world.population.running(service).first else { return nil }
            let id = world.population.instances[index].info.id
            world.faults.flapping[service] = FaultBook.Flap(id: id, down: false, next: now)
            return id
        }
        guard let id else { throw LabError(code: .fault, message: "no instance of \(name) runs") }
        return "the instance \(id) goes down and up"
    }

    /// Instances that flap change when it is time.
    func moveFlaps(_ now: Int64, _ world: inout World) {
        for (service, flap) in world.faults.flapping where flap.next <= now {
            let next = FaultBook.Flap(id: flap.id, down: !flap.down, next: now + 12_000)
            world.faults.flapping[service] = next
            guard let index = world.population.index(of: flap.id) else { continue }
            world.population.set(index, next.down ? .down : .up, now: clock.origin + now)
            let instance = world.population.instances[index]
            home(of: instance.zone)?.register(instance.registration, replicated: false, now: clock.origin + now)
        }
    }

    /// So many of a service's instances say DOWN from now on; those that did so before are up again first.
    func setDown(_ service: Int, _ zone: Int?, _ share: Double) -> String {
        let (healed, fallen): (Set<String>, [String]) = world.withLock { world in
            let healed = world.faults.down[service]?[zone] ?? []
            let running = world.population.running(service).map { world.population.instances[$0] }
                .filter { (zone == nil || $0.zone == zone) && ($0.status == .up || healed.contains($0.info.id)) }
            let count = Int((Double(running.count) * share).rounded(.up))
            let fallen = running.prefix(count).map(\.info.id)
            world.faults.down[service, default: [:]][zone] = fallen.isEmpty ? nil : Set(fallen)
            return (healed, fallen)
        }
        for id in healed.subtracting(fallen).sorted() { report(id: id, up: true) }
        for id in fallen { report(id: id, up: false) }
        return "\(fallen.count) instances of \(Self.text(service, zone)) say DOWN"
    }
}
