import Synchronization

extension Lab {
    func setLink(_ from: String, _ to: String, _ fault: FaultCommand.LinkFault) throws(LabError) -> String {
        let replicas = try redisLinks(from, to)
        let ways = serverWays(from, to)
        guard !replicas.isEmpty || !ways.isEmpty else {
            throw LabError(code: .fault, message: "no data goes from \(from) to \(to); there are \(links())")
        }
        if case .delay = fault, replicas.isEmpty {
            throw LabError(code: .fault, message: "what Eureka servers tell each other cannot be delayed; cut it")
        }
        world.withLock { world in
            for replica in replicas {
                switch fault {
                case .delay(let milliseconds): world.faults.delays[replica] = milliseconds > 0 ? milliseconds : nil
                case .cut: world.faults.links[replica] = .cut
                case .frozen: world.faults.links[replica] = .frozen
                case .healed: (world.faults.links[replica], world.faults.delays[replica]) = (nil, nil)
                }
            }
            switch fault {
            case .cut, .frozen:
                world.faults.ways.formUnion(ways)
                world.broken.formUnion(ways)
            case .healed:
                world.faults.ways.subtract(ways)
                world.broken.subtract(ways)
            case .delay: break
            }
        }
        return "from \(from) to \(to), \(Self.text(fault))"
    }

    static func text(_ fault: FaultCommand.LinkFault) -> String {
        switch fault {
        case .delay(let milliseconds): "everything comes \(milliseconds) ms late"
        case .cut: "connections are closed and none is made"
        case .frozen: "connections stay and nothing comes"
        case .healed: "everything comes again"
        }
    }

    /// The replicas, by place, whose data goes that way.
    private func redisLinks(_ from: String, _ to: String) throws(LabError) -> [Int] {
        let nodes = redis?.state.withLock { $0.tree.nodes } ?? []
        if let (first, second) = Self.zones(from, to) {
            return nodes.indices.filter { index in
                nodes[index].zone == second && nodes[index].parent.map { nodes[$0].zone == first } == true
            }
        }
        guard case .redis(let first) = try named(from), case .redis(let second) = try named(to) else {
            throw LabError(
                code: .fault, message: "a link is from one Redis server, or one zone, to another; there are \(links())")
        }
        return nodes[second].parent == first ? [second] : []
    }

    /// Ways between Eureka servers of two zones.
    private func serverWays(_ from: String, _ to: String) -> [[Int]] {
        guard let (first, second) = Self.zones(from, to) else { return [] }
        return servers.filter { $0.zone == LabZone.all[first] }.flatMap { sender in
            servers.filter { $0.zone == LabZone.all[second] && $0.index != sender.index }.map {
                [sender.index, $0.index]
            }
        }
    }

    private static func zones(_ from: String, _ to: String) -> (Int, Int)? {
        guard let first = LabZone.all.firstIndex(where: { $0.name == from }),
            let second = LabZone.all.firstIndex(where: { $0.name == to })
        else { return nil }
        return (first, second)
    }

    private func links() -> String {
        let nodes = redisDescription
        let shape = RedisEstate.shape.enumerated().compactMap { index, place in
            place.parent.map { "\(nodes[$0].url) → \(nodes[index].url)" }
        }
        return nodes.isEmpty ? "none" : shape.joined(separator: ", ")
    }

    /// A server hears of its peers no more and has lost a tenth of what it learnt from them; or is with them again.
    func diverge(_ name: String, _ on: Bool) throws(LabError) -> String {
        guard case .eureka(let index) = try named(name) else {
            throw LabError(
                code: .fault,
                message: "\(name): is no Eureka server; there are \(servers.map(\.url).joined(separator: ", "))")
        }
        guard on else {
            rejoin(index)
            note { $0.diverged.remove(index) }
            return "the Eureka server \(servers[index].url) hears of its peers again"
        }
        let now = clock.now()
        let lost: [InstanceInfo] = world.withLock { world in
            world.faults.diverged.insert(index)
            for peer in servers.indices where peer != index {
                world.broken.formUnion([[index, peer], [peer, index]])
            }
            let foreign = world.population.instances.filter { $0.isRunning && home(of: $0.zone)?.index != index }
            return stride(from: 0, to: foreign.count, by: 10).map { foreign[$0].info }
        }
        for info in lost { _ = servers[index].cancel(info.app, info.id, replicated: true, now: now) }
        return
            "the Eureka server \(servers[index].url) hears of its peers no more, and has lost \(lost.count) instances"
    }

    func rejoin(_ index: Int) {
        world.withLock { world in
            for peer in servers.indices where peer != index {
                world.broken.subtract([[index, peer], [peer, index]])
            }
        }
    }

    /// What is wrong on purpose, a line each, as it could be written.
    func faultList() -> [String] {
        let book = world.withLock { $0.faults }
        let nodes = redisDescription
        var lines = book.zones.sorted { $0.key < $1.key }.map {
            "zone \(LabZone.all[$0.key].name) \($0.value.rawValue)"
        }
        let faults =
            book.eurekas.map { (servers[$0.key].url, $0.value) }
            + book.gateways.map { (gateways[$0.key].place, $0.value) }
            + book.redis.map { (nodes[$0.key].url, $0.value) } + book.instances.map { ($0.key, $0.value) }
        lines += faults.map { "node \($0.0): \(Self.text($0.1))" }.sorted()
        lines += book.diverged.sorted().map { "diverge \(servers[$0].url)" }
        lines += book.flapping.keys.sorted().map { "flap \(ShopService.name($0))" }
        for (service, zones) in book.errors.sorted(by: { $0.key < $1.key }) {
            lines += zones.map { "errors \(Self.text(service, $0.key)): \(Int(($0.value * 100).rounded())) %" }.sorted()
        }
        for (service, zones) in book.down.sorted(by: { $0.key < $1.key }) {
            lines += zones.map { "down \(Self.text(service, $0.key)): \($0.value.count) instances" }.sorted()
        }
        lines += book.slow.sorted { $0.key < $1.key }
            .map { "slow \(ShopService.name($0.key)): \(Int64(($0.value * 1000).rounded())) ms" }
        lines += book.links.sorted { $0.key < $1.key }.map {
            "link to \(nodes[$0.key].url): \($0.value == .cut ? "cut" : "frozen")"
        }
        lines += book.delays.sorted { $0.key < $1.key }.map { "link to \(nodes[$0.key].url): \($0.value) ms late" }
        lines += book.ways.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }.map {
            "link \(servers[$0[0]].url) to \(servers[$0[1]].url): cut"
        }
        return lines
    }
}
