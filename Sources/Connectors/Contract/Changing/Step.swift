import Topology

/// One thing that an operation does, as data: what is sent, where, what is read back, how it is undone, how long it takes.
///
/// Stages follow one another; within a stage the steps of one lane follow one another and lanes run side by side.
/// A runner treats every step alike: read back until `patienceMs` is over; if it does not hold by then, journal, send,
/// and read back until `readBackMs` is over. Resuming is the same: what holds is never sent again.
public struct Step: Codable, Hashable, Sendable {
    /// Do, or wait.
    public var kind: Kind
    /// The stage's name, as the plan shows it (`registry`).
    public var stage: String
    /// Steps of one lane run in order (one instance, one route).
    public var lane: String
    /// The source's name.
    public var source: String
    /// The node that is addressed.
    public var node: String
    /// The node's zone.
    public var nodeZone: String?
    /// What is changed, in the source's own words (`PAYMENT/host:payment:8080`).
    public var target: String
    /// The instance it is about, where it is about one.
    public var instance: InstanceKey?
    /// The route it is about, where it is about one: the source's own id.
    public var route: String?
    /// The zone of what is changed: a silent node of this zone is owed; elsewhere the operator is asked.
    public var targetZone: String?
    /// The exact call, as a person would send it, without secrets (`curl -X PUT 'http://…'`).
    public var call: String
    /// What it does, in the connector's own terms.
    public var action: StepAction
    /// What was there before, as the undo needs it. The override that a drain found is under `savedOverride`, absent where
    /// there was none: a later restore is given it back in `Intent.Target.saved`.
    public var before: [String: String]
    /// How long it may come to hold by itself before it is sent, in milliseconds (a peer's replication).
    public var patienceMs: Int64
    /// How long one call may take, in milliseconds.
    public var deadlineMs: Int64
    /// How long the read-back may take after the call, in milliseconds.
    public var readBackMs: Int64
    /// How long it must go on holding after that, in milliseconds; where it is lost meanwhile it is sent again.
    public var watchMs: Int64
    /// Whether sending it twice does what sending it once does.
    public var idempotent: Bool
    /// What a silent node means.
    public var silence: Silence
    /// A wait that is not met in time is a note, not a failure.
    public var optional: Bool

    /// A step.
    public init(
        kind: Kind = .change, stage: String, lane: String, source: String, node: String, nodeZone: String? = nil,
        target: String, instance: InstanceKey? = nil, route: String? = nil, targetZone: String? = nil, call: String,
        action: StepAction,
        before: [String: String] = [:], patienceMs: Int64 = 0, deadlineMs: Int64 = 3_000, readBackMs: Int64 = 5_000,
        watchMs: Int64 = 0, idempotent: Bool = true, silence: Silence = .ask, optional: Bool = false
    ) {
        self.kind = kind
        self.stage = stage
        self.lane = lane
        self.source = source
        self.node = node
        self.nodeZone = nodeZone
        self.target = target
        self.instance = instance
        self.route = route
        self.targetZone = targetZone
        self.call = call
        self.action = action
        self.before = before
        self.patienceMs = patienceMs
        self.deadlineMs = deadlineMs
        self.readBackMs = readBackMs
        self.watchMs = watchMs
        self.idempotent = idempotent
        self.silence = silence
        self.optional = optional
    }

    /// The source of steps that are about the estate as a whole: the runner waits for them itself (a soak, traffic that
    /// leaves), because it alone sees all sources together.
    public static let estate = ""

    /// The key in `before` of the override that was on the target before the step.
    public static let savedOverride = "override"

    /// Kinds of steps.
    public enum Kind: String, Codable, Sendable {
        /// Sends a change.
        case change
        /// Sends nothing: waits until it holds.
        case wait
    }

    /// What it means that a node does not answer.
    public enum Silence: String, Codable, Sendable {
        /// The step is owed and the operation goes on.
        case owe
        /// The operator must say so by name, with a reason.
        case ask
    }
}

/// What a step does, in its connector's own terms: versioned by the connector, opaque to everybody else.
public struct StepAction: Codable, Hashable, Sendable {
    /// The action's name (`eureka.status.put`).
    public var name: String
    /// Its fields, the token of a compare-and-set among them.
    public var fields: [String: String]

    /// An action.
    public init(name: String, fields: [String: String]) {
        self.name = name
        self.fields = fields
    }
}
