import Topology

/// A line of a zone's card below its name.
enum CardLine: Hashable, Sendable {
    /// How many are up, and how much of the whole that is.
    case up
    /// The tallies of one or two states.
    case tallies(InstanceState, InstanceState?)
    /// The service that hurts most.
    case worst

    /// All lines in their order.
    static let all: [CardLine] = [
        .up, .tallies(.down, .out), .tallies(.unknown, .gone), .worst, .tallies(.starting, nil),
    ]

    /// The lines of a card of so many: where not all fit, those that have nothing to say give way first.
    static func fitting(_ zone: ZoneView, _ height: Int) -> [CardLine] {
        var lines = all
        let inTurn: [CardLine] = [.tallies(.starting, nil), .tallies(.unknown, .gone), .worst, .tallies(.down, .out)]
        for pass in [false, true] {
            for line in inTurn where lines.count > height && (pass || !line.says(of: zone)) {
                lines.removeAll { $0 == line }
            }
        }
        return Array(lines.prefix(max(0, height)))
    }

    private func says(of zone: ZoneView) -> Bool {
        switch self {
        case .up: true
        case .tallies(let first, let second): zone.counts[first] + (second.map { zone.counts[$0] } ?? 0) > 0
        case .worst: zone.worst != nil
        }
    }
}
