import Contract
import Topology

extension EurekaActuator {
    /// The steps of a restore: what was there before goes back on every server, then the instance's renewal is awaited.
    ///
    /// - Parameter health: what its own health endpoint says, where it is to be up at once.
    func restore(_ view: TargetView, health: Health?, into draft: inout PlanDraft) {
        let (target, address) = (view.target, view.address)
        if view.listed.isEmpty, !view.isIncomplete {
            draft.findings.append(Finding(.absent, instance: target.instance, text: "no server lists it any more"))
            return
        }
        if !view.isIncomplete, view.listed.allSatisfy({ $0.instance.entry.registration.override == nil }),
            target.saved.isEmpty
        {
            draft.findings.append(
                Finding(.alreadySo, instance: target.instance, text: "no server has an override on it any more"))
        }
        if let health, case .notUp(let why) = health {
            draft.findings.append(
                Finding(
                    .wouldNotHold, instance: target.instance,
                    text: "not put up at once: \(why); it comes back with its next renewal"))
        }
        let theirs = Set(nodes.map(\.name).filter { target.saved[$0] == EurekaAction.out })
        if !theirs.isEmpty {
            draft.findings.append(
                Finding(
                    .foreignOverride, instance: target.instance,
                    text: "others had drained it before at \(theirs.sorted().joined(separator: ", ")): that stays"))
        }
        // One override for the whole cluster: servers replicate it to each other.
        let kept = target.saved.filter { !theirs.contains($0.key) }.values.sorted().first
        let order = nodes.filter { !theirs.contains($0.name) }
        for node in order {
            var step: Step
            if let value = target.saved[node.name] ?? kept {
                step = self.step(
                    .put(address, value: value), view, at: node, before: view.override(at: node), silence: .owe)
            } else {
                let action = EurekaAction.delete(
                    address, override: EurekaAction.out, status: health == .up ? "UP" : nil, local: !theirs.isEmpty)
                step = self.step(action, view, at: node, before: before(view, node), silence: .owe)
            }
            step.watchMs = address.renewalMs * 2
            draft.steps.append(step)
        }
        if kept == nil, let first = view.listed.first(where: { !theirs.contains($0.node.name) })?.node ?? order.first {
            draft.steps.append(renewal(view, at: first, order))
        }
    }

    /// The steps that take away what others left, each server's own.
    func clear(_ view: TargetView, into draft: inout PlanDraft) {
        let address = view.address
        let found = view.listed.filter { $0.instance.entry.registration.override != nil }
        guard let any = found.first?.instance.entry.registration.override else {
            let gone = view.listed.isEmpty && !view.isIncomplete
            return draft.findings.append(
                Finding(
                    gone ? .absent : .alreadySo, instance: view.target.instance,
                    text: gone ? "no server lists it any more" : "no server that answers has an override on it"))
        }
        for value in Set(found.compactMap(\.instance.entry.registration.override)).sorted() {
            let places = found.filter { $0.instance.entry.registration.override == value }.map(\.node)
            draft.findings.append(
                Finding(
                    .foreignOverride, instance: view.target.instance,
                    text: "the override \(value) at \(names(places)) was not left by an operation of this journal"))
        }
        for node in nodes {
            // A server that was heard and has none needs nothing; a silent one can bring it back.
            let override = view.isHeard(node) ? view.override(at: node) : any
            guard let override else { continue }
            var step = step(
                .delete(address, override: override, status: nil, local: false), view, at: node, before: override,
                silence: silence(of: node, view))
            step.watchMs = address.renewalMs * 2
            draft.steps.append(step)
        }
        if let first = found.first?.node { draft.steps.append(renewal(view, at: first, nodes)) }
    }

    /// What the undo of a removal puts back; a silent server is taken to have what the others have.
    private func before(_ view: TargetView, _ node: Node) -> String? {
        view.isHeard(node) ? view.override(at: node) : view.listed.first?.instance.entry.registration.override
    }

    /// Until its next renewal the status is UNKNOWN everywhere; a dead instance does not renew, and that is a note.
    private func renewal(_ view: TargetView, at node: Node, _ nodes: [Node]) -> Step {
        let action = EurekaAction.renewal(view.address, nodes: nodes.map(\.name))
        var step = step(action, view, at: node, before: nil, silence: .owe)
        step.kind = .wait
        step.optional = true
        step.readBackMs = view.address.renewalMs + 10_000
        return step
    }
}
