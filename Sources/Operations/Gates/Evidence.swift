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
    /// What the journal says of other operations.
    public var journal: JournalFacts
    /// What the fresh drafts found before their steps, by place: to tell whether the saved undo is still right.
    public var freshBefore: [StepPlace: [String: String]]
    /// What the estate file says of operations.
    public var rules: OperationRules

    /// Evidence.
    public init(
        snapshot: Snapshot, now: ClockReading, observedAt: Moment? = nil, sources: [SourceSettings],
        capabilities: [NodeID: Capability] = [:], findings: [Finding] = [], journal: JournalFacts = JournalFacts(),
        freshBefore: [StepPlace: [String: String]] = [:], rules: OperationRules = OperationRules()
    ) {
        self.snapshot = snapshot
        self.now = now
        self.observedAt = observedAt ?? now.moment
        self.sources = sources
        self.capabilities = capabilities
        self.findings = findings
        self.journal = journal
        self.freshBefore = freshBefore
        self.rules = rules
    }

    /// The zone of a node: as the estate file says it, else as it is shown (one that was found in a registry).
    func zone(of id: NodeID) -> String? {
        sources.first { $0.name == id.source }?.nodes.first { $0.address == id.node }?.zone
            ?? snapshot.sources.first { $0.name == id.source }?.nodes.first { $0.id == id }?.zone
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

/// What the journal says of other operations: values, so that judging them is pure.
public struct JournalFacts: Hashable, Sendable {
    /// Why it cannot be relied on, nothing where it can.
    public var trouble: String?
    /// Instances that other unfinished operations work on, and which.
    public var locks: [InstanceKey: String]
    /// The other operation that is about a whole zone and not over.
    public var zoneWide: String?
    /// When the zone's traffic was moved last; nothing where it never was.
    public var lastFlip: ZoneFlip?

    /// Facts; nothing is in the way by default.
    public init(
        trouble: String? = nil, locks: [InstanceKey: String] = [:], zoneWide: String? = nil, lastFlip: ZoneFlip? = nil
    ) {
        self.trouble = trouble
        self.locks = locks
        self.zoneWide = zoneWide
        self.lastFlip = lastFlip
    }
}

/// An operation that moved a zone's traffic.
public struct ZoneFlip: Hashable, Sendable {
    /// The operation's id.
    public var operation: String
    /// What it did.
    public var kind: OperationKind
    /// When it ended, or began where it has not.
    public var at: Timestamp
    /// Whether it brought traffic back into the zone: a restore, or what was undone.
    public var isBack: Bool

    /// A flip.
    public init(operation: String, kind: OperationKind, at: Timestamp, isBack: Bool) {
        self.operation = operation
        self.kind = kind
        self.at = at
        self.isBack = isBack
    }
}
