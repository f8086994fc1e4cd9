import Contract
import Topology

/// An operation as JSON (DESIGN §8): what commands print with `-o json`.
///
/// Fields are added, never renamed or dropped; what is not known or has not happened is `null`.
public struct OperationDocument: Encodable, Sendable {
    let id: String
    let kind: OperationKind
    let state: OperationState
    let zone: String?
    let reason: String
    let by: String
    let startedAt: String?
    let endedAt: String?
    let gates: [GateDocument]
    let steps: [StepDocument]
    let undoSteps: [StepDocument]
    let owed: Int
    let owedNodes: [String]
    let targets: [String]
    let message: String?
    let cause: HoldCause?
    let direction: Direction
    let clientsFollowBy: String?
    let clientsFollowText: String?
    let runner: RunnerDocument?
    let planHash: String?
    let zonePlan: ZonePlan?
    let expiresAt: String?

    /// The document of a journaled operation.
    public init(_ operation: Operation) {
        id = operation.id
        kind = operation.kind
        state = operation.state
        zone = operation.plan.zone
        reason = operation.plan.reason
        by = operation.plan.by
        startedAt = operation.startedAt?.rfc3339
        endedAt = operation.endedAt?.rfc3339
        gates = operation.gates.map(GateDocument.init)
        steps = operation.steps.map(StepDocument.init)
        undoSteps = operation.undoSteps.map(StepDocument.init)
        owed = operation.owedSteps.count
        var seen: Set<String> = []
        owedNodes = operation.owedSteps.map(\.step.node).filter { seen.insert($0).inserted }
        targets = operation.instances.map(\.description)
        message = operation.message
        cause = operation.cause
        direction = operation.direction
        clientsFollowBy = operation.clientsFollowBy?.rfc3339
        clientsFollowText = operation.plan.clientDelay?.text
        runner = operation.runner.map { RunnerDocument($0, operation.liveness) }
        planHash = operation.planHash
        zonePlan = operation.plan.zonePlan
        expiresAt = operation.expiresAt?.rfc3339
    }

    /// The document of a plan that was not started (`--dry-run`).
    public init(plan: Plan, id: String = "") {
        self.id = id
        kind = plan.kind
        state = .planned
        zone = plan.zone
        reason = plan.reason
        by = plan.by
        startedAt = nil
        endedAt = nil
        gates = plan.gates.map(GateDocument.init)
        steps = plan.steps.map { StepDocument(planned: $0.step) }
        undoSteps = []
        owed = 0
        owedNodes = []
        targets = plan.instances.map(\.description)
        message =
            plan.isBlocked
            ? "blocked by " + plan.blocking.map(\.name.rawValue).joined(separator: ", ")
            : plan.isEmpty ? "nothing to do" : nil
        cause = nil
        direction = .forward
        clientsFollowBy = nil
        clientsFollowText = plan.clientDelay?.text
        runner = nil
        planHash = try? plan.hash()
        zonePlan = plan.zonePlan
        expiresAt = plan.zonePlan?.expiresAt?.rfc3339
    }

    /// Every field is there, `null` where it has no value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(kind, forKey: .kind)
        try container.encode(state, forKey: .state)
        try container.encode(zone, forKey: .zone)
        try container.encode(reason, forKey: .reason)
        try container.encode(by, forKey: .by)
        try container.encode(startedAt, forKey: .startedAt)
        try container.encode(endedAt, forKey: .endedAt)
        try container.encode(gates, forKey: .gates)
        try container.encode(steps, forKey: .steps)
        try container.encode(undoSteps, forKey: .undoSteps)
        try container.encode(owed, forKey: .owed)
        try container.encode(owedNodes, forKey: .owedNodes)
        try container.encode(targets, forKey: .targets)
        try container.encode(message, forKey: .message)
        try container.encode(cause, forKey: .cause)
        try container.encode(direction, forKey: .direction)
        try container.encode(clientsFollowBy, forKey: .clientsFollowBy)
        try container.encode(clientsFollowText, forKey: .clientsFollowText)
        try container.encode(runner, forKey: .runner)
        try container.encode(planHash, forKey: .planHash)
        try container.encode(expiresAt, forKey: .expiresAt)
        try zonePlan.encode(into: &container)
    }

    enum CodingKeys: String, CodingKey {
        case id, kind, state, zone, reason, by, startedAt, endedAt, gates, steps, undoSteps, owed, owedNodes, targets
        case message, cause, direction, clientsFollowBy, clientsFollowText, runner, planHash
        case expiresAt, about, pace, except, include, stages, takesMs, otherPaceMs, forecast, stays, mayBeMissing
        case baseline, stopRules
    }
}
