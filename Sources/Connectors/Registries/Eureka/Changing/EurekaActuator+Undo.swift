import Clients
import Contract

extension EurekaActuator {
    func undo(of step: Step, receipt: [String: String]) -> Step? {
        guard step.kind == .change, let action = EurekaAction(step.action), let node = node(step.node) else {
            return nil
        }
        let before = step.before[Step.savedOverride]
        switch action {
        case .put(let target, let value):
            guard let before else {
                return removing(value, of: target, at: node, like: step, before: value)
            }
            return putting(before, on: target, at: node, like: step, before: value)
        case .delete(let target, let override, _, _):
            // Where nothing was to take away there is nothing to put back: the same step again, which holds.
            guard let before else { return removing(override, of: target, at: node, like: step, before: nil) }
            return putting(before, on: target, at: node, like: step, before: nil)
        case .renewal:
            return nil
        }
    }

    /// A step that takes an override away, watched for two renewals: a peer's replication can bring it back.
    private func removing(
        _ override: String, of target: EurekaAction.Target, at node: Node, like step: Step, before: String?
    ) -> Step {
        var undo = changed(step, .delete(target, override: override, status: nil, local: false), at: node, before)
        undo.watchMs = target.renewalMs * 2
        undo.silence = .owe
        return undo
    }

    private func putting(
        _ override: String, on target: EurekaAction.Target, at node: Node, like step: Step, before: String?
    ) -> Step {
        var undo = changed(step, .put(target, value: override), at: node, before)
        undo.watchMs = 0
        return undo
    }

    private func changed(_ step: Step, _ action: EurekaAction, at node: Node, _ before: String?) -> Step {
        var undo = step
        undo.action = action.action
        undo.call = callText(action, at: node)
        undo.before = before.map { [Step.savedOverride: $0] } ?? [:]
        undo.patienceMs = 0
        return undo
    }

    /// The exact call of an action, as a person would send it.
    func callText(_ action: EurekaAction, at node: Node) -> String {
        guard let call = Self.call(action, at: node.client.address) else {
            let target = action.target
            return "wait until \(target.application)/\(target.id) renews (every \(target.renewalMs / 1000) s)"
        }
        return CurlLine.of(
            call.method, call.url, headers: call.headers.map { "\($0.name): \($0.value)" },
            transport: source.transport)
    }
}
