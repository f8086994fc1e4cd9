import Contract
import Topology

extension Planner {
    /// What a request about a zone, weights or drift asks of the sources, and in which stages.
    func zoneDraft(_ request: PlanRequest) async throws(OperationError) -> ZoneDraft {
        switch request.scope {
        case .zone(let zone) where request.kind == .restore: try await restoreDraft(of: zone, request)
        case .zone(let zone): try evacuation(of: zone, request)
        case .shift(let percent, let from, let to): try shift(percent, from, to, request)
        case .weights(let source, let group, let weights): try chosen(source, group, weights, request)
        case .drift(let source): try await repair(source, request)
        case .instances: ZoneDraft()
        }
    }

    /// Everything that an evacuation takes out of a zone: its gateways' shares first, then its instances.
    private func evacuation(of zone: String, _ request: PlanRequest) throws(OperationError) -> ZoneDraft {
        try known(zone)
        let contents = contents(of: zone, request)
        try named(request.except, "except")
        try named(request.include, "include")
        var draft = ZoneDraft()
        draft.leaving = zone
        let parts = request.pace == .careful ? ZonePace.gatewayParts : [1]
        addGateways(contents.groups, parts, to: &draft) { group, weights in
            let from = group.places(to: zone)
            let others = Set(weights.indices.filter { weights[$0] > 0 }).subtracting(from)
            let share = Double(from.reduce(0) { $0 + weights[$1] }) / Double(max(1, weights.reduce(0, +)))
            return WeightShift(weights: weights, from: from, to: others, amounts: parts.map { $0 * share })
        }
        label(&draft, groups: contents.groups, zone: zone)
        addRegistry(contents, request.pace, to: &draft)
        if !draft.intents.isEmpty { addLeaving(contents, request.pace, to: &draft) }
        draft.notes += notes(on: contents)
        return draft
    }

    /// A part of all traffic goes from one zone to another, at the gateways; the registry stays as it is.
    private func shift(
        _ percent: Double, _ from: String, _ to: String, _ request: PlanRequest
    ) throws(OperationError) -> ZoneDraft {
        try known(from)
        try known(to)
        if let out = snapshot.out.first(where: { $0.zone == to }) {
            throw OperationError(
                .usage, "\(to) is out (operation \(out.operation)): restore it before traffic is sent there")
        }
        let except = request.except + rules.except
        let reaching = RouteGroup.all(in: snapshot, sources: sources).filter { $0.reaches(from) }
        let groups = reaching.filter { group in
            group.isWeighted && group.weights != nil && !group.places(to: to).isEmpty
                && !group.isExcepted(by: except)
        }
        guard !groups.isEmpty else {
            throw OperationError(
                .usage,
                "no gateway has a group of routes by weight that sends to \(from) and knows a route to \(to): "
                    + "there is nothing to shift")
        }
        var draft = ZoneDraft()
        draft.leaving = from
        let parts = request.pace == .careful ? ZonePace.gatewayParts : [1]
        addGateways(groups, parts, to: &draft) { group, weights in
            WeightShift(
                weights: weights, from: group.places(to: from), to: group.places(to: to),
                amounts: parts.map { $0 * percent / 100 })
        }
        label(&draft, groups: groups, zone: from)
        addSoak(request.pace, to: &draft)
        let left = reaching.filter { group in !groups.contains { $0.node == group.node && $0.name == group.name } }
        for group in left {
            draft.notes.append(
                Finding(
                    .note, node: group.node,
                    text: "\(group.name) stays as it is: "
                        + (group.isExcepted(by: except) ? "excepted" : "it knows no weighted route to \(to)")))
        }
        return draft
    }

    /// Weights that an operator has chosen, on every node that has the group.
    private func chosen(
        _ source: String, _ name: String, _ wanted: [String: Int], _ request: PlanRequest
    ) throws(OperationError) -> ZoneDraft {
        let all = RouteGroup.all(in: snapshot, sources: sources).filter { $0.isWeighted && $0.node.source == source }
        let groups = all.filter { $0.name == name }
        guard !groups.isEmpty else {
            let known = Set(all.map(\.name)).sorted()
            throw OperationError(
                .usage,
                known.isEmpty
                    ? "\(source) is no gateway that tells of routes by weight"
                    : "\(source) has no group \(name): there are \(Gates.list(known))")
        }
        let routes = Set(groups.flatMap(\.routes).map(\.route.id))
        if let unknown = wanted.keys.sorted().first(where: { !routes.contains($0) }) {
            throw OperationError(
                .usage, "\(name) has no route \(unknown): there are \(Gates.list(routes.sorted()))")
        }
        var draft = ZoneDraft()
        for group in groups {
            let final = group.routes.map { wanted[$0.route.id] ?? $0.route.weight ?? 0 }
            if final.reduce(0, +) == 0 {
                throw OperationError(
                    .usage,
                    "\(name) would add up to 0 on \(group.node.node), where no route would be taken: give one more than 0"
                )
            }
            add(group, stages: [("gateways", final)], to: &draft)
        }
        draft.stages.append(
            ZoneDraft.Stage(
                name: "gateways", group: .gateways, what: "\(Self.nodes(groups.count)), weights of \(name)",
                before: groups.first.map { Self.text($0, $0.weights ?? []) } ?? "",
                after: groups.first.map { group in
                    Self.text(group, group.routes.map { wanted[$0.route.id] ?? $0.route.weight ?? 0 })
                } ?? ""))
        addSoak(request.pace, to: &draft)
        return draft
    }

    /// Refuses a zone that nobody knows.
    func known(_ zone: String) throws(OperationError) {
        let names = snapshot.zones.map(\.name) + snapshot.estate.zones.map(\.name)
        if zone.isEmpty || !names.contains(zone) {
            let known = Set(names).subtracting([""]).sorted()
            throw OperationError(
                .usage, "there is no zone \(zone.printable): there are \(known.isEmpty ? "none" : Gates.list(known))")
        }
    }

    /// Refuses what names nothing: a service that was meant to stay would be drained for a slip of the finger.
    private func named(_ patterns: [String], _ option: String) throws(OperationError) {
        let groups = RouteGroup.all(in: snapshot, sources: sources)
        for pattern in patterns {
            let isService = snapshot.services.contains {
                Glob.matches(pattern, $0.key.name) || Glob.matches(pattern, $0.key.description)
            }
            if isService || groups.contains(where: { $0.isExcepted(by: [pattern]) }) { continue }
            throw OperationError(
                .usage, "--\(option) \(pattern.printable) names no service, group or route that anything lists")
        }
    }

    func contents(of zone: String, _ request: PlanRequest) -> ZoneContents {
        ZoneContents(
            zone, in: snapshot, sources: sources, except: request.except + rules.except, include: request.include)
    }

    /// `b 30, c 70`.
    static func text(_ group: RouteGroup, _ weights: [Int]) -> String {
        zip(group.routes, weights).map { "\($0.route.id) \($1)" }.joined(separator: ", ")
    }
}
