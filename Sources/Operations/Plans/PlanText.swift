import Contract
import Topology

/// A plan as text for people, top to bottom: why, what happens, the gates with the failing ones first, what blocks and
/// what helps, the exact calls.
public enum PlanText {
    /// The lines of a plan, without colour; no line ends in white space.
    public static func lines(_ plan: Plan) -> [String] {
        var lines = ["\(plan.kind.rawValue) \(plan.summary)"]
        if !plan.reason.isEmpty { lines.append("  reason   \(plan.reason)") }
        lines.append("  by       \(plan.by)")
        if let zone = plan.zonePlan {
            lines += head(zone) + [""] + happening(zone, plan) + (zone.overview.isEmpty ? [] : telling(zone))
        } else {
            lines += ["", "what happens"] + happening(plan)
        }
        lines += [""] + gates(plan.gates)
        lines += [""] + ending(plan)
        if !plan.steps.isEmpty {
            lines += ["", "exact calls"] + calls(plan.steps, byStage: plan.zonePlan != nil)
        }
        return lines
    }

    /// The gates, failing ones first, under a line that counts them.
    public static func gates(_ gates: [Gate]) -> [String] {
        func count(_ verdict: Gate.Verdict) -> Int { gates.count { $0.verdict == verdict } }
        var lines = [
            "gates  \(count(.pass)) pass  \(count(.fail)) fail  \(count(.unknown)) unknown  "
                + "\(count(.notApplicable)) not applicable"
        ]
        let width = gates.map(\.name.rawValue.count).max() ?? 0
        for gate in sorted(gates) {
            let name = gate.name.rawValue
            let padding = String(repeating: " ", count: width - name.count)
            lines.append("  \(sign(gate)) \(name)\(padding)  \(gate.text)")
            if let reason = gate.overriddenBecause {
                lines.append("    \(String(repeating: " ", count: width))  overridden: \(reason)")
            }
        }
        return lines
    }

    /// Failing, unknown, passing, not applicable; each in the fixed order.
    public static func sorted(_ gates: [Gate]) -> [Gate] {
        let order: [Gate.Verdict] = [.fail, .unknown, .pass, .notApplicable]
        return order.flatMap { verdict in gates.filter { $0.verdict == verdict } }
    }

    /// A sign with a shape of its own for each verdict.
    public static func sign(_ gate: Gate) -> String {
        switch gate.verdict {
        case .pass: "✔"
        case .fail: gate.overriddenBecause == nil ? "✖" : "▲"
        case .unknown: gate.overriddenBecause == nil ? "?" : "▲"
        case .notApplicable: "–"
        }
    }

    private static func happening(_ plan: Plan) -> [String] {
        var lines: [String] = []
        for target in plan.targets {
            let steps = plan.steps.filter { $0.step.instance == target.instance && $0.step.kind == .change }
            var seen: Set<String> = []
            let nodes = steps.map(\.step.node).filter { seen.insert($0).inserted }
            let zone = target.zone.map { "  \($0)" } ?? ""
            let change =
                switch plan.kind {
                case .drain, .evacuate, .shift, .setWeights, .repair: "\(target.state.rawValue) → out"
                case .restore: "\(target.state.rawValue) → as before \(target.origin ?? "")"
                case .clearOverride: "override cleared, \(target.origin ?? "")"
                }
            let place = nodes.isEmpty ? "nothing to send" : "on \(nodes.count) node\(nodes.count == 1 ? "" : "s")"
            lines.append("  \(target.instance)\(zone)  \(change)  \(place)")
        }
        return lines + notes(plan)
    }

    /// What was found on the way, how long clients take to follow, and that a restore asks nothing.
    static func notes(_ plan: Plan) -> [String] {
        var lines: [String] = []
        for finding in plan.findings {
            let about = [finding.instance?.description, finding.node?.node].compactMap { $0 }.joined(separator: " on ")
            lines.append("  note: \(about.isEmpty ? "" : about + ": ")\(finding.text)")
        }
        if let delay = plan.clientDelay {
            lines.append("  clients follow within \(Gates.seconds(delay.milliseconds)) after that (\(delay.text))")
        }
        if plan.kind == .restore {
            lines.append("  a restore is shown its gates and never stopped by them")
        }
        return lines
    }

    private static func ending(_ plan: Plan) -> [String] {
        if plan.isEmpty, !plan.isBlocked { return ["Nothing to do."] }
        guard plan.isBlocked else { return ["Nothing blocks it."] }
        let names = plan.blocking.map(\.name.rawValue)
        var lines = ["Blocked by \(names.count) gate\(names.count == 1 ? "" : "s"): \(names.joined(separator: ", "))."]
        for gate in plan.blocking {
            let name = gate.name.rawValue
            lines.append(
                gate.name.canBeOverridden
                    ? "  --override '\(name)=REASON' goes on in spite of it" : "  \(name) cannot be overridden")
        }
        return lines
    }

    private static func calls(_ steps: [PlannedStep], byStage: Bool) -> [String] {
        let width = "\(steps.count)".count
        var stage: String?
        return steps.enumerated().flatMap { index, planned -> [String] in
            let isNew = byStage && planned.step.stage != stage
            stage = planned.step.stage
            let number = "\(index + 1)"
            let margin = String(repeating: " ", count: width - number.count)
            let indent = String(repeating: " ", count: width + 2)
            var lines = isNew ? ["  \(planned.step.stage)"] : []
            lines.append("  \(margin)\(number) \(planned.step.call)")
            if planned.step.patienceMs > 0, planned.step.kind == .change {
                lines.append(
                    " \(indent)only where it is not so by itself within \(Gates.seconds(planned.step.patienceMs))")
            }
            if planned.step.kind == .wait {
                let time = planned.step.patienceMs + planned.step.readBackMs
                lines.append(" \(indent)waits up to \(Gates.seconds(time))")
            }
            if let undo = planned.undo { lines.append(" \(indent)undo: \(undo.call)") }
            return lines
        }
    }
}
