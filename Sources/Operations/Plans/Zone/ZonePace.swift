/// How fast an operation on a zone goes: shares, soaks, and what calls take, for the plan and its time.
enum ZonePace {
    /// What part of the traffic has moved by the end of each gateway stage, carefully.
    static let gatewayParts: [Double] = [0.10, 0.25, 0.50, 1]
    /// How long is watched after each gateway stage, carefully, in milliseconds.
    static let gatewaySoakMs: Int64 = 30_000
    /// How long is watched after each wave but the last, carefully, in milliseconds.
    static let waveSoakMs: Int64 = 15_000
    /// How long the last soak takes, carefully, in milliseconds.
    static let soakMs: Int64 = 120_000
    /// How long the last soak takes, at once, in milliseconds.
    static let soakNowMs: Int64 = 30_000
    /// Below so many requests a second a zone counts as left.
    static let leftBelowPerSecond = 1.0
    /// How long the traffic may take beyond what clients take to follow, in milliseconds: two polls and a request's tail.
    static let tailMs: Int64 = 60_000
    /// How much of a zone's share must be back for it to count as back: what is measured wavers.
    static let backPart = 0.5
    /// What one change takes with its read-back, in milliseconds: a guess for the plan's time.
    static let changeMs: Int64 = 500

    /// The last soak.
    static func soakMs(_ pace: OperationPace) -> Int64 { pace == .careful ? soakMs : soakNowMs }

    /// What a stage of so many lanes takes, each with so many changes, in milliseconds.
    static func changesMs(lanes: Int, changes: Int) -> Int64 {
        guard lanes > 0 else { return 0 }
        let rounds = Int64((lanes + Pace.lanes - 1) / Pace.lanes)
        return rounds * changeMs * Int64(max(1, (changes + lanes - 1) / lanes))
    }
}
