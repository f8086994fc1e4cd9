import Contract
import Topology

extension EurekaActuator {
    /// How long a server's replication may take before it is told directly, in milliseconds.
    private static let replicationMs: Int64 = 5_000

    /// The steps of a drain: a PUT to one server, and one for each other that its replication does not reach.
    func drain(_ view: TargetView, into draft: inout PlanDraft) {
        let instance = view.target.instance
        guard !view.listed.isEmpty || view.answers.allSatisfy({ !view.isHeard($0.node) }) else {
            let text = view.isIncomplete ? "no server that answers lists it" : "no server lists it any more"
            return draft.findings.append(Finding(.absent, instance: instance, text: text))
        }
        let own = view.listed.filter { _, live in
            live.entry.registration.state == .out && live.entry.registration.override == nil
        }
        if !own.isEmpty {
            draft.findings.append(
                Finding(
                    .wouldNotHold, instance: instance,
                    text: "it says OUT_OF_SERVICE of itself (\(names(own.map(\.node)))): the server stores no override "
                        + "then, and it comes back when the instance says so"))
            // Nothing could be stored anywhere.
            if own.count == view.listed.count { return }
        }
        let drained = view.listed.filter { $0.instance.entry.registration.override == EurekaAction.out }
        if !view.listed.isEmpty, drained.count == view.listed.count, !view.isIncomplete {
            return draft.findings.append(
                Finding(
                    .alreadySo, instance: instance,
                    text: "every server that lists it has the override OUT_OF_SERVICE already"))
        }
        for value in foreign(view) {
            draft.findings.append(
                Finding(
                    .foreignOverride, instance: instance,
                    text: "it has the override \(value) already; the drain replaces it, a restore puts it back"))
        }
        let order = drainOrder(view)
        let seen = order.first.flatMap { view.override(at: $0) }
        for (index, node) in order.enumerated() {
            let before = view.isHeard(node) ? view.override(at: node) : seen
            var step = step(
                .put(view.address, value: EurekaAction.out), view, at: node, before: before,
                silence: silence(of: node, view))
            step.patienceMs = index == 0 ? 0 : Self.replicationMs
            draft.steps.append(step)
        }
    }

    /// The first to be told is a server that answers, lists the instance and lacks the override; of those, one in the
    /// instance's own zone. The others follow in the file's order.
    private func drainOrder(_ view: TargetView) -> [Node] {
        let lacking = view.listed.filter { $0.instance.entry.registration.override != EurekaAction.out }.map(\.node)
        let near = lacking.first { $0.settings.zone != nil && $0.settings.zone == view.target.zone }
        guard let first = near ?? lacking.first ?? view.listed.first?.node else { return nodes }
        return [first] + nodes.filter { $0.name != first.name }
    }

    /// Overrides that are there and do not drain.
    private func foreign(_ view: TargetView) -> [String] {
        let values = view.listed.compactMap(\.instance.entry.registration.override)
        return Set(values).subtracting([EurekaAction.out]).sorted()
    }

    /// Servers as findings name them.
    func names(_ nodes: [Node]) -> String { nodes.map(\.name).joined(separator: ", ") }
}
