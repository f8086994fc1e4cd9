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
                let what = operation.plan.instances.first.map(\.description) ?? ""
                let more = operation.plan.instances.count > 1 ? " and \(operation.plan.instances.count - 1) more" : ""
                return [
                    operation.id, operation.createdAt.rfc3339, operation.plan.by,
                    "\(operation.kind.rawValue) \(what)\(more)", operation.state.rawValue,
                    String(operation.owedSteps.count), operation.plan.reason,
                ]
            }, right: [5])
    }

    /// One operation, top to bottom.
    static func lines(_ operation: Operation) -> [String] {
        let plan = operation.plan
        var lines = [
            "\(operation.kind.rawValue) \(plan.instances.map(\.description).joined(separator: ", "))",
            "  operation  \(operation.id)  \(operation.state.rawValue)",
            "  by         \(plan.by)  \(operation.createdAt.rfc3339)",
        ]
        if !plan.reason.isEmpty { lines.append("  reason     \(plan.reason)") }
        if let message = operation.message { lines.append("  \(Output.sanitised(message))") }
        if let by = operation.clientsFollowBy {
            let text = plan.clientDelay.map { " (\($0.text))" } ?? ""
            lines.append("  clients follow by \(by.timeOfDay) UTC at worst\(text)")
        }
        lines += [""] + steps(operation.steps)
        if !operation.undoSteps.isEmpty { lines += ["", "undo"] + steps(operation.undoSteps) }
        return lines + [""] + PlanText.gates(operation.gates)
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
