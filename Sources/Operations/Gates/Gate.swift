/// One safety check of an operation, judged.
public struct Gate: Codable, Hashable, Sendable {
    /// Which.
    public var name: GateName
    /// What it says.
    public var verdict: Verdict
    /// What was found (`3 of 4`), nothing where there is nothing to measure.
    public var value: String?
    /// What it is held against (`at least 2`).
    public var threshold: String?
    /// Why, in an operator's words.
    public var text: String
    /// The reason that outweighs it.
    public var overriddenBecause: String?

    /// A judged gate.
    public init(
        _ name: GateName, _ verdict: Verdict, value: String? = nil, threshold: String? = nil, text: String,
        overriddenBecause: String? = nil
    ) {
        self.name = name
        self.verdict = verdict
        self.value = value
        self.threshold = threshold
        self.text = text
        self.overriddenBecause = overriddenBecause
    }

    /// Whether it stands in the way. What a configured source does not tell counts as a failure.
    public var blocks: Bool {
        switch verdict {
        case .fail, .unknown: overriddenBecause == nil
        case .pass, .notApplicable: false
        }
    }

    /// What a gate says.
    public enum Verdict: String, Codable, CaseIterable, Sendable {
        /// Safe.
        case pass
        /// Not safe.
        case fail
        /// What should tell does not: counts as not safe.
        case unknown
        /// Nothing in the estate could tell: listed, never blocks.
        case notApplicable = "not-applicable"
    }

    /// The gate with the reason that was given for it, where it fails and a reason can outweigh it.
    func overridden(by reasons: [String: String]) -> Gate {
        guard blocks, let reason = reasons[name.rawValue] else { return self }
        var gate = self
        if name.canBeOverridden {
            gate.overriddenBecause = reason
        } else {
            gate.text += "; this gate cannot be overridden"
        }
        return gate
    }
}
