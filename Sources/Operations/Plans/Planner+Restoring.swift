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
        if draft.intents.isEmpty { return draft }
        let measured = snapshot.traffic.zones[zone]?.measured
        let isMeasured: Bool
        switch measured {
        case .value, .stale: isMeasured = true
        case .unknown, .notApplicable, nil: isMeasured = false
        }
        let share = snapshot.traffic.zones[zone]?.intended.fresh ?? 0
        draft.stages.append(
            ZoneDraft.Stage(
                name: "traffic", group: .traffic, what: "measured traffic returns",
                waits: [
                    EstateStep.trafficBack(
                        stage: "traffic", zone: zone, share: max(0.01, share * ZonePace.backPart),
                        withinMs: ZonePace.tailMs, optional: true)
                ]))
        draft.notes.append(
            Finding(
                .note,
                text: "takes back " + Gates.list(departures.map { "\($0.kind.rawValue) \($0.id) by \($0.plan.by)" })
                    + (isMeasured ? "" : "; nothing measures the traffic of \(zone), so its return is not waited for")))
        return draft
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

    /// The routes that operations in force have changed, with what the first of them found before it.
    private func addRestored(routes operations: [Operation], _ pace: OperationPace, to draft: inout ZoneDraft) {
        var seen: Set<RouteAddress> = []
        var nodes: Set<NodeID> = []
        for operation in operations {
            for saved in operation.savedRoutes where seen.insert(saved.place).inserted {
                let now = snapshot.traffic.routes.first {
                    $0.node == saved.place.node && $0.route.id == saved.place.route
                }
                var target = saved.target
                target.saved = saved.before
                target.weights = [Intent.StagedWeight(stage: "gateways", weight: saved.target.seen)]
                target.seen = now?.route.weight ?? saved.target.weights.last?.weight ?? saved.target.seen
                draft.intents[saved.place.node.source, default: Intent(kind: .restoreWeights)].routes.append(target)
                nodes.insert(saved.place.node)
            }
        }
        guard !nodes.isEmpty else { return }
        draft.stages.append(
            ZoneDraft.Stage(
                name: "gateways", group: .gateways, what: "\(nodes.count) nodes, weights as before",
                soakMs: pace == .careful ? ZonePace.gatewaySoakMs : 0))
        if let zone = operations.last?.plan.zone {
            draft.stages[draft.stages.count - 1].before = shareText(of: zone, draft, after: false)
            draft.stages[draft.stages.count - 1].after = shareText(of: zone, draft, after: true)
        }
    }

    private func shareText(of zone: String, _ draft: ZoneDraft, after: Bool) -> String {
        var weights: [String: [String: Int]] = [:]
        for (source, intent) in draft.intents {
            for route in intent.routes {
                let weight = after ? route.weights.last?.weight ?? route.seen : route.seen
                weights["\(source)\u{0}\(route.node)\u{0}\(route.group)", default: [:]][route.zone ?? "", default: 0] +=
                    weight
            }
        }
        let shares = Forecast.shares(ofGroups: weights.values.map { (weights: $0, requests: nil) })
        return "\(zone) \(Self.percent(shares[zone] ?? 0))"
    }
}
