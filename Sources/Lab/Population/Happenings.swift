/// What happens next, and what it does.
///
/// Its random numbers are its own, so that the order of events depends on the seed and not on what operators do meanwhile.
struct Happenings: Sendable {
    private var queue: [Happening] = []
    var random: LabRandom
    private var nextService = 0
    /// What happened, in words, newest last; as much as people look at.
    private(set) var told: [String] = []
    /// How much was told in all.
    private(set) var count = 0

    init(options: LabOptions, population: Population) {
        random = LabRandom(seed: options.seed ^ 0x5EED)
        nextService = random.pick(0...(ShopService.all.count - 1))
        let flapping = random.pick(0...(ShopService.all.count - 1))
        // What a scenario is about is not deployed anew in the middle of it.
        if options.scenario != nil, let payment = ShopService.place(of: "payment") {
            nextService = (payment + 1) % ShopService.all.count
        }
        guard !options.quiet else { return }
        if let first = population.running(flapping).first {
            schedule(Happening(at: 15_000, kind: .flap(id: population.instances[first].info.id, down: true)))
        }
        schedule(Happening(at: 40_000, kind: .deploy))
        schedule(Happening(at: 75_000, kind: .death))
    }

    /// What is due, taken out in order.
    mutating func due(_ now: Int64) -> [Happening] {
        let count = queue.firstIndex { $0.at > now } ?? queue.count
        defer { queue.removeFirst(count) }
        return Array(queue[..<count])
    }

    /// Carries one out: changes the population, schedules what follows, and tells what its clients do about it.
    ///
    /// - Parameter drained: whether an operator has set an override of the instance of that id.
    mutating func happen(
        _ happening: Happening, population: inout Population, wall: Int64, drained: (String) -> Bool
    ) -> [ClientAction] {
        let now = happening.at
        switch happening.kind {
        case .flap(let id, let down): return flap(id, down, now, &population, wall)
        case .deploy:
            deploy(now, &population)
            return []
        case .replace(let service, let old, let at):
            return replace(service, old, at, now, &population, wall, drained)
        case .retire(let ids): return retire(ids, now, &population, drained)
        case .end(let place, let serial):
            population.end(place, serial: serial)
            return []
        case .ready(let ids):
            return ids.compactMap { id in
                guard let index = population.index(of: id) else { return nil }
                population.set(index, .up, now: wall)
                return .register(population.instances[index].registration, zone: population.instances[index].zone)
            }
        case .death:
            die(now, &population)
            return []
        case .rebirth(let service, let zone):
            let registration = boot(service, zone, now, &population, wall)
            tell("\(registration.info.id) takes the place of the dead", now)
            return [.register(registration, zone: zone)]
        }
    }

    mutating func schedule(_ happening: Happening) {
        let place = queue.firstIndex { $0.at > happening.at } ?? queue.count
        queue.insert(happening, at: place)
    }

    mutating func tell(_ text: String, _ now: Int64) {
        told.append("\(now / 1000) s: \(text)")
        count += 1
        if told.count > 1000 { told.removeFirst(500) }
    }

    mutating func takeNextService() -> Int {
        defer { nextService = (nextService + 1) % ShopService.all.count }
        return nextService
    }
}

/// What a simulated client does.
enum ClientAction: Sendable {
    /// Registers, with what it now says of itself.
    case register(Registration, zone: Int)
    /// Deregisters and ends.
    case cancel(InstanceInfo, zone: Int)
}
