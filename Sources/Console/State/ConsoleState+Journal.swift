import Operations
import Topology

extension ConsoleState {
    /// The journal changed; what stands still since before this console is offered once.
    mutating func journaled(_ operations: [Operation], _ drains: [DrainRecord]) -> [Effect] {
        journal.operations = operations
        let before = journal.standings
        journal.standings = Dictionary(
            operations.map { operation in
                let kept = before[operation.id].flatMap { $0.revision == operation.revision ? $0 : nil }
                return (operation.id, kept ?? OperationStanding(operation))
            }, uniquingKeysWith: { first, _ in first })
        journal.drains = Dictionary(drains.map { ($0.instance, $0) }, uniquingKeysWith: { first, _ in first })
        journal.trouble = nil
        journal.revision += 1
        guard !journal.offered else { return [] }
        journal.offered = true
        guard let first = journal.waiting.first, prompt == nil else { return [] }
        let phrase: OperationText = first.state == .interrupted ? .offered : .offeredNeeds
        return ask(say(phrase, title(of: first)), opening: .operation(first.id))
    }

    /// `7f3a drain payment/10.2.3.4:8080`, or with the number of instances.
    func title(of operation: Operation) -> String { "\(operation.id) \(summary(of: operation.plan))" }

    /// What a request is about, in a few words.
    func summary(of request: PlanRequest) -> String {
        let kind = say(OperationText(request.kind))
        if let scope = words(of: request.scope) { return kind + "  " + scope }
        let one = request.instances.first.flatMap { request.instances.count == 1 ? $0.description : nil }
        return kind + "  " + (one ?? say(OperationText.targets, String(request.instances.count)))
    }

    /// What a scope that is wider than some instances is about.
    private func words(of scope: OperationScope) -> String? {
        switch scope {
        case .instances: nil
        case .zone(let zone): zone
        case .shift(let percent, let from, let to):
            say(OperationText.shifted, Figures.share(percent / 100), from, to)
        case .weights(let source, let group, let weights):
            "\(source) \(group) "
                + weights.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        case .drift(let source): source ?? say(OperationText.everything)
        }
    }

    /// `drain payment/10.2.3.4:8080`, or with the number of instances and the services they are of.
    func summary(of plan: Plan) -> String {
        let kind = say(OperationText(plan.kind))
        if let scope = plan.zonePlan.flatMap({ words(of: $0.scope) }) { return kind + " " + scope }
        guard plan.targets.count != 1 else { return "\(kind) \(plan.targets[0].instance)" }
        var services: [String] = []
        for target in plan.targets where !services.contains(target.instance.service.name) {
            services.append(target.instance.service.name)
        }
        return "\(kind) \(say(OperationText.targets, String(plan.targets.count))) (\(services.joined(separator: ", ")))"
    }

    /// The operation that an action is about: the one looked at, else the selected one.
    var selectedOperation: Operation? {
        if case .operation(let id)? = view.subject { return journal.operation(id) }
        if case .operation(let id)? = selection { return journal.operation(id) }
        return nil
    }

    /// The operation whose journal lines the screen shows.
    var wantedOperation: String? {
        if view.screen == OperationScreen.id, case .operation(let id)? = view.subject { id } else { nil }
    }
}
