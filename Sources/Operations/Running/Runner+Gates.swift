import Contract
import Topology

extension Runner {
    /// The boot that the journal dates calls with.
    var journalBoot: String { journal.boot }

    /// Judges the gates on evidence that is collected now, of what is left to do, and journals the verdicts.
    func judge(
        _ operation: Operation, _ left: [OperationStep], _ claim: Claim, _ control: RunControl
    ) async throws -> ([Gate], Snapshot) {
        let instances = Set(left.compactMap(\.step.instance))
        let plan = operation.plan
        // First the look: it tells which nodes there are, which the survey then asks.
        let (snapshot, observedAt) = await observe()
        let sources = await self.sources()
        let survey = await Survey.take(
            of: operation.intents(of: left), sources: sources, actuator: actuator, clock: clock)
        for (node, capability) in survey.capabilities {
            if case .silent = capability { await control.heard(node, answers: false, byProbe: true) }
        }
        let begun = Set(operation.steps.filter { $0.sends > 0 }.map(\.step.lane))
        var fresh: [StepPlace: [String: String]] = [:]
        for step in survey.drafts.values.flatMap(\.steps) where !begun.contains(step.lane) {
            // Of a route that is set in stages the first is what is there now.
            fresh[StepPlace(step)] = fresh[StepPlace(step)] ?? step.before
        }
        var subject = plan.subject(
            of: left.map { PlannedStep(step: $0.step, undo: $0.undo) },
            instances: operation.instances.filter { instances.contains($0) },
            overrides: operation.overrides, owes: await control.owes)
        subject.routes = operation.routes(of: left)
        let gates = Gates.judge(
            subject,
            on: Evidence(
                snapshot: snapshot, now: clock(), observedAt: observedAt, sources: sources,
                capabilities: survey.capabilities,
                findings: survey.findings, journal: try await journal.facts(for: plan, besides: operation.id),
                freshBefore: fresh, rules: rules))
        try await journal.judged(gates, claim)
        return (gates, snapshot)
    }

    /// Gateways that appeared since the plan was made are told what their neighbours are.
    ///
    /// - Returns: what stands in the way of that, for people.
    func takeIn(
        newNodesOf operation: Operation, in snapshot: Snapshot, _ claim: Claim, _ control: RunControl
    ) async throws -> [String] {
        guard operation.kind != .repair else { return [] }
        let planned = operation.intents.mapValues(\.routes)
        let found = FleetCheck.compare(
            planned: planned, snapshot: snapshot, owes: await control.owes, leaving: operation.plan.zonePlan?.scope.zone
        )
        if !found.blocking.isEmpty { return found.blocking }
        let intents = found.routes.mapValues { Intent(kind: operation.kind.routes, routes: $0) }
        if intents.isEmpty { return [] }
        let survey = await Survey.take(of: intents, sources: await sources(), actuator: actuator, clock: clock)
        let steps = survey.drafts.sorted { $0.key < $1.key }.flatMap { source, draft in
            draft.steps.map { step in
                AddedStep(
                    step: step, undo: actuator(source)?.undo(of: step, receipt: [:]),
                    route: found.routes[source]?.first { $0.node == step.node && $0.id == step.route })
            }
        }
        let nodes = Set(found.routes.values.joined().map(\.node)).sorted()
        guard !steps.isEmpty else {
            return nodes.map { "\($0) was found after the plan was made and cannot be changed: plan again" }
        }
        try await journal.add(steps, because: "\(Gates.list(nodes)) appeared after the plan was made", claim)
        return []
    }

    private func observe() async -> (Snapshot, Moment) {
        let snapshot = await evidence()
        return (snapshot, clock().moment)
    }
}

extension Operation {
    /// What each source was asked for: by the plan, and by what was added since.
    var intents: [String: Intent] {
        var all = plan.intents
        for row in steps {
            guard let added = row.added else { continue }
            if let target = added.target, all[row.step.source]?.targets.contains(target) != true {
                all[row.step.source, default: Intent(kind: kind.instances)].targets.append(target)
            }
            if let route = added.route, all[row.step.source]?.routes.contains(route) != true {
                all[row.step.source, default: Intent(kind: kind.routes)].routes.append(route)
            }
        }
        return all
    }

    /// The routes that are judged while this is left to do: those of a node whose steps are all done are not asked about
    /// any more; those that no step could be made for still stand in the way.
    func routes(of left: [OperationStep]) -> [String: [Intent.RouteTarget]] {
        let sources = Set(left.map(\.step.source))
        let told = Set(steps.filter { $0.step.route != nil }.map(\.node))
        let open = Set(left.filter { $0.step.route != nil }.map(\.node))
        return intents.filter { sources.contains($0.key) }.mapValues(\.routes).reduce(into: [:]) { kept, source in
            let routes = source.value.filter { route in
                let node = NodeID(source: source.key, node: route.node)
                return !told.contains(node) || open.contains(node)
            }
            if !routes.isEmpty { kept[source.key] = routes }
        }
    }

    /// What each source was asked for, of what is left to do alone; a group of routes is always given whole.
    func intents(of left: [OperationStep]) -> [String: Intent] {
        let instances = Set(left.compactMap(\.step.instance))
        let routes = Set(left.filter { $0.step.route != nil }.map(RoutePlace.init))
        return intents.compactMapValues { intent -> Intent? in
            var intent = intent
            intent.targets.removeAll { !instances.contains($0.instance) }
            let groups = Set(
                intent.routes.filter { routes.contains(RoutePlace(node: $0.node, route: $0.id)) }.map {
                    [$0.node, $0.group]
                })
            intent.routes.removeAll { !groups.contains([$0.node, $0.group]) }
            return intent.targets.isEmpty && intent.routes.isEmpty ? nil : intent
        }
    }
}

/// A route on a node.
private struct RoutePlace: Hashable {
    var node: String
    var route: String?

    init(node: String, route: String?) {
        self.node = node
        self.route = route
    }

    init(_ row: OperationStep) {
        self.init(node: row.step.node, route: row.step.route)
    }
}
