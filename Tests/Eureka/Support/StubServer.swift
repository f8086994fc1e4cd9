import Serving
import Synchronization

/// A simulated Eureka server whose every answer a test can set: caches, faults, peers that replicate or do not.
final class StubServer: Sendable {
    struct State: Sendable {
        /// What is registered: live answers tell of it, and documents unless one is set.
        var instances: [StubInstance] = []
        /// The cached document, where it is not what is registered.
        var cached: String?
        /// The delta; by default an empty one with the right hash code.
        var delta: String?
        /// Answers by path (`/eureka/apps`), in place of everything else.
        var answers: [String: ServerResponse] = [:]
        /// Paths that are never answered.
        var hangs: Set<String> = []
        /// What was asked, in order: `GET /eureka/apps`.
        var asked: [String] = []
        /// Request headers of the last call of a path.
        var headers: [String: [ServerField]] = [:]
        /// The other servers' addresses for `/status`.
        var peers: [String] = []
        /// Who is told of writes; a peer that is cut off is not in it.
        var replicatesTo: [StubServer] = []
        var dashboard = (threshold: 4, renewals: 8)
        var user: String?
    }

    private let state: Mutex<State>
    private let server: HTTPServer

    var url: String { "\(server.url)/eureka" }
    var hostAndPort: String { "127.0.0.1:\(server.port)" }

    init(_ instances: [StubInstance] = [], address: String = "127.0.0.1") throws {
        let box = Box()
        state = Mutex(State(instances: instances))
        server = try HTTPServer(answeringOn: address) { request in
            box.owner.withLock { $0?() }.map { $0.answer(request) } ?? .drop
        }
        box.owner.withLock { owner in owner = { [weak self] in self } }
    }

    private final class Box: Sendable {
        let owner = Mutex<(@Sendable () -> StubServer?)?>(nil)
    }

    func set(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }
    func read<T: Sendable>(_ look: (State) -> T) -> T { state.withLock { look($0) } }
    var asked: [String] { read(\.asked) }
    func refuse() { server.refuse() }
    func listen() throws { try server.listen() }

    private func answer(_ request: ServerRequest) -> ServerAnswer {
        var peers: [StubServer] = []
        let answered = state.withLock { state -> ServerResponse? in
            state.asked.append("\(request.method) \(request.target)")
            state.headers[request.path] = request.headers
            if let user = state.user, request.header("authorization") != user {
                return ServerResponse(status: 401)
            }
            if let answer = state.answers[request.path] { return answer }
            if state.hangs.contains(request.path) { return nil }
            peers = state.replicatesTo
            return Self.respond(request, &state)
        }
        guard let response = answered else { return .later(LaterResponse()) }
        if request.method != "GET", response.status == 200, request.header("x-netflix-discovery-replication") == nil {
            for peer in peers { peer.take(request) }
        }
        return .respond(response)
    }

    /// Takes a write that a peer replicates.
    func take(_ request: ServerRequest) { state.withLock { _ = Self.respond(request, &$0) } }

    private static func respond(_ request: ServerRequest, _ state: inout State) -> ServerResponse {
        let path = Array(request.segments.dropFirst())
        switch (request.method, path.first, path.count) {
        case ("GET", nil, _): return ServerResponse(text: dashboard(state.dashboard), type: "text/html")
        case ("GET", "status", 1): return ServerResponse(text: status(state.peers), type: "application/xml")
        case ("GET", "apps", 1): return json(state.cached ?? state.instances.document())
        case ("GET", "apps", 2): return json(state.delta ?? [].document(hash: state.instances.hash))
        case (_, "apps", 3...):
            guard let index = state.instances.firstIndex(where: { $0.app == path[1] && $0.id == path[2] }) else {
                return ServerResponse(status: 404)
            }
            return write(request, &state.instances[index])
        default: return ServerResponse(status: 404)
        }
    }

    private static func write(_ request: ServerRequest, _ instance: inout StubInstance) -> ServerResponse {
        let value = request.argument("value")
        switch request.method {
        case "PUT":
            guard let value, ["UP", "DOWN", "OUT_OF_SERVICE"].contains(value) else {
                return ServerResponse(status: 500)
            }
            // Eureka stores nothing where the status is so already.
            if instance.status != value {
                instance.override = value
                instance.shown = value
            }
        case "DELETE":
            instance.override = nil
            instance.shown = value ?? "UNKNOWN"
        default: return json("{\"instance\":\(instance.json)}")
        }
        instance.updated += 1000
        return ServerResponse()
    }

    /// Every instance renews: what it says of itself shows again, unless an override is there.
    func renew() {
        set { state in
            for index in state.instances.indices where state.instances[index].override == nil {
                state.instances[index].shown = nil
            }
        }
    }

    static func json(_ text: String) -> ServerResponse { ServerResponse(text: text, type: "application/json") }

    private static func dashboard(_ counts: (threshold: Int, renewals: Int)) -> String {
        """
        <html><table><tr><td>Uptime</td><td>01:10</td></tr>
        <tr><td>Lease expiration enabled</td><td>\(counts.renewals > counts.threshold)</td></tr>
        <tr><td>Renews threshold</td> <td>\(counts.threshold)</td></tr>
        <tr><td>Renews (last min)</td> <td>\(counts.renewals)</td></tr></table></html>
        """
    }

    private static func status(_ peers: [String]) -> String {
        """
        <com.netflix.eureka.util.StatusInfo><applicationStats>
        <registered-replicas>\(peers.joined(separator: ", "))</registered-replicas>
        </applicationStats></com.netflix.eureka.util.StatusInfo>
        """
    }
}
