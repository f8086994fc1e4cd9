extension Happenings {
    mutating func flap(
        _ id: String, _ down: Bool, _ now: Int64, _ population: inout Population, _ wall: Int64
    ) -> [ClientAction] {
        guard let index = population.index(of: id) else {
            // It was replaced, or died: another one takes to it.
            let others = population.running(random.pick(0...(ShopService.all.count - 1)))
            let next = others.first.map { population.instances[$0].info.id } ?? id
            schedule(Happening(at: now + 60_000, kind: .flap(id: next, down: true)))
            return []
        }
        population.set(index, down ? .down : .up, now: wall)
        tell("\(id) is \(down ? "down" : "up again")", now)
        let pause = Int64(down ? random.pick(20_000...40_000) : random.pick(40_000...90_000))
        schedule(Happening(at: now + pause, kind: .flap(id: id, down: !down)))
        return [.register(population.instances[index].registration, zone: population.instances[index].zone)]
    }

    mutating func deploy(_ now: Int64, _ population: inout Population) {
        let service = takeNextService()
        population.builds[service] += 1
        tell("deploy of \(ShopService.all[service].name), build \(population.builds[service])", now)
        let old = population.running(service).map { population.instances[$0].info.id }
        schedule(Happening(at: now, kind: .replace(service: service, old: old, at: 0)))
    }

    /// A tenth at a time, at least one. What is drained is left alone: whoever works there does not want it replaced.
    mutating func replace(
        _ service: Int, _ old: [String], _ at: Int, _ now: Int64, _ population: inout Population, _ wall: Int64,
        _ drained: (String) -> Bool
    ) -> [ClientAction] {
        let size = max(1, old.count / 10)
        let batch = old[at...].prefix(size).filter { !drained($0) && population.index(of: $0) != nil }
        let zones = batch.compactMap { population.index(of: $0) }.map { population.instances[$0].zone }
        let next = at + size
        if next < old.count {
            schedule(Happening(at: now + 12_000, kind: .replace(service: service, old: old, at: next)))
        } else {
            schedule(Happening(at: now + Int64(random.pick(180_000...360_000)), kind: .deploy))
        }
        guard !batch.isEmpty else { return [] }
        schedule(Happening(at: now + 11_000, kind: .retire(ids: Array(batch))))
        return zones.map { .register(boot(service, $0, now, &population, wall), zone: $0) }
    }

    /// Deregistered first, ended once no client can call it any more: nobody notices.
    mutating func retire(_ ids: [String], _ now: Int64, _ population: inout Population, _ drained: (String) -> Bool)
        -> [ClientAction]
    {
        ids.filter { !drained($0) }.compactMap { population.index(of: $0) }.map { index in
            let leaving = population.instances[index]
            population.retire(index)
            schedule(
                Happening(at: now + Self.clientsKnowAfter, kind: .end(place: index, serial: leaving.serial)))
            return .cancel(leaving.info, zone: leaving.zone)
        }
    }

    /// A server's cache, a client's fetch and its load balancer's cache, on default clocks.
    private static let clientsKnowAfter: Int64 = 95_000

    /// A new instance, which is ready some seconds later.
    mutating func boot(
        _ service: Int, _ zone: Int, _ now: Int64, _ population: inout Population, _ wall: Int64
    ) -> Registration {
        let index = population.add(service: service, zone: zone, status: .starting, lastDirty: wall)
        let registration = population.instances[index].registration
        schedule(Happening(at: now + 8_000, kind: .ready(ids: [registration.info.id])))
        return registration
    }

    mutating func die(_ now: Int64, _ population: inout Population) {
        let victims = population.running(random.pick(0...(ShopService.all.count - 1)))
        schedule(Happening(at: now + Int64(random.pick(600_000...900_000)), kind: .death))
        guard !victims.isEmpty else { return }
        let victim = population.instances[victims[random.pick(0...(victims.count - 1))]]
        _ = population.index(of: victim.info.id).map { population.remove($0) }
        tell("\(victim.info.id) has died", now)
        schedule(Happening(at: now + 300_000, kind: .rebirth(service: victim.service, zone: victim.zone)))
    }
}
