import Contract
import Topology

extension Planner {
    /// Puts the connectors' steps into the order of the stages, adds what is waited for, and says what it all comes to.
    func arrange(_ draft: ZoneDraft, _ request: PlanRequest, _ plan: inout Plan) {
        var steps: [String: [PlannedStep]] = [:]
        var others: [PlannedStep] = []
        let names = Set(draft.stages.map(\.name))
        for planned in plan.steps {
            var planned = planned
            if planned.step.kind == .change { planned.step.silence = silence(of: planned.step, draft) }
            if names.contains(planned.step.stage) {
                steps[planned.step.stage, default: []].append(planned)
            } else {
                others.append(planned)
            }
        }
        var zone = zonePlan(draft, request, plan)
        var arranged: [PlannedStep] = []
        var groups: [ZoneDraft.Group] = []
        let delay = plan.clientDelay?.milliseconds ?? 0
        let isEmpty = !plan.steps.contains { $0.step.kind == .change }
        for stage in draft.stages where !isEmpty || plan.kind == .restore {
            let own = steps[stage.name] ?? []
            if own.isEmpty, stage.waits.isEmpty { continue }
            arranged += own + stage.waits.map { PlannedStep(step: patient($0, delay)) }
            zone.stages.append(
                PlannedStage(
                    name: stage.name, what: stage.what, before: stage.before, after: stage.after,
                    takesMs: Self.takes(own, stage, delay)))
            groups.append(stage.group)
            guard stage.soakMs > 0 else { continue }
            let name = "\(stage.name) soak"
            arranged.append(PlannedStep(step: EstateStep.soak(stage: name, milliseconds: stage.soakMs)))
            zone.stages.append(
                PlannedStage(name: name, what: "receiving zones are watched", takesMs: stage.soakMs))
            groups.append(stage.group)
        }
        plan.steps = arranged + others
        zone.overview = Self.overview(zone.stages, groups, plan)
        zone.otherPaceMs = otherPace(than: request.pace, draft, plan, delay)
        plan.zonePlan = zone
    }

    /// A silent node of the zone that is left is owed; elsewhere somebody says so by name.
    private func silence(of step: Step, _ draft: ZoneDraft) -> Step.Silence {
        if draft.owesAll { return .owe }
        let zone = step.nodeZone ?? zone(of: NodeID(source: step.source, node: step.node))
        return draft.leaving != nil && zone == draft.leaving ? .owe : .ask
    }

    /// The zone of a node: as the estate file says it, else as it is shown.
    func zone(of id: NodeID) -> String? {
        sources.first { $0.name == id.source }?.nodes.first { $0.address == id.node }?.zone
            ?? snapshot.sources.first { $0.name == id.source }?.nodes.first { $0.id == id }?.zone
    }

    /// A wait for traffic has as long as clients take to follow, besides its own time.
    private func patient(_ wait: Step, _ delay: Int64) -> Step {
        guard wait.action.name != EstateStep.soak else { return wait }
        var wait = wait
        wait.patienceMs += delay
        return wait
    }

    private static func takes(_ steps: [PlannedStep], _ stage: ZoneDraft.Stage, _ delay: Int64) -> Int64 {
        let changes = steps.filter { $0.step.kind == .change }.map(\.step)
        let lanes = Set(changes.map { "\($0.source)\u{0}\($0.lane)" }).count
        let waits = stage.waits.reduce(0) { $0 + ($1.action.name == EstateStep.soak ? $1.patienceMs : delay) }
        return ZonePace.changesMs(lanes: lanes, changes: changes.count) + waits
    }

    /// What the same takes at the other pace: its stages and soaks are counted, its calls are guessed from these.
    private func otherPace(than pace: OperationPace, _ draft: ZoneDraft, _ plan: Plan, _ delay: Int64) -> Int64 {
        if plan.isEmpty { return 0 }
        func stages(_ group: ZoneDraft.Group) -> [ZoneDraft.Stage] { draft.stages.filter { $0.group == group } }
        func time(_ group: ZoneDraft.Group, _ scale: Double) -> Int64 {
            let names = Set(stages(group).map(\.name))
            let changes = plan.steps.map(\.step).filter { $0.kind == .change && names.contains($0.stage) }
            let lanes = Set(changes.map { "\($0.source)\u{0}\($0.lane)" }).count
            return ZonePace.changesMs(lanes: lanes, changes: Int((Double(changes.count) * scale).rounded()))
        }
        let parts = Int64(ZonePace.gatewayParts.count)
        let hasGateways = !stages(.gateways).isEmpty
        let waits = stages(.traffic).isEmpty ? 0 : delay
        let soaks = stages(.soak).isEmpty ? 0 : 1 as Int64
        switch pace {
        case .careful:
            return time(.gateways, 1 / Double(max(1, stages(.gateways).count))) + time(.registry, 1) + waits
                + soaks * ZonePace.soakNowMs
        case .now:
            let waves = Int64(min(DrainWaves.most, Set(plan.targets.map(\.instance.service)).count))
            return time(.gateways, Double(parts)) + (hasGateways ? parts * ZonePace.gatewaySoakMs : 0)
                + time(.registry, 1) + max(0, waves - 1) * ZonePace.waveSoakMs + waits + soaks * ZonePace.soakMs
        }
    }

    /// One line for each group of stages.
    private static func overview(
        _ stages: [PlannedStage], _ groups: [ZoneDraft.Group], _ plan: Plan
    ) -> [PlannedStage] {
        var lines: [PlannedStage] = []
        for (stage, group) in zip(stages, groups) {
            if lines.last?.name == group.rawValue {
                lines[lines.count - 1].takesMs += stage.takesMs
                if !stage.after.isEmpty { lines[lines.count - 1].after = stage.after }
                continue
            }
            var line = stage
            line.name = group.rawValue
            lines.append(line)
        }
        let waves = stages.count { $0.name.hasPrefix("registry") && !$0.name.hasSuffix("soak") }
        if let index = lines.firstIndex(where: { $0.name == ZoneDraft.Group.registry.rawValue }) {
            var counts = Counts()
            for target in plan.targets { counts.count(target.state) }
            lines[index].what = "\(counts.total) instances" + (waves > 1 ? " in \(waves) waves" : "")
            lines[index].before = counts.told
            lines[index].after = plan.kind == .restore ? "as before" : "\(counts.total) out"
        }
        return lines
    }
}
