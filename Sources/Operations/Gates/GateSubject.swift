import Contract
import Topology

/// What is to be judged: a plan, or what is left of one that is resumed.
public struct GateSubject: Sendable {
    /// The kind of change.
    public var kind: OperationKind
    /// The instances that it changes.
    public var instances: [InstanceKey]
    /// Its steps, with their undo.
    public var steps: [PlannedStep]
    /// Reasons by gate.
    public var overrides: [String: String]
    /// Reasons by node.
    public var owes: [String: String]

    /// A subject.
    public init(
        kind: OperationKind, instances: [InstanceKey], steps: [PlannedStep], overrides: [String: String] = [:],
        owes: [String: String] = [:]
    ) {
        self.kind = kind
        self.instances = instances
        self.steps = steps
        self.overrides = overrides
        self.owes = owes
    }

    /// The names of the sources that it changes.
    var sources: Set<String> { Set(steps.map(\.step.source)) }

    /// Its steps that send something.
    var changes: [PlannedStep] { steps.filter { $0.step.kind == .change } }

    /// Whether a node's silence needs nobody's word: everything sent to it is about its own zone, or it is owed by name.
    func mayBeSilent(_ node: NodeID) -> Bool {
        if kind == .restore || owes[node.node] != nil { return true }
        let sent = changes.filter { $0.step.source == node.source && $0.step.node == node.node }
        return !sent.isEmpty && sent.allSatisfy { $0.step.silence == .owe }
    }

    /// The nodes that would be written, in the order of the steps.
    var writtenNodes: [NodeID] {
        var seen: Set<NodeID> = []
        return changes.map { NodeID(source: $0.step.source, node: $0.step.node) }.filter { seen.insert($0).inserted }
    }
}
