import Topology

/// What the operator wants, before it is steps.
public struct Intent: Codable, Hashable, Sendable {
    /// The kind of change.
    public var kind: Kind
    /// The instances that are changed.
    public var targets: [Target]
    /// The routes whose weights are set.
    public var routes: [RouteTarget]
    /// Restore at once where the instance's own health endpoint says that it is up, rather than at its next renewal.
    public var forceUp: Bool

    /// An intent.
    public init(kind: Kind, targets: [Target] = [], routes: [RouteTarget] = [], forceUp: Bool = false) {
        self.kind = kind
        self.targets = targets
        self.routes = routes
        self.forceUp = forceUp
    }

    /// The kinds of change that connectors know; operations on a whole zone are made of them.
    public enum Kind: String, Codable, Sendable {
        /// Take instances out of rotation.
        case drain
        /// Put back what was there before our drain.
        case restore
        /// Take away overrides that others left.
        case clearOverride = "clear-override"
        /// Set the weights of routes.
        case weights
        /// Take away what our weights left, and put back what was there before them.
        case restoreWeights = "restore-weights"
    }

    /// One route on one node of a gateway, and the weights it is to have, stage by stage.
    ///
    /// All routes of a group are given together, those that keep their weight too: which is raised before which is
    /// lowered, and that a group never adds up to 0, is the connector's to see to.
    public struct RouteTarget: Codable, Hashable, Sendable {
        /// The node, as the estate file writes it.
        public var node: String
        /// Its zone: a silent node of the zone that is left is owed, not asked about.
        public var nodeZone: String?
        /// The source's own id of the route.
        public var id: String
        /// The weight group.
        public var group: String
        /// The zone that the route sends to.
        public var zone: String?
        /// The weight that was seen when the plan was made.
        public var seen: Int
        /// The weights in the order of the stages; the last one is what it is to have in the end.
        public var weights: [StagedWeight]
        /// What our earlier change found before it (`Step.before` of its first step), for `restoreWeights`.
        public var saved: [String: String]

        /// A route and its weights.
        public init(
            node: String, nodeZone: String? = nil, id: String, group: String, zone: String?, seen: Int,
            weights: [StagedWeight], saved: [String: String] = [:]
        ) {
            self.node = node
            self.nodeZone = nodeZone
            self.id = id
            self.group = group
            self.zone = zone
            self.seen = seen
            self.weights = weights
            self.saved = saved
        }
    }

    /// A weight that a route is to have once a stage is done.
    public struct StagedWeight: Codable, Hashable, Sendable {
        /// The stage's name, which its steps carry.
        public var stage: String
        /// The weight.
        public var weight: Int

        /// A weight of a stage.
        public init(stage: String, weight: Int) {
            self.stage = stage
            self.weight = weight
        }
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
        /// The stage that its steps belong to; the connector's own where there is none.
        public var stage: String?

        /// A target.
        public init(
            instance: InstanceKey, zone: String?, sourceService: String, id: String, saved: [String: String] = [:],
            stage: String? = nil
        ) {
            self.instance = instance
            self.zone = zone
            self.sourceService = sourceService
            self.id = id
            self.saved = saved
            self.stage = stage
        }
    }
}
