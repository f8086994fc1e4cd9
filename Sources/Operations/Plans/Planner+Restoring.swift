import Contract
import Topology

extension Planner {
    /// Everything that operations of ours took out of a zone and nothing has put back: the registry first, so that the
    /// gateways send to instances that are in rotation again.
    func restoreDraft(of zone: String, _ request: PlanRequest) async throws(OperationError) -> ZoneDraft {
        guard let journal else {
            throw OperationError(
                .journal,
                "what was there before is in the journal, and that cannot be read: \(journalTrouble ?? "there is none")"
            )
        }
        let departures = try await journal.departures(from: zone)
        guard let newest = departures.last(where: { $0.kind != .repair }) else {
            throw OperationError(
                .usage,
                "\(zone) is not out: no operation of this journal (\(journal.path)) took it out and left it so")
        }
        var draft = ZoneDraft()
        draft.owesAll = true
        let ids = Set(departures.map(\.id))
        let repairs = Set(departures.filter { $0.kind == .repair }.map(\.id))
        let records = try await journal.drains().filter { record in
            guard repairs.contains(record.first) else { return ids.contains(record.first) }
            // A repair can be of several zones.
            return record.targets.values.joined().contains { $0.zone == zone }
        }
        addRestored(records, of: newest, request.pace, to: &draft)
        addRestored(routes: departures, request.pace, to: &draft)
        let isMeasured =
            switch snapshot.traffic.zones[zone]?.measured {
            case .value, .stale: true
            case .unknown, .notApplicable, nil: false
            }
        let share = shares(draft, at: Int.max)[zone] ?? 0
        draft.stages.append(
            ZoneDraft.Stage(
                name: "traffic", group: .traffic, what: "measured traffic returns",
                before: isMeasured ? "" : "not measured", after: share > 0 ? "\(zone) \(Self.percent(share))" : "",
                waits: [
                    EstateStep.trafficBack(
                        stage: "traffic", zone: zone, share: max(0.01, share * ZonePace.backPart),
                        withinMs: ZonePace.tailMs, optional: true)
                ]))
        draft.notes.append(
            Finding(
                .note,
                text: "takes back "
                    + Gates.list(departures.map { "\($0.kind.rawValue) \($0.id) by \($0.plan.by)" })))
        if request.forceUp { for source in draft.intents.keys { draft.intents[source]?.forceUp = true } }
        draft.notes += try await foreign(in: zone, besides: Set(records.map(\.instance)), journal)
        return draft
    }

    /// What others have taken out in the zone stays out: it is theirs.
    private func foreign(
        in zone: String, besides ours: Set<InstanceKey>, _ journal: Journal
    ) async throws(OperationError) -> [Finding] {
        let drained = Set(try await journal.drains().map(\.instance)).subtracting(ours)
        var others: [String] = []
        for service in snapshot.services where (service.zones[zone]?.out ?? 0) > 0 {
            for view in service.instances where view.zone == zone && view.state == .out && !ours.contains(view.key) {
                others.append("\(view.key)" + (drained.contains(view.key) ? " (drained before)" : " (not ours)"))
            }
        }
        if others.isEmpty { return [] }
        return [
            Finding(.note, text: "stays out, because this zone's evacuation did not take it out: \(Gates.list(others))")
        ]
    }

    private func addRestored(
        _ records: [DrainRecord], of operation: Operation, _ pace: OperationPace, to draft: inout ZoneDraft
    ) {
        let views = records.map { record in
            snapshot.instance(record.instance)
                ?? InstanceView(
                    key: record.instance, zone: operation.plan.zone, zoneRule: "", state: .unknown, differs: false,
                    registrations: [], since: clock().moment)
        }
        let byService = Dictionary(grouping: views.indices, by: { views[$0].key.service })
        let services = byService.sorted { $0.key < $1.key }
        let perWave =
            pace == .now ? max(1, services.count) : max(1, (services.count + DrainWaves.most - 1) / DrainWaves.most)
        let count = services.isEmpty ? 0 : (services.count + perWave - 1) / perWave
        for wave in 0..<count {
            let name = count == 1 ? "registry" : "registry \(wave + 1) of \(count)"
            let indices = services[(wave * perWave)..<min(services.count, (wave + 1) * perWave)].flatMap(\.value)
            for index in indices {
                for (source, targets) in records[index].targets {
                    draft.intents[source, default: Intent(kind: .restore)].targets += targets.map { target in
                        var target = target
                        target.stage = name
                        return target
                    }
                }
                draft.targets.append(
                    PlannedTarget(
                        instance: views[index].key, zone: views[index].zone ?? operation.plan.zone,
                        state: views[index].state, origin: records[index].operation))
            }
            var counts = Counts()
            for index in indices { counts.count(views[index].state) }
            draft.stages.append(
                ZoneDraft.Stage(
                    name: name, group: .registry, what: Self.services(of: indices.map { views[$0] }),
                    before: counts.told, after: "as before",
                    soakMs: wave + 1 < count ? ZonePace.waveSoakMs : 0))
        }
    }

    /// The routes that operations in force have changed, with what the first of them found before it; carefully, in steps:
    /// a zone without traffic shows no errors.
    private func addRestored(routes operations: [Operation], _ pace: OperationPace, to draft: inout ZoneDraft) {
        var groups: [GroupAddress: [SavedRoute]] = [:]
        var order: [GroupAddress] = []
        var seen: Set<RouteAddress> = []
        for operation in operations {
            for saved in operation.savedRoutes where seen.insert(saved.place).inserted {
                let address = GroupAddress(node: saved.place.node, group: saved.target.group)
                if groups[address] == nil { order.append(address) }
                groups[address, default: []].append(saved)
            }
        }
        guard !order.isEmpty else { return }
        let parts = pace == .careful ? ZonePace.gatewayParts : [1]
        let names = parts.count == 1 ? ["gateways"] : parts.map { "gateways \(Int(($0 * 100).rounded())) %" }
        for address in order { add(groups[address] ?? [], at: address.node, names, parts, to: &draft) }
        let nodes = Set(order.map(\.node)).count
        let zone = operations.last { $0.kind != .repair }?.plan.zone
        var before = zone.map { shareText(of: $0, draft, at: nil) } ?? ""
        for (index, name) in names.enumerated() {
            let after = zone.map { shareText(of: $0, draft, at: index) } ?? ""
            draft.stages.append(
                ZoneDraft.Stage(
                    name: name, group: .gateways, what: "\(Self.nodes(nodes)), weights as before", before: before,
                    after: after,
                    soakMs: pace == .careful ? ZonePace.gatewaySoakMs : 0))
            before = after
        }
    }

    /// One group of one node, from what it has now to what it had: on the way in parts of what it adds up to now.
    private func add(
        _ saved: [SavedRoute], at node: NodeID, _ names: [String], _ parts: [Double], to draft: inout ZoneDraft
    ) {
        let routes = snapshot.traffic.routes.filter { $0.node == node }
        let goals = saved.map(\.target.seen)
        let now = saved.map { saved in
            routes.first { $0.route.id == saved.place.route }?.route.weight ?? saved.target.weights.last?.weight
                ?? saved.target.seen
        }
        let (sum, all) = (now.reduce(0, +), goals.reduce(0, +))
        let stages = parts.map { part -> [Int] in
            if part >= 1 || sum == 0 || all == 0 { return goals }
            let scaled = goals.map { Double($0) * Double(sum) / Double(all) }
            return WeightShift.rounded(zip(now, scaled).map { Double($0) + ($1 - Double($0)) * part }, sum: sum)
        }
        for (index, saved) in saved.enumerated() {
            var target = saved.target
            target.saved = saved.before
            target.seen = now[index]
            target.weights = zip(names, stages).map { Intent.StagedWeight(stage: $0, weight: $1[index]) }
            draft.intents[node.source, default: Intent(kind: .restoreWeights)].routes.append(target)
        }
    }

    private func shareText(of zone: String, _ draft: ZoneDraft, at stage: Int?) -> String {
        "\(zone) \(Self.percent(shares(draft, at: stage)[zone] ?? 0))"
    }

    /// The shares by the weights of a stage, or by those that are there now.
    private func shares(_ draft: ZoneDraft, at stage: Int?) -> [String: Double] {
        var weights: [GroupAddress: [String: Int]] = [:]
        for (source, intent) in draft.intents {
            for route in intent.routes {
                let address = GroupAddress(node: NodeID(source: source, node: route.node), group: route.group)
                let weight = stage.map { route.weights[min($0, route.weights.count - 1)].weight } ?? route.seen
                weights[address, default: [:]][route.zone ?? "", default: 0] += weight
            }
        }
        return Forecast.shares(ofGroups: weights.values.map { (weights: $0, requests: nil) })
    }
}

/// A group of routes on a node.
private struct GroupAddress: Hashable {
    let node: NodeID
    let group: String
}
