import Contract
import Topology

/// What one node says while a plan is made.
struct LiveNode: Sendable {
    /// Its address.
    let address: String
    /// Its calls; nothing where its address is none of this source.
    let client: GatewayClient?
    /// Its definitions and routes; nothing where it is none of this source.
    let look: Answer<LiveLook>?
    /// What it allows.
    let allowed: Answer<Set<String>>?

    /// Whether it did not answer.
    var isSilent: Bool {
        if case .silent? = look { return true }
        if case .silent? = allowed { return true }
        return false
    }

    /// What the gates must know of it; nothing where it can be changed.
    func finding(_ id: NodeID) -> Finding? {
        guard let look, let allowed else {
            return Finding(.notWritable, node: id, text: "\(Printable.line(address)) is no node of \(id.source)")
        }
        if case .silent(let error) = allowed { return Finding(.silentNode, node: id, text: error.message) }
        if case .silent(let error) = look { return Finding(.silentNode, node: id, text: error.message) }
        if let why = GatewayActuator.refusal(allowed) { return Finding(.notWritable, node: id, text: why + balanced) }
        guard let live = look.value else {
            let why = look.trouble ?? "no answer"
            return Finding(
                .notWritable, node: id,
                text: "its definitions or routes are not shown, so what is changed could not be put back: \(why)"
                    + balanced)
        }
        if live.table.isOfDefinitions {
            return Finding(
                .notWritable, node: id,
                text: "it tells definitions in place of routes, so no change can be proven "
                    + "(spring.cloud.gateway.actuator.verbose.enabled)" + balanced)
        }
        let unloaded = live.unloaded()
        guard unloaded.isEmpty else {
            let names = unloaded.prefix(3).map { Printable.line($0) }.joined(separator: ", ")
            return Finding(
                .wouldNotHold, node: id,
                text: "defined and not loaded there: \(names); one that cannot be bound stops every change: "
                    + "DELETE it at the gateway and refresh")
        }
        return nil
    }

    /// What moves without a write.
    private var balanced: String {
        guard let table = look?.value?.table else { return "" }
        let services = Set(table.routes.compactMap(\.service)).sorted()
        guard !services.isEmpty else { return "" }
        return "; its routes to \(services.prefix(3).map { "lb://\($0)" }.joined(separator: ", "))"
            + (services.count > 3 ? " and \(services.count - 3) more services" : "")
            + " need no write: draining the registry moves them"
    }
}
