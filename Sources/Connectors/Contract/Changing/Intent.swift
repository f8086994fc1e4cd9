import Topology

/// What the operator wants, before it is steps.
public struct Intent: Codable, Hashable, Sendable {
    /// The kind of change.
    public var kind: Kind
    /// What is changed.
    public var targets: [Target]
    /// Restore at once where the instance's own health endpoint says that it is up, rather than at its next renewal.
    public var forceUp: Bool

    /// An intent.
    public init(kind: Kind, targets: [Target], forceUp: Bool = false) {
        self.kind = kind
        self.targets = targets
        self.forceUp = forceUp
    }

    /// The kinds of change that instances know; zone-wide kinds are made of them.
    public enum Kind: String, Codable, Sendable {
        /// Take instances out of rotation.
        case drain
        /// Put back what was there before our drain.
        case restore
        /// Take away overrides that others left.
        case clearOverride = "clear-override"
    }

    /// One instance, by the ids of the source that will be changed.
    public struct Target: Codable, Hashable, Sendable {
        /// Who it is, for people and for locks.
        public var instance: InstanceKey
        /// Its zone: a silent node of the same zone is owed, not asked about.
        public var zone: String?
        /// The source's own name of its service.
        public var sourceService: String
        /// The source's own id.
        public var id: String
        /// What our drain found before it (restore): by node, the override that was there; a node without one is absent.
        public var saved: [String: String]

        /// A target.
        public init(
            instance: InstanceKey, zone: String?, sourceService: String, id: String, saved: [String: String] = [:]
        ) {
            self.instance = instance
            self.zone = zone
            self.sourceService = sourceService
            self.id = id
            self.saved = saved
        }
    }
}
