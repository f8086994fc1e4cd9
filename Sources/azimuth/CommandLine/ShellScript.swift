import Contract
import Operations
import Topology

/// A plan as a commented shell script of the same calls: for the day when the console itself is what is broken.
enum ShellScript {
    /// The script's lines.
    static func lines(_ plan: Plan, sources: [SourceSettings]) -> [String] {
        var lines = ["#!/bin/sh"]
        lines += comments(head(plan))
        lines += credentials(plan, sources)
        lines += ["", "set -u", "stage() { printf '\\n== %s\\n' \"$1\"; }"]
        var stage: String?
        for (index, planned) in plan.steps.enumerated() {
            let step = planned.step
            if step.stage != stage {
                stage = step.stage
                lines += ["", "stage \(quoted(step.stage))"]
            }
            lines += self.lines(step, number: index + 1)
        }
        let undo = plan.steps.reversed().compactMap(\.undo)
        if !undo.isEmpty {
            lines += ["", "# To take it back, in this order:"]
            lines += undo.flatMap { ["# \($0.node): \(oneLine($0.target))"] + comments([$0.call]) }
        }
        return lines
    }

    private static func head(_ plan: Plan) -> [String] {
        var head = ["azimuth \(plan.kind.rawValue)\(plan.zone.map { " \($0)" } ?? ""), estate \(plan.estate)"]
        if !plan.reason.isEmpty { head.append("reason: \(plan.reason)") }
        head.append("planned by \(plan.by) at \(plan.madeAt.rfc3339)")
        for gate in plan.blocking { head.append("BLOCKED by \(gate.name.rawValue): \(gate.text)") }
        head.append(
            "These are the calls that the console would send, in its order. It reads each one back before the next;")
        head.append(
            "look at each answer, and stop at the first that is not what you expect. Nothing here is journaled.")
        if let zone = plan.zonePlan {
            head += zone.stays.map { "stays in the zone: \($0)" }
            head += zone.except.map { "left where it is: \($0)" }
        }
        return head
    }

    private static func credentials(_ plan: Plan, _ sources: [SourceSettings]) -> [String] {
        let used = Set(plan.steps.map(\.step.source))
        let guarded = sources.filter { used.contains($0.name) && $0.transport.credentials != nil }.map(\.name)
        if guarded.isEmpty { return [] }
        return comments([
            "\(guarded.joined(separator: ", ")): add the credentials of the estate file (curl -u USER:PASSWORD)"
        ])
    }

    private static func lines(_ step: Step, number: Int) -> [String] {
        var lines = ["# \(number)  \(oneLine(step.node)) \(oneLine(step.target))"]
        if step.kind == .wait {
            lines += comments([step.call])
            let seconds = (step.patienceMs + step.readBackMs + 999) / 1_000
            lines.append(
                step.action.name == EstateStep.soak
                    ? "sleep \(seconds)" : "# wait until it is so, for \(seconds) s at most")
            return lines
        }
        if step.patienceMs > 0 {
            lines.append("# only where it is not so by itself within \(step.patienceMs / 1_000) s")
        }
        lines.append(step.call)
        if step.watchMs > 0 {
            lines.append("# watch it for \(step.watchMs / 1_000) s: where it is lost, send it again")
        }
        return lines
    }

    private static func comments(_ texts: [String]) -> [String] {
        texts.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }.map { line in
            line.hasPrefix("#") ? String(line) : "# \(line)"
        }
    }

    /// What came from a server never begins a line of its own.
    private static func oneLine(_ text: String) -> String {
        Output.sanitised(text)
    }

    private static func quoted(_ text: String) -> String {
        "'" + Output.sanitised(text).split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
            + "'"
    }
}
