import Contract
import Topology

/// All that gates judge on: values, collected before, so that judging is pure and the same evidence gives the same verdict.
public struct Evidence: Sendable {
    /// The estate as it was read.
    public var snapshot: Snapshot
    /// Both clocks when judging.
    public var now: ClockReading
    /// When the snapshot was in hand: ages count up to there, not to the end of the survey that a silent node delays.
    public var observedAt: Moment
    /// The plan's sources: their nodes, how often they are asked, how long an answer may take.
    public var sources: [SourceSettings]
    /// What each node lets us do, probed; a node that is not in it was not probed.
    public var capabilities: [NodeID: Capability]
    /// What the actuators found on the way.
    public var findings: [Finding]
    /// Instances that unfinished operations work on, and which.
    public var locks: [InstanceKey: String]
    /// Why the journal cannot be relied on, nothing where it can.
    public var journalTrouble: String?
    /// What the fresh drafts found before their steps, by place: to tell whether the saved undo is still right.
    public var freshBefore: [StepPlace: [String: String]]
    /// What the estate file says of operations.
    public var rules: OperationRules

    /// Evidence.
    public init(
        snapshot: Snapshot, now: ClockReading, observedAt: Moment? = nil, sources: [SourceSettings],
        capabilities: [NodeID: Capability] = [:], findings: [Finding] = [], locks: [InstanceKey: String] = [:],
        journalTrouble: String? = nil,
        freshBefore: [StepPlace: [String: String]] = [:], rules: OperationRules = OperationRules()
    ) {
        self.snapshot = snapshot
        self.now = now
        self.observedAt = observedAt ?? now.moment
        self.sources = sources
        self.capabilities = capabilities
        self.findings = findings
        self.locks = locks
        self.journalTrouble = journalTrouble
        self.freshBefore = freshBefore
        self.rules = rules
    }

    /// The zone of a node, as the estate file says it.
    func zone(of id: NodeID) -> String? {
        sources.first { $0.name == id.source }?.nodes.first { $0.address == id.node }?.zone
    }
}

/// What a step writes to, by which a planned one and a fresh one are known to be the same.
public struct StepPlace: Hashable, Sendable {
    let source: String
    let node: String
    let target: String
    let action: String

    /// Where a step writes.
    public init(_ step: Step) {
        source = step.source
        node = step.node
        target = step.target
        action = step.action.name
    }
}
