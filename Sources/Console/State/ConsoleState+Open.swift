import Topology

extension ConsoleState {
    /// Goes to what a subject is about, from wherever it was seen.
    mutating func open(_ subject: Subject) -> [Effect] {
        switch subject {
        case .zone(let name): push(View(InstancesScreen.id, filter: RowFilter.expression(zone: name)))
        case .service(let key): push(View(InstancesScreen.id, filter: RowFilter.expression(service: key)))
        case .instance: push(View(InstanceScreen.id, subject))
        case .node: push(View(NodeScreen.id, subject))
        case .source(let name):
            show(RegistriesScreen.id)
            view.selected = .source(name)
            view.rowsFrom = nil
        case .route: push(View(RouteScreen.id, subject))
        case .link: push(View(LinkScreen.id, subject))
        case .attention(_, .source(let name), _):
            if let screen = place(of: name, saying: attention(of: subject)) {
                push(View(screen, filter: "source=" + name))
            } else {
                _ = open(Subject.source(name))
            }
        case .attention(_, let target, _): open(target)
        case .operation: push(View(OperationScreen.id, subject))
        case .event, .line, .action, .field: break
        }
        return []
    }

    /// What a line of the attention list says.
    private func attention(of subject: Subject) -> String {
        zip(OverviewLayout.attention(snapshot), snapshot.attention).first { $0.0 == subject }?.1.text ?? ""
    }

    /// The screen that shows what a line says of a source: its links, its routes; its servers where they are silent.
    private func place(of source: String, saying text: String) -> ScreenID? {
        if text.contains(" answer") { return nil }
        if snapshot.links.contains(where: { $0.source == source }) { return ReplicationScreen.id }
        return snapshot.traffic.routes.contains { $0.node.source == source } ? GatewaysScreen.id : nil
    }

    private mutating func open(_ target: Attention.Target) {
        switch target {
        case .estate: show(RegistriesScreen.id)
        case .instances(let filter): push(View(InstancesScreen.id, filter: filter))
        case .source(let name): _ = open(Subject.source(name))
        case .operation(let id): _ = open(Subject.operation(id))
        }
    }
}
