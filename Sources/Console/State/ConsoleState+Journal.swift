import Operations
import Topology

extension ConsoleState {
    /// The journal changed; what stands still since before this console is offered once.
    mutating func journaled(_ operations: [Operation], _ drains: [DrainRecord]) -> [Effect] {
        journal.operations = operations
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

    /// `drain payment/10.2.3.4:8080`, or with the number of instances and the services they are of.
    func summary(of plan: Plan) -> String {
        let kind = say(OperationText(plan.kind))
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
