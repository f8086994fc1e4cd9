import Topology

/// Changes one source: turns an intent into steps, applies a step, tells whether it holds, undoes it.
///
/// It decides nothing: gates, order, retries, journal and owing are the runner's.
public protocol Actuator: Sendable {
    /// What can be changed on each node, probed without changing anything.
    func capabilities(until deadline: Moment) async -> [NodeID: Capability]

    /// The steps of an intent, from what the nodes say live at this moment, and what it found on the way.
    ///
    /// Never throws for a silent node: that is a finding, because what it means is for the gates to say.
    func plan(_ intent: Intent, until deadline: Moment) async -> PlanDraft

    /// Whether a step's effect is there, read past every cache.
    func check(_ step: Step, until deadline: Moment) async -> Standing

    /// Sends a step once, over a connection of its own; never retries.
    func apply(_ step: Step, until deadline: Moment) async -> Outcome

    /// The step that takes this one back, from what was there before and the receipt of its outcome; nothing where
    /// there is nothing to take back.
    func undo(of step: Step, receipt: [String: String]) -> Step?
}

/// What one node lets us do.
public enum Capability: Hashable, Sendable {
    /// These kinds of change.
    case writable([String])
    /// None, and why.
    case readOnly(String)
    /// It did not answer, and why.
    case silent(String)
}

/// Whether a step's effect is there.
public enum Standing: Hashable, Sendable {
    /// It is.
    case holds
    /// It is not; what is there instead.
    case doesNot(String)
    /// What it was about is no more (the instance deregistered): there is nothing to change.
    case moot(String)
    /// The node did not tell, and why.
    case unknown(String)
}

/// What came of sending a step.
public enum Outcome: Hashable, Sendable {
    /// The node says that it is done; the receipt holds what the undo needs (the new token of a compare-and-set).
    case done(receipt: [String: String])
    /// The node refused it: nothing was changed, and sending it again would not help.
    case rejected(String)
    /// Somebody else changed it since it was planned (a lost compare-and-set): nothing was changed.
    case conflict(String)
    /// It surely did not reach the node.
    case notSent(String)
    /// It may have been done: read back before anything else.
    case unknown(String)
}

/// Steps, and what was found while making them.
public struct PlanDraft: Hashable, Sendable {
    /// In order.
    public var steps: [Step]
    /// What the gates must know.
    public var findings: [Finding]
    /// How long it takes at worst, once every step is done, until the last client knows; nothing where nobody can tell.
    public var clientDelay: ClientDelay?

    /// A draft.
    public init(steps: [Step] = [], findings: [Finding] = [], clientDelay: ClientDelay? = nil) {
        self.steps = steps
        self.findings = findings
        self.clientDelay = clientDelay
    }
}

/// The delay until clients follow a change that every node already tells of, and what it is made of.
public struct ClientDelay: Hashable, Codable, Sendable {
    /// Its worst case, in milliseconds.
    public var milliseconds: Int64
    /// What adds up to it, for people (`server cache 30 s + client fetch 30 s + load balancer cache 35 s`).
    public var text: String

    /// A delay.
    public init(milliseconds: Int64, text: String) {
        self.milliseconds = milliseconds
        self.text = text
    }
}

/// Something that a connector found while it planned and that a gate judges.
public struct Finding: Hashable, Codable, Sendable {
    /// What kind of thing.
    public var kind: Kind
    /// The instance it is about.
    public var instance: InstanceKey?
    /// The node it is about.
    public var node: NodeID?
    /// What was found, in an operator's words.
    public var text: String

    /// A finding.
    public init(_ kind: Kind, instance: InstanceKey? = nil, node: NodeID? = nil, text: String) {
        self.kind = kind
        self.instance = instance
        self.node = node
        self.text = text
    }

    /// Kinds of findings.
    public enum Kind: String, Codable, Sendable {
        /// The node does not answer.
        case silentNode
        /// The node refuses changes.
        case notWritable
        /// The change would not hold (the instance is out by itself).
        case wouldNotHold
        /// It is so already, by somebody else's doing.
        case alreadySo
        /// No node lists it.
        case absent
        /// The override that is there was not left by this console's operations.
        case foreignOverride
        /// Worth knowing; no gate asks about it.
        case note
    }
}
