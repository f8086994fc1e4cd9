/// New integer weights for a group of routes, of which some give a part of their traffic to others: pure arithmetic.
///
/// The sum of a group stays what it is, so that weights that are percentages remain percentages; where a stage cannot
/// be told in so few parts (10 % of 1:1), all weights of the group are scaled up.
public struct WeightShift: Hashable, Sendable {
    /// The weights of each stage, in the order of the routes.
    public let stages: [[Int]]
    /// What all weights were multiplied with.
    public let scale: Int

    /// A sum in which a hundredth can be told.
    private static let fineSum = 100

    /// The stages of giving.
    ///
    /// - Parameters:
    ///   - weights: what the routes have.
    ///   - from: the routes that give, by their place.
    ///   - to: the routes that are given to, in proportion to their weights, or evenly where all of them have 0.
    ///   - amounts: how much is given by the end of each stage, as a part of the group's sum, from 0 to 1; no more than
    ///     the giving routes have.
    /// - Returns: nothing where there is nobody to give to, or nothing to give.
    public init?(weights: [Int], from: Set<Int>, to: Set<Int>, amounts: [Double]) {
        let weights = weights.map { max(0, $0) }
        let sum = weights.reduce(0, +)
        let given = from.reduce(0) { $0 + weights[$1] }
        guard sum > 0, given > 0, !to.isEmpty else { return nil }
        let taken = to.reduce(0) { $0 + weights[$1] }
        let wanted = amounts.map { amount -> [Double] in
            let part = min(1, max(0, amount) * Double(sum) / Double(given))
            return weights.enumerated().map { index, weight in
                if from.contains(index) { return Double(weight) * (1 - part) }
                guard to.contains(index) else { return Double(weight) }
                let share = taken > 0 ? Double(weight) / Double(taken) : 1 / Double(to.count)
                return Double(weight) + Double(given) * part * share
            }
        }
        let isExact = wanted.joined().allSatisfy { abs($0 - $0.rounded()) < 1e-9 }
        let scale = isExact || sum >= Self.fineSum ? 1 : (Self.fineSum + sum - 1) / sum
        self.scale = scale
        stages = wanted.map { Self.rounded($0.map { $0 * Double(scale) }, sum: sum * scale) }
    }

    /// Whole numbers with the same sum: what is cut off is given to those that lost most; 0 stays 0.
    public static func rounded(_ values: [Double], sum: Int) -> [Int] {
        var parts = values.map { Int(($0 + 1e-9).rounded(.down)) }
        let order = values.indices.filter { values[$0] > 1e-9 }.sorted { a, b in
            let (left, right) = (values[a] - Double(parts[a]), values[b] - Double(parts[b]))
            return abs(left - right) < 1e-9 ? a < b : left > right
        }
        for index in order.prefix(max(0, sum - parts.reduce(0, +))) { parts[index] += 1 }
        return parts
    }
}
