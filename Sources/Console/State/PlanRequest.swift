import Topology

/// What the operator asked for, from which a plan is made: bound to identities, whatever is selected or filtered meanwhile.
public struct PlanRequest: Hashable, Sendable {
    /// What is to be done.
    public var kind: Kind
    /// To which instances, in the order of their keys.
    public var instances: [InstanceKey]
    /// Why; operators read it later.
    public var reason: String
    /// Reasons for passing over gates, by the gate's name.
    public var overrides: [String: String]
    /// Reasons for owing servers that do not answer, by the node.
    public var owed: [String: String]

    /// A request.
    public init(
        _ kind: Kind, _ instances: [InstanceKey], reason: String = "", overrides: [String: String] = [:],
        owed: [String: String] = [:]
    ) {
        self.kind = kind
        self.instances = instances
        self.reason = reason
        self.overrides = overrides
        self.owed = owed
    }

    /// What can be done to instances.
    public enum Kind: String, CaseIterable, Sendable {
        /// Take out of rotation.
        case drain
        /// Put back what was there before our drain.
        case restore
        /// Take away overrides that others left.
        case clearOverride = "clear-override"
    }
}
