import Contract
import Topology

extension GatewayActuator {
    /// How many nodes are asked side by side.
    static let width = 16

    func capabilities(until deadline: Moment) async -> [NodeID: Capability] {
        await withTaskGroup(of: (NodeID, Capability).self) { group in
            var waiting = source.nodes.makeIterator()
            var all: [NodeID: Capability] = [:]
            func start() {
                guard let node = waiting.next() else { return }
                group.addTask { (source.id(of: node), await capability(of: node.address, until: deadline)) }
            }
            for _ in 0..<Self.width { start() }
            while let (id, capability) = await group.next() {
                all[id] = capability
                start()
            }
            return all
        }
    }

    private func capability(of node: String, until deadline: Moment) async -> Capability {
        guard let client = client(node) else { return .silent("\(Printable.line(node)) is not an address") }
        let limit = oneLook(until: deadline)
        async let definitions = client.definitions(until: limit)
        let allowed = await client.allowed(until: limit)
        if case .silent(let error) = allowed { return .silent(error.message) }
        if let why = Self.refusal(allowed) { return .readOnly(why) }
        if let why = Self.hidden(await definitions) { return .readOnly(why) }
        return .writable(["route weights"])
    }

    /// Why routes cannot be written; nothing where they can.
    static func refusal(_ allowed: Answer<Set<String>>) -> String? {
        switch allowed {
        case .value(let methods):
            if methods.isSuperset(of: ["POST", "DELETE"]) { return nil }
            return "the gateway's actuator is read-only: it allows \(methods.sorted().joined(separator: ", ")) "
                + "(management.endpoint.gateway.access)"
        case .hidden(let why): return "the gateway's actuator is not exposed: \(why)"
        case .refused(let why), .failed(let why): return why
        case .silent: return nil
        }
    }

    /// Why definitions cannot be read; nothing where they can, or nobody answers.
    static func hidden(_ definitions: Answer<[RouteDefinition]>) -> String? {
        switch definitions {
        case .value, .silent: nil
        case .refused(let why), .hidden(let why), .failed(let why):
            "its route definitions are not shown, so what is changed could not be put back: \(why)"
        }
    }
}
