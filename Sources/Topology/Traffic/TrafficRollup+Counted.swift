extension TrafficRollup {
    /// What was counted by zone, before it is made shares.
    struct Counted {
        /// What each zone's requests come to, and how far it stands for all of that zone.
        var rates: [String: Measured<TrafficRate>] = [:]
        /// By how much a zone's requests are raised for its share, where not all that count were read.
        var raised: [String: Double] = [:]
        var coverage: [String: Coverage] = [:]
        /// Why a zone without a rate has none.
        var missing: String

        func rate(of zone: String) -> Measured<TrafficRate> { rates[zone] ?? .unknown(reason: missing) }

        /// The zone's part of all that was counted; nobody's is known where one zone's requests are not.
        func share(of zone: String) -> Measured<Double> {
            guard let own = rates[zone] else { return .unknown(reason: missing) }
            if case .unknown(let reason) = own { return .unknown(reason: reason) }
            var (total, part, oldest, isStale) = (0.0, 0.0, Moment(milliseconds: .max), false)
            for (name, rate) in rates {
                let (value, at): (TrafficRate, Moment)
                switch rate {
                case .value(let rate, let moment): (value, at) = (rate, moment)
                case .stale(let rate, let moment):
                    (value, at) = (rate, moment)
                    isStale = true
                case .unknown(let reason): return .unknown(reason: "\(name) is not measured: \(reason)")
                case .notApplicable: continue
                }
                let requests = value.requestsPerSecond * (raised[name] ?? 1)
                total += requests
                if name == zone { part = requests }
                oldest = min(oldest, at)
            }
            guard total > 0 else { return .unknown(reason: "no requests were counted") }
            return isStale ? .stale(part / total, at: oldest) : .value(part / total, at: oldest)
        }
    }

    /// What the gateways count on routes whose zone is known.
    func byGateways(_ names: Set<String>) -> Counted {
        let known = gateways.filter { $0.routes != nil }
        let fresh = known.filter(\.isCounted)
        // Where nobody tells now, what was counted last is shown as what it is.
        let told = fresh.isEmpty ? known.filter { $0.routes?.contains { $0.rate.last != nil } ?? false } : fresh
        guard !told.isEmpty else {
            return Counted(missing: known.lazy.compactMap(\.whyNotCounted).first ?? gateways.first?.reason ?? "")
        }
        var sums: [String: [TrafficRate]] = [:]
        var (oldest, leavesOpen) = (now, false)
        for view in told.lazy.flatMap({ $0.routes ?? [] }) {
            guard let (rate, at) = view.rate.last else { continue }
            oldest = min(oldest, at)
            if let zone = view.zone { sums[zone, default: []].append(rate) } else { leavesOpen = true }
        }
        var counted = Counted(missing: "no route names this zone")
        let coverage =
            told.count == gateways.count ? nil : Coverage(measured: fresh.count, all: gateways.count)
        for name in names {
            // Where every route names its zone, one that none names gets nothing; else nobody can tell.
            if sums[name] == nil, leavesOpen { continue }
            let sum = TrafficRate.sum(sums[name] ?? [])
            counted.rates[name] = fresh.isEmpty ? .stale(sum, at: oldest) : .value(sum, at: oldest)
            counted.coverage[name] = coverage
        }
        return counted
    }

    /// What the instances behind the gateways count, all callers together.
    func byUpstreams(_ names: Set<String>) -> Counted {
        let zones = Dictionary(grouping: upstreams, by: { $0.zone ?? "" })
        var counted = Counted(missing: "no instance of a service that routes name is in this zone")
        for name in names.union(zones.keys) {
            let all = zones[name] ?? []
            guard !all.isEmpty else { continue }
            let told = all.compactMap(\.rate.freshWithTime)
            guard !told.isEmpty else {
                counted.rates[name] = .unknown(reason: all.lazy.compactMap(\.rate.reason).first ?? "not measured")
                continue
            }
            counted.rates[name] = .value(TrafficRate.sum(told.map(\.0)), at: told.map(\.1).min() ?? now)
            guard told.count < all.count else { continue }
            counted.coverage[name] = Coverage(measured: told.count, all: all.count)
            counted.raised[name] = Double(all.count) / Double(told.count)
        }
        return counted
    }
}

extension GatewayNode {
    /// It answers, and its counters were read twice.
    var isCounted: Bool { isFresh && routes?.allSatisfy { $0.rate.fresh != nil } ?? false }

    var whyNotCounted: String? { routes?.lazy.compactMap(\.rate.reason).first }
}

extension Measured {
    /// The number, fresh or not, and when it was measured.
    var last: (Value, Moment)? {
        switch self {
        case .value(let value, let at), .stale(let value, let at): (value, at)
        case .unknown, .notApplicable: nil
        }
    }

    /// The number if it is fresh, and when it was measured.
    var freshWithTime: (Value, Moment)? {
        if case .value(let value, let at) = self { (value, at) } else { nil }
    }

    /// Why there is none.
    public var reason: String? {
        if case .unknown(let reason) = self { reason } else { nil }
    }
}
