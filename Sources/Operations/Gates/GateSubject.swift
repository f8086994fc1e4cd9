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
    /// What it is to do about a whole zone, or about weights; nothing where it is about instances alone.
    public var zonePlan: ZonePlan?
    /// The routes that it changes, by source.
    public var routes: [String: [Intent.RouteTarget]]

    /// A subject.
    public init(
        kind: OperationKind, instances: [InstanceKey], steps: [PlannedStep], overrides: [String: String] = [:],
        owes: [String: String] = [:], zonePlan: ZonePlan? = nil, routes: [String: [Intent.RouteTarget]] = [:]
    ) {
        self.zonePlan = zonePlan
        self.routes = routes
        self.kind = kind
        self.instances = instances
        self.steps = steps
        self.overrides = overrides
        self.owes = owes
    }

    /// The names of the sources that it changes; the estate as a whole is none.
    var sources: Set<String> { Set(steps.map(\.step.source)).union(routes.keys).subtracting([Step.estate]) }

    /// Its steps that send something.
    var changes: [PlannedStep] { steps.filter { $0.step.kind == .change } }

    /// Whether it takes any instance out of rotation.
    var takesInstancesOut: Bool { kind.takesInstancesOut && !instances.isEmpty }

    /// The zone that is left: what it does not tell blocks nothing. Nothing where none is.
    var leaving: String? {
        switch kind {
        case .evacuate, .shift: zonePlan?.scope.zone
        case .drain, .restore, .clearOverride, .setWeights, .repair: nil
        }
    }

    /// What there is in the zone that is left, as the evidence shows it; nothing where none is evacuated.
    func contents(_ evidence: Evidence) -> ZoneContents? {
        guard kind == .evacuate, let zonePlan, let leaving else { return nil }
        return ZoneContents(
            leaving, in: evidence.snapshot, sources: evidence.sources, except: zonePlan.except,
            include: zonePlan.include)
    }

    /// Whether a node's silence needs nobody's word: it is in the zone that is left, everything sent to it is about its
    /// own zone, or it is owed by name.
    func mayBeSilent(_ node: NodeID, in zone: String?) -> Bool {
        if kind == .restore || owes[node.node] != nil { return true }
        if let leaving, zone == leaving { return true }
        let sent = changes.filter { $0.step.source == node.source && $0.step.node == node.node }
        return !sent.isEmpty && sent.allSatisfy { $0.step.silence == .owe }
    }

    /// The nodes that would be written, in the order of the steps; those too for whose routes no steps could be made.
    var writtenNodes: [NodeID] {
        var seen: Set<NodeID> = []
        let routed = routes.sorted { $0.key < $1.key }.flatMap { source, routes in
            routes.filter(\.changes).map { NodeID(source: source, node: $0.node) }
        }
        return (changes.map { NodeID(source: $0.step.source, node: $0.step.node) } + routed)
            .filter { seen.insert($0).inserted }
    }
}

extension Intent.RouteTarget {
    /// Whether any stage sets another weight than the one that was seen.
    var changes: Bool { weights.contains { $0.weight != seen } }
}
