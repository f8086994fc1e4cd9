import Topology

/// A line of a zone's card below its name.
enum CardLine: Hashable, Sendable {
    /// How many are up, and how much of the whole that is.
    case up
    /// The tallies of one or two states.
    case tallies(InstanceState, InstanceState?)
    /// The service that hurts most.
    case worst
    /// The measured share of the traffic beside the one that is set.
    case traffic
    /// Requests a second, and how they went.
    case rate
    /// What fails of them, and how long they take.
    case errors
    /// How failures went.
    case errorHistory
    /// What the zone would carry with another zone's traffic added.
    case capacity
    /// By whom, and until when, the zone is out.
    case out

    /// All lines in their order.
    private static let all: [CardLine] = [
        .out, .up, .tallies(.down, .out), .tallies(.unknown, .gone), .worst, .traffic, .rate, .errors, .errorHistory,
        .capacity, .tallies(.starting, nil),
    ]

    /// Which lines give way where not all fit, the first first.
    private static let inTurn: [CardLine] = [
        .capacity, .errorHistory, .tallies(.starting, nil), .tallies(.unknown, .gone), .worst, .tallies(.down, .out),
        .errors, .rate, .traffic, .up, .out,
    ]

    /// The lines that cards have at all, the same for every zone so that numbers stand beside each other.
    ///
    /// - Parameter tall: whether there is room for what is not needed at first sight.
    static func lines(of snapshot: Snapshot, tall: Bool) -> [CardLine] {
        let hasTraffic = snapshot.zones.contains { snapshot.traffic.zones[$0.name]?.isCounted ?? false }
        func any(_ states: InstanceState...) -> Bool {
            snapshot.zones.contains { zone in !zone.name.isEmpty && states.contains { zone.counts[$0] > 0 } }
        }
        return all.filter { line in
            switch line {
            case .up, .tallies(.down, _), .worst: true
            case .tallies(.unknown, _): !hasTraffic || tall || any(.unknown, .gone)
            case .tallies(.starting, _): !hasTraffic || tall || any(.starting)
            case .tallies: true
            case .traffic, .rate, .errors: hasTraffic
            case .errorHistory: hasTraffic && tall
            case .capacity: hasTraffic && tall && !snapshot.estate.safeRequestsPerSecond.isEmpty
            case .out: !snapshot.out.isEmpty
            }
        }
    }

    /// The lines of a card of so many: where not all fit, those that have nothing to say give way first.
    static func fitting(_ zone: ZoneView, _ snapshot: Snapshot, _ wanted: [CardLine], _ height: Int) -> [CardLine] {
        var lines = wanted
        if lines.count > height, !CardLine.out.says(of: zone, snapshot) { lines.removeAll { $0 == .out } }
        for pass in [false, true] {
            for line in inTurn where lines.count > height && (pass || !line.says(of: zone, snapshot)) {
                lines.removeAll { $0 == line }
            }
        }
        return Array(lines.prefix(max(0, height)))
    }

    private func says(of zone: ZoneView, _ snapshot: Snapshot) -> Bool {
        switch self {
        case .up, .traffic, .rate, .errors: true
        case .tallies(let first, let second): zone.counts[first] + (second.map { zone.counts[$0] } ?? 0) > 0
        case .worst: zone.worst != nil
        case .errorHistory, .capacity: false
        case .out: snapshot.out.contains { $0.zone == zone.name }
        }
    }
}

extension ZoneTraffic {
    /// Whether anything counts it, or should: then what is not known is said.
    var isCounted: Bool { intended.applies || measured.applies || rate.applies }
}
