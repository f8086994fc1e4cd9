import Serving
import Synchronization

extension SimulatedGateway {
    /// Answers one request.
    func answer(_ request: ServerRequest) -> ServerResponse {
        let now = clock.monotonic()
        let access = state.withLock { state in
            state.settle(now)
            return state.access
        }
        let path = request.segments
        guard path.first == "actuator" else { return failure(404, request) }
        let rest = Array(path.dropFirst())
        guard access != .closed || rest.first == "health" else { return failure(404, request) }
        switch rest.first {
        case "health": return SpringAnswer.actuator(#"{"status":"UP"}"#)
        case "gateway": return gateway(request, Array(rest.dropFirst()), access, now)
        case nil, "info", "prometheus", "env": return page(request, rest, now)
        default: return failure(404, request)
        }
    }

    func failure(_ status: Int, _ request: ServerRequest) -> ServerResponse {
        SpringAnswer.failure(status, request, now: clock.now())
    }

    private func page(_ request: ServerRequest, _ path: [String], _ now: Int64) -> ServerResponse {
        guard ["GET", "HEAD"].contains(request.method) else { return failure(405, request) }
        let state = state.withLock { $0 }
        switch path.first {
        case "prometheus" where path.count == 1:
            let uptime = Double(now - state.started) / 1000
            return ServerResponse(
                text: GatewayMetrics.text(state, now: now, uptime: uptime), type: PrometheusText.type)
        case "env": return environment(request, Array(path.dropFirst()), state)
        case "info": return SpringAnswer.actuator("{}")
        default:
            let names = ["env", "gateway", "health", "info", "prometheus"]
            let links = names.map { #""\#($0)":{"href":"\#(server.url)/actuator/\#($0)","templated":false}"# }
            return SpringAnswer.actuator(#"{"_links":{\#(links.joined(separator: ","))}}"#)
        }
    }

    private func gateway(
        _ request: ServerRequest, _ path: [String], _ access: GatewayState.Access, _ now: Int64
    ) -> ServerResponse {
        let writes = access == .unrestricted
        switch (request.method, path.count, path.first) {
        case ("OPTIONS", _, _): return options(request, path, writes)
        case ("GET", 1, "routes"): return SpringAnswer.json(state.withLock { GatewayDocument.routes($0) })
        case ("GET", 1, "routedefinitions"):
            return SpringAnswer.json(state.withLock { GatewayDocument.definitions($0) })
        case ("GET", 2, "routes"): return one(request, path[1])
        case ("GET", 3, "routes") where path[2] == "combinedfilters": return SpringAnswer.json(Array("{}".utf8))
        case ("GET", 0, _): return listing(writes)
        case ("POST", 1, "refresh") where writes:
            state.withLock { $0.refresh(now) }
            return ServerResponse()
        case ("POST", 1, "routes") where writes: return putAll(request)
        case ("POST", 2, "routes") where writes: return put(request, path[1])
        case ("DELETE", 2, "routes") where writes:
            return ServerResponse(status: state.withLock { $0.delete(path[1]) } ? 200 : 404)
        // A path without any operation left is no path; one that can still be read is a method that is not allowed.
        case (_, 1, "routes"), (_, 2, "routes"), (_, 1, "routedefinitions"): return failure(405, request)
        case (_, 1, "refresh") where writes: return failure(405, request)
        default: return failure(404, request)
        }
    }

    private func options(_ request: ServerRequest, _ path: [String], _ writes: Bool) -> ServerResponse {
        let allowed: String
        switch (path.count, path.first) {
        case (2, "routes"): allowed = writes ? "DELETE,POST,GET,HEAD,OPTIONS" : "GET,HEAD,OPTIONS"
        case (1, "routes"): allowed = writes ? "POST,GET,HEAD,OPTIONS" : "GET,HEAD,OPTIONS"
        case (1, "refresh") where writes: allowed = "POST,OPTIONS"
        case (0, _), (1, "routedefinitions"): allowed = "GET,HEAD,OPTIONS"
        default: return failure(404, request)
        }
        return ServerResponse(headers: [ServerField("Allow", allowed)])
    }

    /// An id that is there twice is an error of the server's: it wants one.
    private func one(_ request: ServerRequest, _ id: String) -> ServerResponse {
        let (count, body) = state.withLock { state in
            let found = state.routes.filter { $0.id == id }
            return (found.count, found.first.map { GatewayDocument.route(state, $0) } ?? [])
        }
        switch count {
        case 0: return ServerResponse(status: 404)
        case 1: return SpringAnswer.json(body)
        default: return failure(500, request)
        }
    }

    private func put(_ request: ServerRequest, _ id: String) -> ServerResponse {
        guard isJSON(request) else { return failure(415, request) }
        guard let value = JSONText(parsing: request.body), let definition = GatewayDefinition(value, id: id),
            GatewayRules.accepts(definition)
        else { return failure(400, request) }
        state.withLock { $0.put(definition) }
        return ServerResponse(
            status: 201, headers: [ServerField("Location", "/routes/\(request.path.split(separator: "/").last ?? "")")])
    }

    private func putAll(_ request: ServerRequest) -> ServerResponse {
        guard isJSON(request) else { return failure(415, request) }
        guard case .array(let elements) = JSONText(parsing: request.body) else { return failure(400, request) }
        let definitions = elements.compactMap { GatewayDefinition($0) }
        guard definitions.count == elements.count, definitions.allSatisfy(GatewayRules.accepts) else {
            return failure(400, request)
        }
        state.withLock { state in
            for definition in definitions { state.put(definition) }
        }
        return ServerResponse()
    }

    private func isJSON(_ request: ServerRequest) -> Bool {
        request.header("Content-Type")?.hasPrefix("application/json") == true
    }

    /// What `GET /actuator/gateway` lists: the writes too where nobody may write, and nothing where there are no routes.
    private func listing(_ writes: Bool) -> ServerResponse {
        let routes = state.withLock { $0.routes }
        guard !routes.isEmpty else { return SpringAnswer.json(Array("[]".utf8)) }
        let base = "/actuator/gateway"
        var entries = ["routedefinitions", "globalfilters", "routefilters", "routepredicates"]
            .map { ("\(base)/\($0)", #""GET""#) }
        entries.append(("\(base)/routes", #""POST","GET""#))
        entries.append(("\(base)/refresh", #""POST""#))
        var seen: Set<String> = []
        for route in routes where seen.insert(route.id).inserted {
            entries.append(("\(base)/routes/\(route.id)", #""POST","DELETE","GET""#))
            entries.append(("\(base)/routes/\(route.id)/combinedfilters", #""GET""#))
        }
        let body = entries.map { entry in
            #"{"href":"# + String(decoding: JSONText.string(entry.0).bytes, as: UTF8.self) + #","methods":["# + entry.1
                + "]}"
        }
        return SpringAnswer.json(Array("[\(body.joined(separator: ","))]".utf8))
    }
}
