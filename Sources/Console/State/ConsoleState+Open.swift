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
        case .attention(_, let target, _): open(target)
        case .operation: push(View(OperationScreen.id, subject))
        case .event, .line, .action, .field: break
        }
        return []
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
