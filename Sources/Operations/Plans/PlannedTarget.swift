import Topology

/// An instance that a plan changes, as it was when the plan was made.
public struct PlannedTarget: Codable, Hashable, Sendable {
    /// Which.
    public var instance: InstanceKey
    /// Its zone, nothing where no rule decided.
    public var zone: String?
    /// What it was.
    public var state: InstanceState
    /// The operation whose drain a restore takes back, or whose it is not (`not ours: …`); nothing for a drain.
    public var origin: String?

    /// A target.
    public init(instance: InstanceKey, zone: String?, state: InstanceState, origin: String? = nil) {
        self.instance = instance
        self.zone = zone
        self.state = state
        self.origin = origin
    }
}
