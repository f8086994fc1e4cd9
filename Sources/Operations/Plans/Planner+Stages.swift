import Contract
import Topology

extension Planner {
    /// Adds weights to a draft, stage by stage, for all groups together.
    func addGateways(
        _ groups: [RouteGroup], _ parts: [Double], to draft: inout ZoneDraft,
        by shift: (RouteGroup, [Int]) -> WeightShift?
    ) {
        let names = parts.count == 1 ? ["gateways"] : parts.map { "gateways \(Int(($0 * 100).rounded())) %" }
        var nodes: Set<NodeID> = []
        for group in groups {
            guard let weights = group.weights, let shifted = shift(group, weights) else { continue }
            add(group, stages: Array(zip(names, shifted.stages)), to: &draft)
            nodes.insert(group.node)
        }
        guard !nodes.isEmpty else { return }
        let live = snapshot.sources.flatMap(\.nodes).count { node in
            nodes.contains(node.id) && (node.state == .live || node.state == .partial)
        }
        for name in names {
            draft.stages.append(
                ZoneDraft.Stage(
                    name: name, group: .gateways, what: "\(live) of \(nodes.count) nodes, weights",
                    soakMs: names.count > 1 ? ZonePace.gatewaySoakMs : 0))
        }
    }

    /// Adds one group's routes, all of them: what is raised before what is lowered is the connector's to see to.
    func add(_ group: RouteGroup, stages: [(name: String, weights: [Int])], to draft: inout ZoneDraft) {
        for (index, view) in group.routes.enumerated() {
            draft.intents[group.node.source, default: Intent(kind: .weights)].routes.append(
                Intent.RouteTarget(
                    node: group.node.node, nodeZone: group.nodeZone, id: view.route.id, group: group.name,
                    zone: view.zone, seen: view.route.weight ?? 0,
                    weights: stages.map { Intent.StagedWeight(stage: $0.name, weight: $0.weights[index]) }))
        }
    }

    /// Says what the share of a zone is before and after each gateway stage.
    func label(_ draft: inout ZoneDraft, groups: [RouteGroup], zone: String) {
        let requests = Dictionary(
            groups.map { ("\($0.node)\u{0}\($0.name)", $0.requests) }, uniquingKeysWith: { first, _ in first })
        func share(_ stage: String?) -> String {
            var weights: [String: [String: Int]] = [:]
            for (source, intent) in draft.intents {
                for route in intent.routes {
                    let weight =
                        stage.flatMap { name in route.weights.first { $0.stage == name }?.weight } ?? route.seen
                    let key = "\(NodeID(source: source, node: route.node))\u{0}\(route.group)"
                    weights[key, default: [:]][route.zone ?? "", default: 0] += weight
                }
            }
            let shares = Forecast.shares(
                ofGroups: weights.sorted { $0.key < $1.key }.map { ($0.value, requests[$0.key] ?? nil) })
            return "\(zone) \(Self.percent(shares[zone] ?? 0))"
        }
        var before = share(nil)
        for index in draft.stages.indices where draft.stages[index].group == .gateways {
            let after = share(draft.stages[index].name)
            draft.stages[index].before = before
            draft.stages[index].after = after
            before = after
        }
    }

    /// Adds the instances of a zone, in waves or at once.
    func addRegistry(_ contents: ZoneContents, _ pace: OperationPace, to draft: inout ZoneDraft) {
        let waves: [[InstanceView]] =
            switch pace {
            case .now: contents.instances.isEmpty ? [] : [contents.instances]
            case .careful:
                DrainWaves.careful(
                    contents.services, up: { snapshot.service($0)?.counts.up ?? 0 },
                    needed: { ServiceLoad($0, in: snapshot, leaving: contents.zone).needed })
            }
        addRegistry(waves, kind: .drain, to: &draft) { counts in (counts.told, "\(counts.total) out") }
    }

    /// Adds instances, wave by wave.
    func addRegistry(
        _ waves: [[InstanceView]], kind: Intent.Kind, to draft: inout ZoneDraft,
        says: (Counts) -> (before: String, after: String)
    ) {
        for (index, wave) in waves.enumerated() {
            let name = waves.count == 1 ? "registry" : "registry \(index + 1) of \(waves.count)"
            var counts = Counts()
            for view in wave {
                draft.add(view, kind: kind, stage: name)
                counts.count(view.state)
            }
            let (before, after) = says(counts)
            draft.stages.append(
                ZoneDraft.Stage(
                    name: name, group: .registry, what: Self.services(of: wave), before: before, after: after,
                    soakMs: index + 1 < waves.count ? ZonePace.waveSoakMs : 0))
        }
    }

    /// Adds the wait for the zone's traffic to leave, and the last soak.
    func addLeaving(_ contents: ZoneContents, _ pace: OperationPace, to draft: inout ZoneDraft) {
        let measured = snapshot.traffic.zones[contents.zone]?.rate.fresh?.requestsPerSecond
        // What stays goes on being asked: then the zone's traffic need not reach 0.
        let stays = !contents.excepted.isEmpty || !contents.exceptedGroups.isEmpty || !contents.infrastructure.isEmpty
        draft.stages.append(
            ZoneDraft.Stage(
                name: "traffic", group: .traffic, what: "measured traffic leaves",
                before: measured.map { Self.rate($0) } ?? "not measured", after: "< 1/s",
                waits: [
                    EstateStep.trafficLeft(
                        stage: "traffic", zone: contents.zone, belowPerSecond: ZonePace.leftBelowPerSecond,
                        withinMs: ZonePace.tailMs, optional: measured == nil || stays)
                ]))
        addSoak(pace, to: &draft)
    }

    /// Adds the last soak.
    func addSoak(_ pace: OperationPace, to draft: inout ZoneDraft) {
        let milliseconds = ZonePace.soakMs(pace)
        draft.stages.append(
            ZoneDraft.Stage(
                name: "soak", group: .soak, what: "receiving zones are watched",
                waits: [EstateStep.soak(stage: "soak", milliseconds: milliseconds)]))
    }

    /// `payment 20, order 40`, or the first few of many.
    static func services(of wave: [InstanceView]) -> String {
        var order: [ServiceKey] = []
        var counts: [ServiceKey: Int] = [:]
        for view in wave {
            if counts[view.key.service] == nil { order.append(view.key.service) }
            counts[view.key.service, default: 0] += 1
        }
        let named = order.prefix(3).map { "\($0) \(counts[$0] ?? 0)" }.joined(separator: ", ")
        return "\(wave.count) instances: \(named)" + (order.count > 3 ? " and \(order.count - 3) more services" : "")
    }

    /// `1 node`, `4 nodes`.
    static func nodes(_ count: Int) -> String { "\(count) node\(count == 1 ? "" : "s")" }

    /// `45 %`, with a tenth below ten.
    static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1_000).rounded())
        return tenths >= 100 || tenths % 10 == 0 ? "\((tenths + 5) / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }

    /// `140/s`, `1.1k/s`.
    static func rate(_ perSecond: Double) -> String {
        let whole = Int(perSecond.rounded())
        if whole < 1_000 { return perSecond > 0 && whole == 0 ? "< 1/s" : "\(whole)/s" }
        let tenths = (whole + 50) / 100
        return "\(tenths / 10)" + (tenths % 10 == 0 ? "" : ".\(tenths % 10)") + "k/s"
    }
}

extension Counts {
    /// `388 up 24 down`: what there is, in the order of the states.
    var told: String {
        InstanceState.allCases.filter { self[$0] > 0 }.map { "\(self[$0]) \($0.rawValue)" }.joined(separator: " ")
    }
}
