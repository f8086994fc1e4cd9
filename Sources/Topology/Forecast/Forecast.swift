/// Predicts who is called after a change: pure functions of what will be listed and set.
public enum Forecast {
    /// The share of each zone of a service's calls, from 0 to 1: each caller spreads its calls evenly over the instances
    /// that its preference leaves it.
    ///
    /// - Parameters:
    ///   - listed: the instances that clients will have in their lists, by zone.
    ///   - callers: how much each zone calls, in any unit; nothing where that is not known.
    public static func shares(
        of listed: [String: Int], callers: [String: Double], by preference: ZonePreference
    ) -> [String: Double] {
        let all = callers.values.reduce(0, +)
        guard all > 0 else { return proportions(listed) }
        var shares: [String: Double] = [:]
        for (caller, weight) in callers where weight > 0 {
            for (zone, share) in proportions(preference.called(of: listed, from: caller)) {
                shares[zone, default: 0] += share * weight / all
            }
        }
        return shares
    }

    /// The share of each zone by weights, groups averaged by their requests; equally where any of them is not measured.
    ///
    /// - Parameter groups: each group's weight by zone, with the requests a second that it has.
    public static func shares(ofGroups groups: [(weights: [String: Int], requests: Double?)]) -> [String: Double] {
        let live = groups.filter { $0.weights.values.reduce(0, +) > 0 }
        guard !live.isEmpty else { return [:] }
        let measured = live.allSatisfy { $0.requests != nil } ? live.reduce(0) { $0 + ($1.requests ?? 0) } : 0
        var shares: [String: Double] = [:]
        for group in live {
            let part = measured > 0 ? (group.requests ?? 0) / measured : 1 / Double(live.count)
            for (zone, share) in proportions(group.weights) { shares[zone, default: 0] += share * part }
        }
        return shares
    }

    private static func proportions(_ counts: [String: Int]) -> [String: Double] {
        let all = counts.values.reduce(0, +)
        return all > 0 ? counts.filter { $0.value > 0 }.mapValues { Double($0) / Double(all) } : [:]
    }
}
