extension TrafficView {
    /// Whether it says the same but for numbers, which move with every poll.
    public func isShaped(like other: TrafficView) -> Bool {
        guard routes.count == other.routes.count, zones.count == other.zones.count,
            instances.count == other.instances.count, Set(failing.keys) == Set(other.failing.keys)
        else { return false }
        let areRoutesAlike = zip(routes, other.routes).allSatisfy { a, b in
            a.node == b.node && a.route == b.route && a.zone == b.zone && a.difference == b.difference
                && a.rate.isShaped(like: b.rate)
        }
        guard areRoutesAlike else { return false }
        return zones.allSatisfy { name, zone in
            guard let before = other.zones[name] else { return false }
            return zone.intended.last?.0 == before.intended.last?.0 && zone.intended.isShaped(like: before.intended)
                && zone.basis == before.basis
                && zone.measured.isShaped(like: before.measured) && zone.rate.isShaped(like: before.rate)
        }
    }
}

extension Measured {
    /// Whether both are known, stale, unknown or not applicable alike.
    func isShaped(like other: Measured) -> Bool {
        switch (self, other) {
        case (.value, .value), (.stale, .stale), (.unknown, .unknown), (.notApplicable, .notApplicable): true
        default: false
        }
    }
}
