import Contract
import Topology

extension GatewayActuator {
    func plan(_ intent: Intent, until deadline: Moment) async -> PlanDraft {
        guard intent.kind == .weights || intent.kind == .restoreWeights else { return PlanDraft() }
        let names = intent.routes.map(\.node).firstOfEach
        let nodes = await live(names, until: oneLook(until: deadline))
        var draft = PlanDraft()
        draft.findings = nodes.compactMap { $0.finding(NodeID(source: source.name, node: $0.address)) }
        let blocked = Set(draft.findings.filter { $0.kind != .silentNode }.compactMap { $0.node?.node })
        var planned: [(node: LiveNode, routes: [PlannedRoute])] = []
        for node in nodes where !blocked.contains(node.address) {
            let targets = intent.routes.filter { $0.node == node.address }
            var routes: [PlannedRoute] = []
            for group in targets.map(\.group).firstOfEach {
                let ours = targets.filter { $0.group == group }
                routes += plannedGroup(ours, restores: intent.kind == .restoreWeights, node, among: nodes, into: &draft)
            }
            planned.append((node, routes))
        }
        let stages = intent.routes.flatMap { Self.stages(of: $0) }.firstOfEach
        for stage in stages {
            for index in planned.indices {
                draft.steps += steps(of: stage, stages, planned[index].node, &planned[index].routes)
            }
        }
        return draft
    }

    /// The stages of a target; one of its own where it names none.
    static func stages(of target: Intent.RouteTarget) -> [String] {
        target.weights.isEmpty ? ["gateways"] : target.weights.map(\.stage)
    }

    /// Looks at every node, so many side by side.
    private func live(_ names: [String], until deadline: Moment) async -> [LiveNode] {
        await withTaskGroup(of: (Int, LiveNode).self) { group in
            var waiting = names.enumerated().makeIterator()
            var found: [Int: LiveNode] = [:]
            func start() {
                guard let (index, name) = waiting.next() else { return }
                group.addTask { (index, await live(name, until: deadline)) }
            }
            for _ in 0..<Self.width { start() }
            while let (index, node) = await group.next() {
                found[index] = node
                start()
            }
            return names.indices.compactMap { found[$0] }
        }
    }

    private func live(_ name: String, until deadline: Moment) async -> LiveNode {
        guard let client = client(name) else { return LiveNode(address: name, client: nil, look: nil, allowed: nil) }
        async let allowed = client.allowed(until: deadline)
        async let look = LiveLook.take(client, until: deadline)
        return await LiveNode(address: name, client: client, look: look, allowed: allowed)
    }

    /// The steps of one stage on one node: all that are raised before any that is lowered, so that at no point every
    /// weight of a group is 0.
    private func steps(
        of stage: String, _ stages: [String], _ node: LiveNode, _ routes: inout [PlannedRoute]
    ) -> [Step] {
        guard let client = node.client else { return [] }
        let silence = silence(of: routes)
        var steps: [Step] = []
        for isRaising in [true, false] {
            for index in routes.indices {
                guard let goal = routes[index].goal(in: stage, of: stages), let action = routes[index].action(to: goal)
                else { continue }
                let route = routes[index]
                // One that is brought back with weight 0 comes last as well: alone it would be a group of zeros.
                let rises = goal.weight > route.now.weight ?? 0
                guard rises == isRaising else { continue }
                steps.append(step(action, route, stage: stage, at: client, silence: silence))
                routes[index].follow(action)
            }
        }
        return steps
    }

    private func step(
        _ action: GatewayAction, _ route: PlannedRoute, stage: String, at client: GatewayClient, silence: Step.Silence
    ) -> Step {
        let target = route.target
        return Step(
            stage: stage, lane: "\(source.name) \(target.node)", source: source.name, node: target.node,
            nodeZone: target.nodeZone, target: "\(target.group)/\(target.id)", route: target.id,
            targetZone: target.zone,
            call: callText(action, at: client, copies: route.now.copies), action: action.action,
            before: route.before.fields, deadlineMs: stepMs, readBackMs: max(settings.refreshMs, 3_000),
            silence: silence)
    }

    /// A silent node of a zone that is being left is owed; elsewhere somebody must say so.
    private func silence(of routes: [PlannedRoute]) -> Step.Silence {
        let isRestored = routes.contains { route in
            route.goals.contains { if case .saved = $0.goal { true } else { false } }
        }
        let left = routes.filter { route in
            route.goals.last.map { $0.goal.weight < max(route.target.seen, route.now.weight ?? 0) } ?? false
        }
        let isLeft = left.contains { $0.target.zone != nil && $0.target.zone == $0.target.nodeZone }
        return isRestored || isLeft ? .owe : .ask
    }
}

extension Array where Element: Hashable {
    /// Each element once, where it first stood.
    var firstOfEach: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
