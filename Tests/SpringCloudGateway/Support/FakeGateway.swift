import Clients
import Serving
import Synchronization

/// A simulated Spring Cloud Gateway, as observed: a repository in memory on top of definitions from files, a refresh that
/// answers 200 whatever comes of it, and one definition that cannot be bound stopping all of them.
final class FakeGateway: Sendable {
    struct State: Sendable {
        /// Definitions from files, in their order.
        var files: [FakeDefinition] = []
        /// The repository in memory.
        var memory: [FakeDefinition] = []
        /// What is loaded.
        var loaded: [FakeDefinition] = []
        /// What the program itself defines: always loaded, never among the definitions.
        var code: [String] = []
        /// Every sum of a group that was ever loaded, to prove that none was 0.
        var sums: [[String: Int]] = []
        var allows = "DELETE,POST,GET,HEAD,OPTIONS"
        /// Changes with each start.
        var lambda = 1240
        var metrics = ""
        var version: String?
        /// Whether the metrics can be filtered by name.
        var filters = true
        var isVerbose = true
        /// Answers by path, in place of everything else.
        var answers: [String: ServerResponse] = [:]
        /// Paths that are never answered.
        var hangs: Set<String> = []
        /// What was asked, in order: `GET /actuator/gateway/routes`.
        var asked: [String] = []
        /// The authorization header of each call.
        var authorizations: [String?] = []
        /// Bodies that were posted, in order.
        var posted: [String] = []
        /// Refreshes that are answered and not done.
        var ignoresRefresh = false
        var environment: String?
    }

    private let state: Mutex<State>
    private let server: HTTPServer

    var url: String { server.url }
    var port: Int { Int(server.port) }

    init(files: [FakeDefinition] = [], memory: [FakeDefinition] = []) throws {
        let box = Box()
        var state = State(files: files, memory: memory)
        Self.refresh(&state)
        self.state = Mutex(state)
        server = try HTTPServer(answeringOn: "127.0.0.1") { request in
            box.owner.withLock { $0?() }.map { $0.answer(request) } ?? .drop
        }
        box.owner.withLock { owner in owner = { [weak self] in self } }
    }

    private final class Box: Sendable {
        let owner = Mutex<(@Sendable () -> FakeGateway?)?>(nil)
    }

    func set(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }
    func read<T: Sendable>(_ look: (State) -> T) -> T { state.withLock { look($0) } }
    func refuse() { server.refuse() }
    func listen() throws { try server.listen() }

    /// Everything in memory is lost, the files are read again.
    func restart() {
        set { state in
            state.memory = []
            state.lambda += 7
            Self.refresh(&state)
        }
    }

    /// Loads what is defined, unless something cannot be bound.
    func refresh() { set { Self.refresh(&$0) } }

    /// The weights as requests are split, by route.
    var weights: [String: Int] {
        read { state in
            Dictionary(
                state.loaded.compactMap { d in d.weight.map { (d.id, $0) } }, uniquingKeysWith: { _, last in last })
        }
    }

    private static func refresh(_ state: inout State) {
        guard !state.ignoresRefresh, (state.files + state.memory).allSatisfy(\.isBindable) else { return }
        state.loaded = state.files + state.memory
        var weights: [String: (group: String, weight: Int)] = [:]
        for definition in state.loaded {
            if let group = definition.group, let weight = definition.weight { weights[definition.id] = (group, weight) }
        }
        state.sums.append(weights.values.reduce(into: [:]) { $0[$1.group, default: 0] += $1.weight })
    }

    private func answer(_ request: ServerRequest) -> ServerAnswer {
        let response = state.withLock { state -> ServerResponse? in
            state.asked.append("\(request.method) \(request.target)")
            state.authorizations.append(request.header("authorization"))
            if state.hangs.contains(request.path) { return nil }
            if let answer = state.answers["\(request.method) \(request.path)"] ?? state.answers[request.path] {
                return answer
            }
            return Self.respond(request, &state)
        }
        return response.map { .respond($0) } ?? .later(LaterResponse())
    }

    private static func respond(_ request: ServerRequest, _ state: inout State) -> ServerResponse {
        let path = Array(request.segments.dropFirst())
        switch (request.method, path.first ?? "", path.dropFirst().first ?? "") {
        case ("GET", "health", _): return json("{\"status\":\"UP\"}")
        case ("GET", "info", _): return json(state.version.map { "{\"build\":{\"version\":\"\($0)\"}}" } ?? "{}")
        case ("GET", "env", _): return state.environment.map(json) ?? ServerResponse(status: 404)
        case ("GET", "prometheus", _):
            guard state.filters, request.argument("includedNames") != nil else {
                return ServerResponse(text: state.metrics)
            }
            let names = Set((request.argument("includedNames") ?? "").split(separator: ",").map(String.init))
            let lines = state.metrics.split(separator: "\n").filter { line in
                let name = String(line.prefix { $0 != "{" && $0 != " " })
                return names.contains(name) || names.contains { name == "\($0)_count" || name == "\($0)_sum" }
            }
            return ServerResponse(text: lines.joined(separator: "\n") + "\n")
        case ("GET", "gateway", "routes"): return json(routes(state))
        case ("GET", "gateway", "routedefinitions"):
            guard state.isVerbose else { return ServerResponse(status: 404) }
            return json("[" + (state.files + state.memory).map(\.text).joined(separator: ",") + "]")
        case ("OPTIONS", "gateway", "routes"):
            return ServerResponse(headers: [ServerField("Allow", state.allows)])
        case ("POST", "gateway", "refresh"):
            guard state.allows.contains("POST") else { return ServerResponse(status: 404) }
            refresh(&state)
            return ServerResponse()
        case ("POST", "gateway", "routes"):
            guard state.allows.contains("POST") else { return ServerResponse(status: 405) }
            let text = String(decoding: request.body, as: UTF8.self)
            state.posted.append(text)
            guard let definition = FakeDefinition(text: text) else { return ServerResponse(status: 400) }
            state.memory.removeAll { $0.id == definition.id }
            state.memory.append(definition)
            return ServerResponse(status: 201)
        case ("DELETE", "gateway", "routes"):
            guard state.memory.contains(where: { $0.id == path.last }) else { return ServerResponse(status: 404) }
            state.memory.removeAll { $0.id == path.last }
            return ServerResponse()
        default: return ServerResponse(status: 404)
        }
    }

    private static func routes(_ state: State) -> String {
        let lambda = "RouteDefinitionRouteLocator$$Lambda$\(state.lambda)/0x00007f5b\(state.lambda)"
        let all = state.loaded.map { state.isVerbose ? $0.route(lambda) : $0.definitionForm } + state.code
        return "[" + all.joined(separator: ",") + "]"
    }

    static func json(_ text: String) -> ServerResponse { ServerResponse(text: text, type: "application/json") }
}
