import Contract
import Operations
import Terminal
import Topology

/// The lines of a plan.
enum PlanDocument {
    /// More targets than this are folded until all are asked for.
    private static let folded = 6

    /// As many calls are listed; the commands print all of them.
    private static let mostCalls = 2_000

    /// Makes the lines of the plan that is read.
    static func make(_ state: ConsoleState) -> Document {
        guard let planning = state.plan else { return Document(labels: 20, width: state.columns) }
        let longest = planning.request.instances.map { TextMetrics.standard.columns(of: $0.description) }.max() ?? 0
        var document = Document(labels: min(40, max(20, longest)), width: state.columns)
        let reason = planning.request.reason
        document.wrap(
            DocumentLine(
                state.say(PlanningText.reason), reason.isEmpty ? state.say(PlanningText.noReason) : reason,
                reason.isEmpty ? .dim : .strong))
        if !planning.request.by.isEmpty, !planning.request.scope.isWide {
            document.add(DocumentLine(state.say(PlanningText.by), planning.request.by))
        }
        switch planning.phase {
        case .waiting:
            document.add(.blank)
            document.wrap(.text(state.say(PlanningText.waiting), .info))
            if !planning.request.scope.isWide {
                targets(planning.request.instances.map { ($0, nil) }, planning, state, &document)
            }
        case .failed(let text):
            document.add(.blank)
            document.wrap(.text(state.say(PlanningText.failed, text), .bad))
        case .made(let plan), .starting(let plan):
            if let zone = plan.zonePlan {
                ZonePlanDocument(plan: plan, zone: zone, state: state).add(to: &document)
                if state.view.expanded { calls(plan.steps, state, &document) }
                return document
            }
            targets(plan.targets.map { ($0.instance, $0) }, planning, state, &document)
            consequences(plan, state, &document)
            gates(plan.gates, state, &document)
            if state.view.expanded { calls(plan.steps, state, &document) }
        }
        return document
    }

    /// The lines as they were made for the view, or made now where it has none.
    static func lines(of state: ConsoleState) -> [DocumentLine] {
        if state.view.screen == PlanScreen.id, case .document(let document) = state.view.rows { return document.lines }
        return make(state).lines
    }

    /// The check of a line.
    static func gate(at index: Int, _ state: ConsoleState) -> GateName? {
        let lines = lines(of: state)
        guard lines.indices.contains(index), lines[index].isItem else { return nil }
        return GateName.allCases.first { state.say(GateText($0)) == lines[index].label }
    }

    private static func targets(
        _ targets: [(InstanceKey, PlannedTarget?)], _ planning: PlanState, _ state: ConsoleState,
        _ document: inout Document
    ) {
        document.add(.blank)
        document.add(.heading(state.say(PlanningText.happens)))
        let shown = state.view.expanded ? targets.count : folded
        for (instance, target) in targets.prefix(shown) {
            var says: [String] = []
            if let target {
                says.append(target.zone ?? "?")
                says.append(change(target, planning.request.kind, state))
                let servers = planning.plan.map { plan in
                    Set(plan.steps.filter { $0.step.instance == instance && $0.step.kind == .change }.map(\.step.node))
                }
                let count = servers?.count ?? 0
                says.append(
                    count == 0 ? state.say(PlanningText.nothingSent) : state.say(PlanningText.onServers, String(count)))
            }
            let isHidden = planning.hidden.contains(instance)
            if isHidden { says.append("◀ " + state.say(PlanningText.hiddenRow)) }
            document.wrap(
                DocumentLine(instance.description, says.joined(separator: "  "), isHidden ? .warning : .text))
        }
        if targets.count > shown {
            let rest = targets.dropFirst(shown)
            document.add(.text(state.say(PlanningText.moreTargets, String(rest.count)), .dim))
            for (instance, _) in rest where planning.hidden.contains(instance) {
                document.add(DocumentLine(instance.description, "◀ " + state.say(PlanningText.hiddenRow), .warning))
            }
        }
    }

    private static func change(_ target: PlannedTarget, _ kind: OperationKind, _ state: ConsoleState) -> String {
        let before = state.say(StateText(target.state))
        switch kind {
        case .drain, .evacuate, .shift, .setWeights, .repair: return state.say(PlanningText.toOut, before)
        case .restore: return state.say(PlanningText.toBefore, before, target.origin ?? "?")
        case .clearOverride: return state.say(PlanningText.toCleared, before, target.origin ?? "?")
        }
    }

    private static func consequences(_ plan: Plan, _ state: ConsoleState, _ document: inout Document) {
        for finding in plan.findings {
            let about = [finding.instance?.description, finding.node.map { NodeName.short($0.node) }]
                .compactMap { $0 }.joined(separator: ", ")
            let text = about.isEmpty ? finding.text : about + ": " + finding.text
            document.wrap(DocumentLine(state.say(PlanningText.note), text, .warning))
        }
        if let delay = plan.clientDelay {
            let text = state.say(PlanningText.within, TimeSpan.text(delay.milliseconds), delay.text)
            document.wrap(DocumentLine(state.say(PlanningText.clients), text))
        }
        var nodes: [String] = []
        for step in plan.steps where step.step.kind == .change && !nodes.contains(step.step.node) {
            nodes.append(step.step.node)
        }
        if !nodes.isEmpty {
            let names = nodes.map(NodeName.short).joined(separator: "  ")
            document.wrap(DocumentLine(state.say(PlanningText.writes), names))
        }
        for (node, reason) in plan.owes.sorted(by: { $0.key < $1.key }) {
            document.wrap(DocumentLine(state.say(PlanningText.owed), NodeName.short(node) + ": " + reason, .warning))
        }
    }

    /// The checks, those that fail first.
    static func gates(_ gates: [Gate], _ state: ConsoleState, _ document: inout Document) {
        func count(_ verdict: Gate.Verdict) -> String { String(gates.count { $0.verdict == verdict }) }
        document.add(.blank)
        document.add(
            .heading(
                state.say(
                    PlanningText.gates, count(.pass), count(.fail), count(.unknown), count(.notApplicable))))
        for gate in PlanText.sorted(gates) {
            let mark = Marks.gate(gate)
            var text = gate.text
            if let reason = gate.overriddenBecause { text += "; " + state.say(PlanningText.passedOver, reason) }
            let role: StyleRole = gate.blocks ? mark.role : gate.verdict == .pass ? .text : .dim
            let line = DocumentLine(state.say(GateText(gate.name)), text, role, mark: mark, form: .item)
            // What passes is not read in an incident: it takes one line unless all is asked for.
            if gate.verdict == .pass, !state.view.expanded {
                document.add(line)
            } else {
                document.wrap(line)
            }
        }
    }

    private static func calls(_ steps: [PlannedStep], _ state: ConsoleState, _ document: inout Document) {
        document.add(.blank)
        document.add(.heading(state.say(PlanningText.calls)))
        for (index, planned) in steps.prefix(mostCalls).enumerated() {
            let step = planned.step
            document.wrap(.text("\(index + 1)  \(step.call)"), anywhere: true)
            if step.patienceMs > 0, step.kind == .change {
                document.add(.text("   " + state.say(PlanningText.patience, String(step.patienceMs / 1000)), .dim))
            }
            if step.kind == .wait {
                let seconds = String((step.patienceMs + step.readBackMs) / 1000)
                document.add(.text("   " + state.say(PlanningText.waits, seconds), .dim))
            }
            if let undo = planned.undo {
                document.wrap(.text("   " + state.say(PlanningText.undoes, undo.call), .dim), anywhere: true)
            }
        }
        if steps.count > mostCalls {
            let rest = String(steps.count - mostCalls)
            let command = state.plan?.request.kind.rawValue ?? ""
            document.wrap(.text(state.say(FlipText.moreCalls, rest, command), .dim))
        }
    }
}

extension OperationScope {
    /// Whether it is about more than instances that were named.
    var isWide: Bool { if case .instances = self { false } else { true } }
}
