import Contract
import Operations
import Topology

/// Operations as text for people.
enum OperationText {
    /// The list of operations.
    static func table(_ operations: [Operation]) -> [String] {
        Table.lines(
            ["id", "started", "by", "what", "state", "owed", "reason"],
            operations.map { operation in
                return [
                    operation.id, operation.createdAt.rfc3339, operation.plan.by,
                    subject(operation.plan), operation.state.rawValue,
                    String(operation.owedSteps.count), operation.plan.reason,
                ]
            }, right: [5])
    }

    /// One operation, top to bottom.
    static func lines(_ operation: Operation) -> [String] {
        let plan = operation.plan
        var lines = [
            subject(plan),
            "  operation  \(operation.id)  \(operation.state.rawValue)",
            "  by         \(plan.by)  \(operation.createdAt.rfc3339)",
        ]
        if !plan.reason.isEmpty { lines.append("  reason     \(plan.reason)") }
        if let expires = operation.expiresAt { lines.append("  look again \(expires.rfc3339)") }
        if let message = operation.message { lines.append("  \(Output.sanitised(message))") }
        if let by = operation.clientsFollowBy {
            let text = plan.clientDelay.map { " (\($0.text))" } ?? ""
            lines.append("  clients follow by \(by.timeOfDay) UTC at worst\(text)")
        }
        lines += [""] + told(operation.steps)
        if !operation.undoSteps.isEmpty { lines += ["", "undo"] + told(operation.undoSteps) }
        return lines + [""] + PlanText.gates(operation.gates)
    }

    /// What it is about, in a few words: `evacuate zone-b`, `drain payment/10.2.4.1:8080 and 3 more`.
    static func subject(_ plan: Plan) -> String {
        let what: String
        switch plan.zonePlan?.scope {
        case .zone(let zone): what = zone
        case .shift(let percent, let from, let to): what = "\(percent) % from \(from) to \(to)"
        case .weights(let source, let group, _): what = "\(source) \(group)"
        case .drift(let source): what = source ?? "drift"
        case .instances, nil:
            let first = plan.instances.first.map(\.description) ?? ""
            what = first + (plan.instances.count > 1 ? " and \(plan.instances.count - 1) more" : "")
        }
        return "\(plan.kind.rawValue) \(what)"
    }

    /// Every step; of more than can be read, a line a stage and those that went wrong.
    private static func told(_ steps: [OperationStep]) -> [String] {
        if steps.count <= 100 { return self.steps(steps) }
        var order: [String] = []
        var stages: [String: [OperationStep]] = [:]
        for step in steps {
            if stages[step.step.stage] == nil { order.append(step.step.stage) }
            stages[step.step.stage, default: []].append(step)
        }
        let lines = Table.lines(
            ["stage", "steps"] + StepState.allCases.map(\.rawValue),
            order.map { stage in
                let steps = stages[stage] ?? []
                return [stage, String(steps.count)]
                    + StepState.allCases.map { state in String(steps.count { $0.state == state }) }
            }, right: Set(1...8))
        let wrong = steps.filter { $0.state == .failed || $0.state == .owed || $0.state == .sent }
        if wrong.isEmpty { return lines }
        return lines + [""] + self.steps(Array(wrong.prefix(40)))
            + (wrong.count > 40 ? ["and \(wrong.count - 40) more: azimuth show OPERATION -o json"] : [])
    }

    private static func steps(_ steps: [OperationStep]) -> [String] {
        Table.lines(
            ["state", "stage", "node", "target", "call"],
            steps.map { step in
                let failed = step.error.map { "\(step.step.call)   \($0)" }
                return [
                    "\(mark(step.state)) \(step.state.rawValue)", step.step.stage, step.step.node, step.step.target,
                    failed ?? step.step.call,
                ]
            })
    }

    private static func mark(_ state: StepState) -> String {
        switch state {
        case .planned: "·"
        case .sent: "▶"
        case .done: "✔"
        case .owed: "◌"
        case .failed: "✖"
        case .undone: "↶"
        case .skipped: "–"
        }
    }
}
