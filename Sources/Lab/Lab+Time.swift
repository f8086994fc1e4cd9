import Synchronization

extension Lab {
    /// Does everything that is due by now, step by step, so that an hour let pass at once is the hour it would have been.
    public func advance() {
        world.withLock { world in
            let now = clock.monotonic()
            let size = options.clocks.step
            let target = now / size
            // A machine that slept for hours catches up with the last ones only.
            world.step = max(world.step, target - 3 * 3_600_000 / size)
            while world.step < target {
                world.step += 1
                take(step: world.step, size: size, &world)
            }
        }
    }

    private func take(step: Int64, size: Int64, _ world: inout World) {
        let current = step * size
        let wall = clock.origin + current
        for happening in world.happenings.due(current) {
            let actions = world.happenings.happen(happening, population: &world.population, wall: wall) { id in
                servers.contains { $0.registry.withLock { $0.overrides[id] != nil } }
            }
            for action in actions { perform(action, wall, world.faults) }
        }
        moveFlaps(current, &world)
        renew(step, &world, wall)
        if current % options.clocks.replicationBatch == 0 { replicate(&world, wall) }
        for server in servers {
            // Servers that started at different times do nothing at the same moment.
            let offset = Int64(server.index) * 1_500 / size * size
            let evicted = server.pass(from: current - size + offset, to: current + offset, now: wall)
            world.evicted.append(contentsOf: evicted)
        }
        if options.traffic { moveTraffic(from: current - size, to: current, &world) }
    }

    /// Nothing reaches anybody from a zone that is dark or stands still.
    private func perform(_ action: ClientAction, _ wall: Int64, _ faults: FaultBook) {
        switch action {
        case .register(_, let zone), .cancel(_, let zone):
            guard faults.zones[zone] == nil else { return }
        }
        switch action {
        case .register(let registration, let zone):
            home(of: zone)?.register(registration, replicated: false, now: wall)
        case .cancel(let info, let zone):
            _ = home(of: zone)?.cancel(info.app, info.id, replicated: false, now: wall)
        }
    }

    /// The instances of this step's spoke renew at their servers; those that are told to register do so at once.
    private func renew(_ step: Int64, _ world: inout World, _ wall: Int64) {
        let due = world.population.wheel[Int(step % Int64(world.population.wheel.count))]
        guard !due.isEmpty else { return }
        let homes = LabZone.all.indices.map { home(of: $0)?.index }
        var beats = [[(instance: Int, info: InstanceInfo, lastDirty: Int64)]](repeating: [], count: servers.count)
        for index in due {
            let instance = world.population.instances[index]
            guard world.renews(instance, gateways) else { continue }
            if let home = homes[instance.zone] { beats[home].append((index, instance.info, instance.lastDirty)) }
        }
        for server in servers where !beats[server.index].isEmpty {
            for missing in server.renew(beats[server.index], now: wall) {
                server.register(world.population.touch(missing, now: wall), replicated: false, now: wall)
            }
        }
    }

    /// The server that the instances of a zone talk to: their zone's, or else their region's, or else any that is reachable.
    func home(of zone: Int) -> EurekaServer? {
        let zone = LabZone.all[zone]
        let reachable = servers.filter(\.isReachable)
        return reachable.first { $0.zone == zone } ?? reachable.first { $0.zone.region == zone.region }
            ?? reachable.first
    }

    private func replicate(_ world: inout World, _ wall: Int64) {
        for server in servers {
            for peer in servers where peer.index != server.index {
                let connected =
                    server.isReachable && peer.isReachable && !world.broken.contains([server.index, peer.index])
                server.replicate(to: peer, connected: connected, now: wall)
            }
        }
    }
}

extension Lab.World {
    /// Whether an instance renews: one that does not answer does not call anybody either.
    func renews(_ instance: SimulatedInstance, _ gateways: [SimulatedGateway]) -> Bool {
        if !faults.isEmpty, faults.fault(of: instance.info.ipAddr, zone: instance.zone)?.isSilent == true {
            return false
        }
        guard instance.service == ShopService.gateway else { return true }
        return gateways.first { $0.server.address == instance.info.ipAddr }?.takesLoad != false
    }
}
