import Contract
import Topology

extension Planner {
    /// Everything that is not as our operations in force left it: weights that a restart lost, gateways that came up
    /// later, instances that are up in a zone that is out, drains that a registry lost.
    func repair(_ source: String?, _ request: PlanRequest) async throws(OperationError) -> ZoneDraft {
        guard let journal else {
            throw OperationError(
                .journal,
                "what our operations left is in the journal, and that cannot be read: \(journalTrouble ?? "there is none")"
            )
        }
        if let source, !sources.contains(where: { $0.name == source }) {
            throw OperationError(
                .usage, "there is no source \(source.printable): there are \(Gates.list(sources.map(\.name)))")
        }
        var draft = ZoneDraft()
        addLost(weights: DesiredWeights(try await journal.inForce()), source, to: &draft)
        var views: [InstanceView] = []
        var seen: Set<InstanceKey> = []
        for out in try await journal.zonesOut() {
            let contents = ZoneContents(out.zone, in: snapshot, sources: sources, except: out.except + rules.except)
            views += contents.instances.filter { $0.isCalled && seen.insert($0.key).inserted }
        }
        for record in try await journal.drains() {
            guard let view = snapshot.instance(record.instance), view.isCalled else { continue }
            if seen.insert(view.key).inserted { views.append(view) }
        }
        views = views.filter { view in source == nil || view.registrations.contains { $0.node.source == source } }
        addRegistry(views.isEmpty ? [] : [views], kind: .drain, to: &draft) { ($0.told, "\($0.total) out") }
        if let source { draft.intents = draft.intents.filter { $0.key == source } }
        if draft.intents.isEmpty {
            draft.notes.append(Finding(.note, text: "everything that answers is as our operations left it"))
        }
        return draft
    }

    private func addLost(weights desired: DesiredWeights, _ source: String?, to draft: inout ZoneDraft) {
        guard !desired.isEmpty else { return }
        var nodes: Set<NodeID> = []
        let answering = Set(
            snapshot.sources.flatMap(\.nodes).filter { $0.state == .live || $0.state == .partial }.map(\.id))
        for node in answering.sorted() where source == nil || node.source == source {
            let byZone = sources.first { $0.name == node.source }?.groupBy == .zone
            let routes = snapshot.traffic.routes.filter { $0.node == node }
            let wanted = desired.weights(on: node, zone: byZone ? zone(of: node) : nil)
            guard !wanted.isEmpty else { continue }
            var lost: Set<String> = []
            for (id, want) in wanted where routes.first(where: { $0.route.id == id })?.route.weight != want.weight {
                lost.insert(want.target.group)
            }
            for group in lost.sorted() {
                nodes.insert(node)
                add(group, wanted, on: node, routes, to: &draft)
            }
        }
        guard !nodes.isEmpty else { return }
        draft.stages.append(
            ZoneDraft.Stage(
                name: "gateways", group: .gateways,
                what: "\(Self.nodes(nodes.count)), weights as our operations left them"))
    }

    /// Adds the routes of one group of one node: those that it has, with what they are to have, and those that it lost.
    private func add(
        _ group: String, _ wanted: [String: DesiredWeights.Want], on node: NodeID, _ routes: [RouteView],
        to draft: inout ZoneDraft
    ) {
        var targets: [Intent.RouteTarget] = []
        for view in routes where view.route.group == group || wanted[view.route.id]?.target.group == group {
            let seen = view.route.weight ?? 0
            targets.append(
                Intent.RouteTarget(
                    node: node.node, nodeZone: view.nodeZone, id: view.route.id, group: group, zone: view.zone,
                    seen: seen,
                    weights: [Intent.StagedWeight(stage: "gateways", weight: wanted[view.route.id]?.weight ?? seen)],
                    saved: wanted[view.route.id]?.before ?? [:]))
        }
        let there = Set(routes.map(\.route.id))
        for (id, want) in wanted.sorted(by: { $0.key < $1.key })
        where want.target.group == group && !there.contains(id) {
            var target = want.target
            target.node = node.node
            target.nodeZone = zone(of: node)
            target.seen = 0
            target.weights = [Intent.StagedWeight(stage: "gateways", weight: want.weight)]
            target.saved = want.before
            targets.append(target)
        }
        draft.intents[node.source, default: Intent(kind: .weights)].routes += targets
    }
}

extension InstanceView {
    /// Whether some client may call it: a node that answers says that it is up.
    var isCalled: Bool { state == .up || registrations.contains { $0.state == .up } }
}
