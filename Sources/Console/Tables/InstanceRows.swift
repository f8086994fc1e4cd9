import Topology

/// The instances that a filter finds, in order: eight bytes of index and eight of sort key a row.
///
/// What a service contributes is made once for as long as the snapshots share that service, so that a snapshot in which one
/// service changed costs that service and one sort of integers.
struct InstanceRows: Sendable {
    /// One row: where it is, and what it is ordered by.
    struct Entry: Sendable {
        /// Ascending; rows of one key stay in the order of their keys.
        var order: UInt64
        /// Index into `services`.
        var service: UInt32
        /// Index into the service's instances.
        var instance: UInt32
    }

    /// The services of the snapshot that the rows were made from.
    let services: [ServiceView]
    /// The rows.
    let entries: [Entry]
    /// How many instances there are, shown or not.
    let total: Int
    /// The instances that answer and fail, which decides their place.
    let failing: Set<InstanceKey>
    /// What each service contributed, in the order of `services`.
    private let parts: [[Entry]]

    /// Filters and orders the instances of a snapshot.
    ///
    /// - Parameters:
    ///   - previous: rows made by the same test and order, whose parts are reused for services that did not change.
    ///   - test: whether an instance is shown; nothing shows all.
    ///   - failing: instances that answer and fail, which `order` knows of.
    ///   - order: what an instance is ordered by.
    init(
        _ services: [ServiceView], previous: InstanceRows?, test: ((InstanceView) -> Bool)?,
        failing: Set<InstanceKey> = [], order: (InstanceView) -> UInt64
    ) {
        var parts: [[Entry]] = []
        parts.reserveCapacity(services.count)
        var total = 0
        var old = 0
        for (index, service) in services.enumerated() {
            total += service.instances.count
            if let previous {
                while old < previous.services.count, previous.services[old].key < service.key { old += 1 }
                if old < previous.services.count, previous.services[old] === service {
                    parts.append(previous.part(old, as: index))
                    continue
                }
            }
            var part: [Entry] = []
            for (position, instance) in service.instances.enumerated() where test?(instance) ?? true {
                part.append(
                    Entry(order: order(instance), service: UInt32(index), instance: UInt32(position)))
            }
            parts.append(part)
        }
        var entries: [Entry] = []
        entries.reserveCapacity(parts.reduce(0) { $0 + $1.count })
        for part in parts { entries.append(contentsOf: part) }
        entries.sort {
            if $0.order != $1.order { return $0.order < $1.order }
            return $0.service == $1.service ? $0.instance < $1.instance : $0.service < $1.service
        }
        self.services = services
        self.failing = failing
        self.parts = parts
        self.entries = entries
        self.total = total
    }

    /// The instance of a row.
    func instance(_ row: Int) -> InstanceView {
        let entry = entries[row]
        return services[Int(entry.service)].instances[Int(entry.instance)]
    }

    /// Where an instance stands, nothing where the filter hides it or no registry lists it.
    func row(of key: InstanceKey) -> Int? {
        guard let service = services.position(of: key.service) else { return nil }
        guard let instance = services[service].instances.position(of: key) else { return nil }
        return entries.firstIndex { $0.instance == UInt32(instance) && $0.service == UInt32(service) }
    }

    /// Whether an instance is among the rows; cheaper than where it stands.
    func shows(_ key: InstanceKey) -> Bool {
        guard let service = services.position(of: key.service) else { return false }
        guard let instance = services[service].instances.position(of: key) else { return false }
        let part = parts[service]
        if part.count == services[service].instances.count { return true }
        let found = part.partition { $0.instance < UInt32(instance) }
        return found < part.count && part[found].instance == UInt32(instance)
    }

    private func part(_ old: Int, as index: Int) -> [Entry] {
        if old == index { return parts[old] }
        return parts[old].map { Entry(order: $0.order, service: UInt32(index), instance: $0.instance) }
    }
}

extension [ServiceView] {
    /// Where a service stands in services ordered by key.
    func position(of key: ServiceKey) -> Int? {
        let found = partition { $0.key < key }
        return found < count && self[found].key == key ? found : nil
    }
}

extension [InstanceView] {
    /// Where an instance stands in instances ordered by key.
    func position(of key: InstanceKey) -> Int? {
        let found = partition { $0.key < key }
        return found < count && self[found].key == key ? found : nil
    }
}

extension Array {
    /// The first index whose element does not come before, in an ordered array.
    fileprivate func partition(_ comesBefore: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if comesBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
