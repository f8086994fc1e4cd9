/// The share of each zone as the gateways are set: weight groups averaged by the requests that each one gets.
struct IntendedSplit {
    /// A weight group of nodes that are meant to be set alike.
    private struct Group: Hashable {
        var fleet: GatewayNode.Fleet
        var name: String
    }

    private struct Tally {
        var splits: [[String: Double]] = []
        var requests = 0.0
        var oldest = Moment(milliseconds: .max)
    }

    private var shares: [String: Double] = [:]
    private var at: Moment?
    private var isStale = false
    /// Some part of a group goes where no zone is known.
    private var leavesOpen = false
    private var reason: String

    /// Whether any group splits traffic by zone.
    var isSet: Bool { at != nil }

    init(_ nodes: [GatewayNode]) {
        let read = nodes.filter { $0.routes != nil }
        let fresh = read.filter(\.isFresh)
        reason = read.isEmpty ? nodes.first?.reason ?? "no gateway is known yet" : "no route with a zone is weighted"
        isStale = fresh.isEmpty
        var tallies: [Group: Tally] = [:]
        for node in fresh.isEmpty ? read : fresh {
            for (name, views) in Self.groups(of: node) {
                var tally = tallies[Group(fleet: node.fleet, name: name)] ?? Tally()
                tally.splits.append(Self.split(views))
                tally.requests += views.reduce(0) { $0 + ($1.rate.fresh?.requestsPerSecond ?? 0) }
                tally.oldest = min(tally.oldest, node.answeredAt ?? tally.oldest)
                tallies[Group(fleet: node.fleet, name: name)] = tally
            }
        }
        guard !tallies.isEmpty else { return }
        let total = tallies.values.reduce(0) { $0 + $1.requests }
        for tally in tallies.values {
            let weight = total > 0 ? tally.requests / total : 1 / Double(tallies.count)
            for split in tally.splits {
                for (zone, share) in split { shares[zone, default: 0] += share * weight / Double(tally.splits.count) }
            }
        }
        at = tallies.values.map(\.oldest).min()
        leavesOpen = shares.removeValue(forKey: "") != nil
    }

    /// The weighted routes of a node by group: groups that know no zone, or whose weights are all 0, split nothing.
    static func groups(of node: GatewayNode) -> [String: [RouteView]] {
        let weighted = (node.routes ?? []).filter { $0.split != nil }
        return Dictionary(grouping: weighted, by: { $0.split?.group ?? "" }).filter { _, views in
            views.contains { $0.zone != nil } && views.contains { ($0.split?.weight ?? 0) > 0 }
        }
    }

    /// How one group divides its requests among zones; "" is what goes where no zone is known.
    static func split(_ views: [RouteView]) -> [String: Double] {
        let sum = views.reduce(0) { $0 + ($1.split?.weight ?? 0) }
        guard sum > 0 else { return [:] }
        var shares: [String: Double] = [:]
        for view in views { shares[view.zone ?? "", default: 0] += (view.split?.weight ?? 0) / sum }
        return shares
    }

    /// The share that a zone is set to; 0 only where it is set so, or where every group tells all its zones.
    func share(of zone: String) -> Measured<Double> {
        guard let at else { return .unknown(reason: reason) }
        guard let share = shares[zone] ?? (leavesOpen ? nil : 0) else {
            return .unknown(reason: "weighted routes lead where no zone is known")
        }
        return isStale ? .stale(Self.rounded(share), at: at) : .value(Self.rounded(share), at: at)
    }

    /// Sums of binary fractions are a hair beside what the weights say.
    private static func rounded(_ share: Double) -> Double { (share * 1e9).rounded() / 1e9 }
}
