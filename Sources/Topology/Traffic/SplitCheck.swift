/// Compares what weight groups are set to with what was counted on them.
public enum SplitCheck {
    /// A zone that gets another share of a group's requests than the group is set to.
    public struct Finding: Hashable, Sendable {
        /// Whose group.
        public var source: String
        /// Which group.
        public var group: String
        /// The nodes that send it so, in order.
        public var nodes: [NodeID]
        /// Whether these are all nodes that were judged.
        public var isEverywhere: Bool
        /// The zone.
        public var zone: String
        /// What it gets, from 0 to 1.
        public var measured: Double
        /// What it is set to, from 0 to 1.
        public var intended: Double
    }

    /// How far a measured share may be from what is set, beside what chance explains.
    static let tolerance = 0.03
    /// How many standard deviations chance explains.
    static let deviations = 4.0
    /// Fewer requests than this say nothing of a share.
    static let leastRequests = 100.0
    /// As many requests to a zone that is set to none are no leftover of a change.
    static let leastStrays = 3.0

    /// What is set is what most nodes of a fleet are set to; nodes whose routes changed between two readings are not judged.
    public static func find(_ nodes: [GatewayNode]) -> [Finding] {
        var findings: [Finding] = []
        for (fleet, members) in Dictionary(grouping: nodes.filter { $0.isCounted && $0.isSteady }, by: \.fleet) {
            let groups = members.map { ($0, IntendedSplit.groups(of: $0)) }
            for group in Set(groups.flatMap(\.1.keys)).sorted() {
                let having = groups.compactMap { node, groups in groups[group].map { (node, $0) } }
                let set = mostCommon(having.map { IntendedSplit.split($0.1) })
                var found: [String: (nodes: [NodeID], measured: Double)] = [:]
                for (node, views) in having {
                    for (zone, measured) in strays(views, set, overMs: node.overMs) {
                        let before = found[zone] ?? ([], 0)
                        found[zone] = (before.nodes + [node.id], before.measured + measured)
                    }
                }
                for (zone, tally) in found {
                    findings.append(
                        Finding(
                            source: fleet.source, group: group, nodes: tally.nodes,
                            isEverywhere: tally.nodes.count == having.count, zone: zone,
                            measured: tally.measured / Double(tally.nodes.count), intended: set[zone] ?? 0))
                }
            }
        }
        return findings.sorted { ($0.source, $0.group, $0.zone) < ($1.source, $1.group, $1.zone) }
    }

    /// The zones of one node's group whose measured share is not what is set, with that share.
    private static func strays(
        _ views: [RouteView], _ set: [String: Double], overMs: Int64
    ) -> [(zone: String, measured: Double)] {
        var requests: [String: Double] = [:]
        for view in views {
            let rate = view.rate.fresh?.requestsPerSecond ?? 0
            requests[view.zone ?? "", default: 0] += rate * Double(overMs) / 1000
        }
        let total = requests.values.reduce(0, +)
        guard total > 0 else { return [] }
        return Set(requests.keys).union(set.keys).subtracting([""]).sorted().compactMap { zone in
            let (own, intended) = (requests[zone] ?? 0, set[zone] ?? 0)
            let measured = own / total
            let isStray: Bool
            if intended == 0 {
                isStray = own >= leastStrays
            } else {
                let chance = deviations * (intended * (1 - intended) / total).squareRoot()
                isStray = total >= leastRequests && abs(measured - intended) > tolerance + chance
            }
            return isStray ? (zone, measured) : nil
        }
    }

    private static func mostCommon(_ splits: [[String: Double]]) -> [String: Double] {
        var tally: [[String: Double]: Int] = [:]
        for split in splits { tally[split, default: 0] += 1 }
        // Where none is more common than another, the first stands: nodes that differ are told of by themselves.
        return splits.max { (tally[$0] ?? 0) < (tally[$1] ?? 0) } ?? [:]
    }
}
