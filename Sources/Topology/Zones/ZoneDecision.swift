/// Which zone something is in, and which rule said so.
public struct ZoneDecision: Hashable, Sendable {
    /// The zone's name, nothing where no rule decided.
    public let zone: String?
    /// The rule that decided (`zoneRules[0]`, `cidr 10.2.0.0/16`, `metadata zone`), or why none did.
    public let rule: String

    /// A decision.
    public init(zone: String?, rule: String) {
        self.zone = zone
        self.rule = rule
    }
}
