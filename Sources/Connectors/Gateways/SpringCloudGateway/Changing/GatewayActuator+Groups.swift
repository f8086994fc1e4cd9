import Contract
import Topology

extension GatewayActuator {
    /// The routes of one group on one node, ready to be planned; none of them where any cannot be: half a group set is a
    /// split that nobody asked for.
    func plannedGroup(
        _ targets: [Intent.RouteTarget], restores: Bool, _ node: LiveNode, among nodes: [LiveNode],
        into draft: inout PlanDraft
    ) -> [PlannedRoute] {
        let id = NodeID(source: source.name, node: node.address)
        var routes: [PlannedRoute] = []
        var findings: [Finding] = []
        for target in targets {
            if routes.contains(where: { $0.target.id == target.id }) {
                findings.append(Finding(.wouldNotHold, node: id, text: "\(name(target)) is asked for twice"))
                continue
            }
            switch planned(target, restores: restores, node, among: nodes) {
            case .route(let route, let finding):
                routes.append(route)
                if let finding { draft.findings.append(finding) }
            case .refused(let finding): findings.append(finding)
            case .unknownHere: break
            }
        }
        if let why = zeroSum(routes, node) { findings.append(Finding(.wouldNotHold, node: id, text: why)) }
        draft.findings += findings
        return findings.isEmpty ? routes : []
    }

    /// Whether one route can be planned.
    private enum Verdict {
        case route(PlannedRoute, Finding?)
        case refused(Finding)
        /// The node does not answer, and nobody else tells what it may have: that it does not answer is told already.
        case unknownHere
    }

    private func name(_ target: Intent.RouteTarget) -> String { "route \(Printable.line(target.id))" }

    private func planned(
        _ target: Intent.RouteTarget, restores: Bool, _ node: LiveNode, among nodes: [LiveNode]
    ) -> Verdict {
        let id = NodeID(source: source.name, node: node.address)
        func refused(_ kind: Finding.Kind, _ text: String) -> Verdict {
            .refused(Finding(kind, node: id, text: "\(name(target)) \(text)"))
        }
        let saved = SavedRoute(target.saved)
        if restores, saved == nil { return refused(.absent, "has nothing saved that could be put back") }
        guard target.weights.allSatisfy({ (0...Int(Int32.max)).contains($0.weight) }) else {
            return refused(.wouldNotHold, "cannot have a weight below 0 or above \(Int32.max)")
        }
        let goals = Self.goals(of: target, saved: restores ? saved : nil)
        if node.isSilent {
            guard let model = model(of: target, among: nodes, saved) else { return .unknownHere }
            let now = SavedRoute(copies: 1, definition: model.text(weight: target.seen), weight: target.seen)
            return .route(PlannedRoute(target: target, now: now, model: model, isBorrowed: true, goals: goals), nil)
        }
        guard let live = node.look?.value else { return refused(.notWritable, "cannot be read") }
        guard let definition = live.definition(target.id) else {
            if live.route(target.id) != nil {
                return refused(.notWritable, "is defined in the program: nothing that is posted changes it")
            }
            // Gone after a restart: brought back as the others have it.
            guard let model = model(of: target, among: nodes, saved) else {
                return refused(.absent, "is not there, and no node that answers has its definition")
            }
            let now = SavedRoute(copies: 0, definition: nil, weight: nil)
            return .route(PlannedRoute(target: target, now: now, model: model, isBorrowed: false, goals: goals), nil)
        }
        if let why = Self.unusable(definition, live, target) { return refused(.wouldNotHold, why) }
        let route = PlannedRoute(
            target: target, now: live.saved(target.id), model: definition, isBorrowed: false, goals: goals)
        if restores, goals.last.flatMap({ route.action(to: $0.goal) }) == nil {
            return .route(route, Finding(.alreadySo, node: id, text: "\(name(target)) is as it was before already"))
        }
        guard !restores, saved == nil, live.copies(target.id) > 1 else { return .route(route, nil) }
        return .route(
            route,
            Finding(
                .foreignOverride, node: id,
                text: "\(name(target)) has a definition on top of the file's already (weight "
                    + "\(route.now.weight ?? 0)); this replaces it, a restore puts it back"))
    }

    /// The weights stage by stage; what was saved in place of the last where it is put back.
    private static func goals(
        of target: Intent.RouteTarget, saved: SavedRoute?
    ) -> [(stage: String, goal: PlannedRoute.Goal)] {
        var goals = target.weights.map { (stage: $0.stage, goal: PlannedRoute.Goal.weight($0.weight)) }
        if let saved { goals = goals.dropLast() + [(stages(of: target).last ?? "gateways", .saved(saved))] }
        return goals
    }

    /// Why the weight of a definition cannot be set.
    private static func unusable(
        _ definition: RouteDefinition, _ live: LiveLook, _ target: Intent.RouteTarget
    ) -> String? {
        let all = live.definitions.filter { $0.id == target.id && $0.isEnabled }
        if all.count > 2 || all.contains(where: { $0.rest != definition.rest }) {
            return "is defined \(all.count) times by somebody else, and not alike: take the others away first"
        }
        guard definition.weightCount == 1 else { return "has \(definition.weightCount) Weight predicates, not one" }
        guard definition.isWeightLast else {
            return "has conditions behind its Weight: it has to be the last predicate"
        }
        guard definition.text(weight: 0) != nil else { return "writes its weight in a form that is not known" }
        let group = live.route(target.id)?.group ?? definition.weight?.group
        guard group == RouteDecoder.id(target.group) else {
            return "is in group \(Printable.line(group ?? "none")), not in \(Printable.line(target.group))"
        }
        return nil
    }

    /// The definition that a node which has none is given: a neighbour's, or the saved one.
    private func model(
        of target: Intent.RouteTarget, among nodes: [LiveNode], _ saved: SavedRoute?
    ) -> RouteDefinition? {
        let others = nodes.lazy.compactMap { $0.look?.value?.definition(target.id) }
        let candidates =
            Array(others.prefix(nodes.count)) + [saved?.definition.flatMap { RouteDefinition($0) }].compactMap { $0 }
        return candidates.first { $0.weightCount == 1 && $0.isWeightLast && $0.text(weight: 0) != nil }
    }

    /// Why a group must not be set so: at the end of some stage every weight of it is 0.
    private func zeroSum(_ routes: [PlannedRoute], _ node: LiveNode) -> String? {
        guard let group = routes.first?.target.group else { return nil }
        let ours = Set(routes.map { RouteDecoder.id($0.target.id) })
        let others = node.look?.value?.table.group(RouteDecoder.id(group)).filter { !ours.contains($0.id) } ?? []
        if others.contains(where: { ($0.weight ?? 0) > 0 }) { return nil }
        let stages = routes.flatMap { Self.stages(of: $0.target) }.firstOfEach
        let empty = stages.first { stage in
            routes.allSatisfy { ($0.goal(in: stage, of: stages)?.weight ?? $0.now.weight ?? 0) == 0 }
        }
        return empty.map {
            "every weight of group \(Printable.line(group)) would be 0 after \(Printable.line($0)): "
                + "all its requests would be answered 404"
        }
    }
}
