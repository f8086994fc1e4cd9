import Clients
import Contract
import Topology

/// What is shown of a server, and what the review needs of it.
struct NodeFactsMaker {
    let address: String
    let state: RedisNode
    let answer: RedisAnswer
    let skew: ClockSkew?

    func facts() -> NodeFacts {
        NodeFacts(
            serverVersion: answer.server?.text("redis_version").map { Printable.line($0, limit: 40) },
            reads: answer.reads, named: named(), ownNames: ownNames(),
            facts: [role, replicas, backlog, offset, loading, clock].compactMap { $0 } + refused,
            own: OwnFacts(state))
    }

    private var role: NodeFact {
        if let other = state.otherRole { return NodeFact(label: "role", value: Printable.line(other, limit: 40)) }
        guard let upstream = state.upstream else { return NodeFact(label: "role", value: "master") }
        let master = HostPort.text(host: upstream.host, port: upstream.port)
        let link =
            upstream.isUp
            ? "link up" : upstream.downSeconds.map { "link down for \(Printable.seconds($0))" } ?? "link down"
        return NodeFact(label: "role", value: "replica of \(master), \(upstream.isSyncing ? "full copy" : link)")
    }

    private var replicas: NodeFact? {
        state.replicas.isEmpty && state.upstream != nil
            ? nil : NodeFact(label: "replicas connected", value: "\(state.replicas.count)")
    }

    private var backlog: NodeFact? {
        guard let backlog = state.backlog else { return nil }
        let value = "\(Printable.bytes(backlog.held)) of \(Printable.bytes(backlog.size))"
        return NodeFact(label: "backlog", value: value)
    }

    private var offset: NodeFact? {
        (state.applied ?? state.offset).map { NodeFact(label: "offset", value: "\($0)") }
    }

    private var loading: NodeFact? {
        guard state.isLoading else { return nil }
        let percent = answer.persistence?.text("loading_loaded_perc").map { " (\(Printable.line($0, limit: 8)) %)" }
        return NodeFact(label: "loading", value: "it is loading its data\(percent ?? "")", severity: .warning)
    }

    private var clock: NodeFact? {
        guard let skew else { return nil }
        return NodeFact(label: "clock", value: skew.text, severity: skew.atLeastMs >= 2000 ? .warning : nil)
    }

    private var refused: [NodeFact] {
        answer.refusals.filter { $0.call != "INFO replication" }
            .map { NodeFact(label: $0.call, value: $0.error.message) }
    }

    /// The servers at the other ends, as this one names them.
    private func named() -> [NamedServer] {
        var places = state.replicas.map { HostPort(host: $0.host, port: $0.port) }
        if let upstream = state.upstream { places.append(HostPort(host: upstream.host, port: upstream.port)) }
        return places.map {
            NamedServer(address: $0.text, host: $0.host, namedBy: "INFO of \(Printable.line(address))")
        }
    }

    private func ownNames() -> [String] {
        guard let remote = state.remoteAddress, let written = HostPort(address) else { return [] }
        return [HostPort(host: remote, port: written.port).text]
    }
}
