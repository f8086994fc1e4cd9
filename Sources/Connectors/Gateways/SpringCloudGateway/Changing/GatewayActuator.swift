import Clients
import Contract
import Topology

/// Sets the weights of routes, node by node, and puts back what was there.
///
/// A definition is posted and the gateway told to refresh; what proves it is the list of routes alone, because a definition
/// that cannot be bound is accepted, and then stops every refresh. Routes from files are changed by a definition of the
/// same id on top, which is taken away again.
struct GatewayActuator: Actuator {
    let source: SourceSettings
    let settings: GatewaySettings
    let loop: TransferLoop
    let clock: Clock

    /// The calls to a node; nothing where it is none of this source.
    ///
    /// Nodes that a registry lists are known by the steps that name them.
    func client(_ node: String) -> GatewayClient? {
        guard source.discover != nil || source.adopt || source.nodes.contains(where: { $0.address == node }) else {
            return nil
        }
        return SpringCloudGatewayConnector.client(of: node, in: source, loop: loop, clock: clock)
    }

    /// How long one look may take from now on, within a deadline.
    func oneLook(until deadline: Moment) -> Moment { min(deadline, clock().moment + source.deadlineMs) }

    func check(_ step: Step, until deadline: Moment) async -> Standing {
        guard let action = GatewayAction(step.action) else {
            return .unknown("this version does not know the step `\(Printable.line(step.action.name))`")
        }
        guard let client = client(step.node) else { return .unknown("\(step.node) is not in the estate file any more") }
        let answer = await client.routes(until: oneLook(until: deadline))
        guard let table = answer.value else { return .unknown(answer.trouble ?? "no answer") }
        return action.standing(in: table, at: step.node)
    }

    func undo(of step: Step, receipt: [String: String]) -> Step? {
        guard step.kind == .change, let action = GatewayAction(step.action), let client = client(step.node) else {
            return nil
        }
        // What the call itself found is nearer to it than the plan; a route that was lost meanwhile is put back.
        let found = SavedRoute(receipt).flatMap { $0.copies > 0 ? $0 : nil }
        guard let saved = found ?? SavedRoute(step.before) ?? SavedRoute(receipt) else { return nil }
        let copies = receipt[Self.copiesAfter].flatMap { Int($0) } ?? saved.copies
        let back = GatewayAction.putBack(id: action.id, group: action.group, saved)
        var undo = step
        undo.action = back.action
        undo.call = callText(back, at: client, copies: copies)
        undo.before = [:]
        if case .set(let weight) = action {
            undo.before = SavedRoute(copies: copies + 1, definition: weight.body, weight: weight.weight).fields
        }
        undo.patienceMs = 0
        undo.silence = .owe
        return undo
    }

    /// The receipt's field of how many definitions there are once a step is done.
    static let copiesAfter = "copiesAfter"

    /// The exact calls of an action, as a person would send them.
    ///
    /// - Parameter copies: how many definitions of the id there are before it.
    func callText(_ action: GatewayAction, at client: GatewayClient, copies: Int) -> String {
        func line(_ method: String, _ url: String, _ body: String? = nil) -> String {
            CurlLine.of(
                method, url, headers: body == nil ? [] : ["Content-Type: application/json"], body: body,
                transport: client.transport)
        }
        let url = client.address.route(action.id)
        let first =
            switch action {
            case .set(let weight): line("POST", url, weight.body)
            case .putBack(_, _, let saved):
                saved.copies == 0 || copies > saved.copies
                    ? line("DELETE", url) : line("POST", url, saved.definition ?? "")
            }
        return "\(first) && \(line("POST", client.address.refresh))"
    }
}
