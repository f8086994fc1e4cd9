import Topology

/// In which order a zone's instances are drained: service by service, the sickest first, and never more of one service
/// at once than what is left of it can carry.
enum DrainWaves {
    /// About so many waves at most, whatever the number of services: several services share a wave where there are more.
    static let most = 10

    /// The waves.
    ///
    /// - Parameters:
    ///   - services: the instances that are drained, by service, sickest service first.
    ///   - up: how many instances of a service are up now, all zones together.
    ///   - needed: how many it takes to carry what is measured; nothing where that cannot be told.
    static func careful(
        _ services: [(key: ServiceKey, instances: [InstanceView])], up: (ServiceKey) -> Int,
        needed: (ServiceKey) -> Int?
    ) -> [[InstanceView]] {
        let perWave = max(1, (services.count + most - 1) / most)
        var waves: [[InstanceView]] = []
        for (index, service) in services.enumerated() {
            let parts = chunks(service.instances, up: up(service.key), needed: needed(service.key))
            for (offset, part) in parts.enumerated() {
                let wave = index / perWave + offset
                while waves.count <= wave { waves.append([]) }
                waves[wave] += part
            }
        }
        return waves.filter { !$0.isEmpty }
    }

    /// The instances of one service, in parts: what is not up goes first and takes nothing away.
    static func chunks(_ instances: [InstanceView], up: Int, needed: Int?) -> [[InstanceView]] {
        var parts = [instances.filter { $0.state != .up }]
        var left = up
        var rest = instances.filter { $0.state == .up }[...]
        while !rest.isEmpty {
            let room = needed.map { $0 < left ? left - $0 : left / 2 } ?? left / 2
            let part = rest.prefix(max(1, room))
            if parts.count == 1, left == up { parts[0] += part } else { parts.append(Array(part)) }
            rest = rest.dropFirst(part.count)
            left -= part.count
        }
        return parts.filter { !$0.isEmpty }
    }
}
