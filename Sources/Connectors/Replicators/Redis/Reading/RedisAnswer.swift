import Clients
import Contract
import Topology

/// The answers to one round, each what it is or a refusal.
struct RedisAnswer: Sendable {
    /// `INFO replication`, `server` and `persistence`, as far as they were told.
    let replication: InfoText?
    let server: InfoText?
    let persistence: InfoText?
    /// `ROLE`.
    let role: RESPValue?
    /// What the user may not call, or the server does not know.
    let refusals: [(call: String, error: ClientError)]
    /// What is wrong with the answer as a whole.
    let faults: [ReadFault]
    private let round: RedisRound
    private let address: String

    init(_ round: RedisRound, address: String, user: String?) {
        self.round = round
        self.address = address
        var refusals: [(call: String, error: ClientError)] = []
        func value(_ index: Int, _ call: String) -> RESPValue? {
            guard index < round.replies.count else { return nil }
            guard case .error(let error) = round.replies[index] else { return round.replies[index] }
            let name = String(call.prefix { $0 != " " })
            refusals.append((call, RedisFailure.of(error, command: name, user: user, at: address)))
            return nil
        }
        func info(_ index: Int, _ section: String) -> InfoText? {
            value(index, "INFO \(section)")?.text.map { InfoText($0) }
        }
        replication = info(0, "replication")
        role = value(1, "ROLE")
        _ = value(2, "TIME")
        server = info(3, "server")
        persistence = info(4, "persistence")
        self.refusals = refusals
        // Without INFO there is no position; without the rest there is.
        faults = refusals.first { $0.call == "INFO replication" }.map { [ReadFault(message: $0.error.message)] } ?? []
    }

    /// What can be read there, in words.
    var reads: [String] {
        var reads: [String] = []
        if replication != nil { reads.append("replication") }
        if role?.elements != nil { reads.append("role") }
        if round.replies.count > 2, round.replies[2].elements != nil { reads.append("time") }
        if server != nil { reads.append("server") }
        if persistence != nil { reads.append("persistence") }
        return reads
    }

    /// The server's replication.
    ///
    /// - Throws: the refusal where neither `INFO` nor `ROLE` tells anything, `.malformed` where it is not Redis' answer.
    func node() throws(ReadError) -> RedisNode {
        let at = round.midpoint
        if let replication, replication.text("role") != nil {
            return RedisNode(replication, server: server, persistence: persistence, at: at)
        }
        if let role, let node = RedisNode(role: role, at: at) { return node }
        if let refusal = refusals.first { throw ReadError(refusal.error, transport: TransportSettings()) }
        throw ReadError(.malformed, "\(address): not the answer of a Redis: `INFO replication` names no role")
    }
}

extension ReadError {
    /// What a failure of the connection means to an operator.
    init(_ error: ClientError, transport: TransportSettings) {
        let code: Code =
            switch error.code {
            case .refused: .refused
            case .notReady: .notReady
            case .malformed, .truncated: .malformed
            case .tooLarge: .tooLarge
            case .cancelled: .cancelled
            case .settings: .settings
            default: .unreachable
            }
        let advice: String? =
            switch error.code {
            case .tls: "check `tls` of the source: the authority, the server's name, the client certificate"
            case .connectionRefused, .nameNotResolved, .proxy: "check that the server runs and that `address` is right"
            case .connectionLost where !transport.isSecure: "if the server wants TLS, give the source a `tls` section"
            case .malformed: "check that `address` is a Redis' own"
            default: nil
            }
        self.init(code, advice.map { "\(error.message); \($0)" } ?? error.message)
    }
}
