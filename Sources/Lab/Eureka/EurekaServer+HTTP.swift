import Serving
import Synchronization

extension EurekaServer {
    /// Answers one request, as the server would or as its faults want.
    func answer(_ request: ServerRequest) -> ServerAnswer {
        let faults = faults.withLock { $0 }
        guard faults.reach != .hanging else { return .later(LaterResponse()) }
        if let credentials, request.header("Authorization") != credentials.header {
            return .respond(
                ServerResponse(status: 401, headers: [ServerField("WWW-Authenticate", "Basic realm=\"Realm\"")]))
        }
        guard faults.slow > 0 else { return .respond(route(request, faults)) }
        return FaultyServer.answer(.slow(milliseconds: faults.slow), request) { [weak self] request in
            self.map { .respond($0.route(request, faults)) } ?? .drop
        }
    }

    private func route(_ request: ServerRequest, _ faults: ServerFaults) -> ServerResponse {
        var path = request.segments[...]
        guard path.first == "eureka" else { return page(request, Array(path)) }
        path = path.dropFirst()
        // Spring's filter writes the one into the other.
        if path.first == "v2" { path = path.dropFirst() }
        switch (request.method, path.count, path.first) {
        case ("GET", 1, "status"): return statusPage(request)
        case ("GET", 2, "instances"): return wantingJSON(request) { instance(id: path[path.startIndex + 1]) }
        case ("GET", 1, "apps"): return document(request, .all, faults)
        case ("GET", 2, "apps") where path.last == "delta": return document(request, .delta, faults)
        case ("GET", 2, "apps"): return document(request, .application(path[path.startIndex + 1].uppercased()), faults)
        case ("POST", 2, "apps"): return registerInstance(request, app: path[path.startIndex + 1].uppercased())
        case (_, 3..., "apps"):
            let app = path[path.startIndex + 1].uppercased()
            return instanceRequest(request, app, path[path.startIndex + 2], Array(path.dropFirst(3)))
        case (_, 1, "apps"), (_, 2, "apps"): return failure(405, request)
        default: return failure(404, request)
        }
    }

    private func instanceRequest(_ request: ServerRequest, _ app: String, _ id: String, _ rest: [String])
        -> ServerResponse
    {
        let now = clock.now()
        let replicated = request.header("x-netflix-discovery-replication") == "true"
        let lastDirty = request.argument("lastDirtyTimestamp").flatMap { Int64($0) }
        switch (request.method, rest) {
        case ("GET", []):
            return wantingJSON(request) { visible(app, id, now).map { EurekaDocument.instance($0) } }
        case ("PUT", []):
            return renew(request, app, id, replicated, lastDirty, now)
        case ("DELETE", []):
            return outcome(cancel(app, id, replicated: replicated, now: now), request)
        case ("PUT", ["status"]), ("DELETE", ["status"]):
            return statusRequest(request, app, id, replicated, lastDirty, now)
        case ("PUT", ["metadata"]):
            let more = request.query.map { InstanceInfo.Metadatum(key: $0.name, value: $0.value) }
            return outcome(addMetadata(app, id, more, now: now), request)
        case (_, []), (_, ["status"]), (_, ["metadata"]): return failure(405, request)
        default: return failure(404, request)
        }
    }

    /// The order of checks is the server's: an unknown instance is a 404 whatever the value, a bad value of a known one a 500.
    private func statusRequest(
        _ request: ServerRequest, _ app: String, _ id: String, _ replicated: Bool, _ lastDirty: Int64?, _ now: Int64
    ) -> ServerResponse {
        guard visible(app, id, now) != nil else { return failure(404, request) }
        let value = request.argument("value")
        if request.method == "DELETE" {
            guard let status = value.map({ InstanceStatus(word: $0) }) ?? .unknown else { return failure(500, request) }
            let done = deleteOverride(
                app, id, status: status, lastDirty: lastDirty, replicated: replicated, now: now)
            return outcome(done, request, otherwise: 500)
        }
        guard let status = value.flatMap({ InstanceStatus(word: $0) }) else { return failure(500, request) }
        return outcome(
            setStatus(app, id, to: status, lastDirty: lastDirty, replicated: replicated, now: now), request,
            otherwise: 500)
    }

    private func renew(
        _ request: ServerRequest, _ app: String, _ id: String, _ replicated: Bool, _ lastDirty: Int64?, _ now: Int64
    ) -> ServerResponse {
        guard replicated else { return outcome(renew(app, id, lastDirty: lastDirty, now: now), request) }
        let override = request.argument("overriddenstatus").flatMap { InstanceStatus(word: $0) }
        let (answer, mine) = registry.withLock { registry in
            let lastDirty = lastDirty ?? registry.lease(app, id)?.lastDirty ?? 0
            let task = ReplicationTask(
                app: app, id: id, action: .heartbeat(override: override, lastDirty: lastDirty), expires: now)
            return (registry.apply([task], now: now).first, registry.lease(app, id))
        }
        switch (answer, mine) {
        case (nil, _): return ServerResponse()
        // The peer that sent it is behind: it takes what is here.
        case (.newer, let mine?): return json(EurekaDocument.instance(mine), status: 409)
        case (.missing, _), (.newer, nil): return failure(404, request)
        }
    }

    private func registerInstance(_ request: ServerRequest, app: String) -> ServerResponse {
        do throws(Registration.Refusal) {
            let now = clock.now()
            let registration = try Registration.parse(request.body, app: app, now: now)
            let replicated = request.header("x-netflix-discovery-replication") == "true"
            register(registration, replicated: replicated, now: now)
            return ServerResponse(status: 204)
        } catch {
            return ServerResponse(status: 400, text: error.reason, type: "application/json")
        }
    }

    private func visible(_ app: String, _ id: String, _ now: Int64) -> Lease? {
        registry.withLock { $0.visible(app, id, now: now) }
    }

    private func instance(id: String) -> [UInt8]? {
        registry.withLock { $0.visible(id: id, now: clock.now()) }.map { EurekaDocument.instance($0) }
    }
}
