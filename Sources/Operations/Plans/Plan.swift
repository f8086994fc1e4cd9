import Contract
import Digest
import Topology

/// What an operator is about to do, as data: why, what is changed, the exact steps, and what the gates say of it.
public struct Plan: Codable, Hashable, Sendable {
    /// The layout of this value in the journal.
    public var version = 1
    /// The kind of change.
    public var kind: OperationKind
    /// Why, as the operator typed it.
    public var reason: String
    /// Who (`user@host`).
    public var by: String
    /// When it was made.
    public var madeAt: Timestamp
    /// The estate's name.
    public var estate: String
    /// The estate file that it was made with.
    public var estateFile: EstateFileReference
    /// The program that made it (`0.1.0`).
    public var program: String
    /// What is changed, ordered.
    public var targets: [PlannedTarget]
    /// What each source was asked for.
    public var intents: [String: Intent]
    /// In order.
    public var steps: [PlannedStep]
    /// What the actuators found on the way.
    public var findings: [Finding]
    /// The gates at the time of planning.
    public var gates: [Gate]
    /// Reasons by gate.
    public var overrides: [String: String]
    /// Reasons by node.
    public var owes: [String: String]
    /// How long clients take at worst to follow, by source.
    public var clientDelays: [String: ClientDelay]
    /// What it says of a whole zone; nothing where it is about instances alone.
    public var zonePlan: ZonePlan?

    /// A plan.
    public init(
        kind: OperationKind, reason: String, by: String, madeAt: Timestamp, estate: String,
        estateFile: EstateFileReference, program: String, targets: [PlannedTarget] = [],
        intents: [String: Intent] = [:], steps: [PlannedStep] = [], findings: [Finding] = [], gates: [Gate] = [],
        overrides: [String: String] = [:], owes: [String: String] = [:], clientDelays: [String: ClientDelay] = [:],
        zonePlan: ZonePlan? = nil
    ) {
        self.kind = kind
        self.reason = reason
        self.by = by
        self.madeAt = madeAt
        self.estate = estate
        self.estateFile = estateFile
        self.program = program
        self.targets = targets
        self.intents = intents
        self.steps = steps
        self.findings = findings
        self.gates = gates
        self.overrides = overrides
        self.owes = owes
        self.clientDelays = clientDelays
        self.zonePlan = zonePlan
    }

    /// The zone of everything that it changes; nothing where that is several, or none.
    public var zone: String? {
        if let zonePlan { return zonePlan.scope.zone }
        let zones = Set(targets.map(\.zone))
        return zones.count == 1 ? zones.first ?? nil : nil
    }

    /// The gates that stand in the way; none for a restore, whose gates are shown only.
    public var blocking: [Gate] { Gates.blocking(gates, of: kind) }

    /// Whether it must not be started as it is.
    public var isBlocked: Bool { !blocking.isEmpty }

    /// What a command exits with that only looks at it (`--dry-run`), or does not start it because it is blocked.
    ///
    /// A journal that cannot be written is no question of safety that could be weighed: nothing can be started at all.
    public var exit: OperationExit {
        if blocking.contains(where: { $0.name == .journalDurable }) { return .failed }
        return isBlocked ? .blocked : .complete
    }

    /// Whether there is nothing to send: everything is so already.
    ///
    /// A zone is restored all the same: until then the journal says that it is out.
    public var isEmpty: Bool {
        if kind == .restore, zonePlan != nil { return false }
        return !steps.contains { $0.step.kind == .change }
    }

    /// Its instances, which its operation locks.
    public var instances: [InstanceKey] { targets.map(\.instance) }

    /// The longest that clients take to follow, over all sources.
    public var clientDelay: ClientDelay? {
        clientDelays.values.max { ($0.milliseconds, $0.text) < ($1.milliseconds, $1.text) }
    }

    /// What the gates judge: all of it.
    public var subject: GateSubject {
        subject(of: steps, instances: instances, overrides: overrides, owes: owes)
    }

    /// What the gates judge of a part of it: what is left to do of an operation that goes on.
    func subject(
        of steps: [PlannedStep], instances: [InstanceKey], overrides: [String: String], owes: [String: String]
    ) -> GateSubject {
        GateSubject(
            kind: kind, instances: instances, steps: steps, overrides: overrides, owes: owes, zonePlan: zonePlan,
            routes: intents.mapValues(\.routes).filter { !$0.value.isEmpty })
    }

    /// Its canonical JSON: keys sorted, no white space. The same plan is the same text everywhere.
    public func canonicalJSON() throws(OperationError) -> String { try CanonicalJSON.text(self) }

    /// SHA-256 of its canonical JSON, in hexadecimal: what is confirmed and journaled is bound to it.
    public func hash() throws(OperationError) -> String { SHA256(of: try canonicalJSON()).hex }
}
