import Serving

extension EurekaServer {
    /// A document of the cache, compressed where the client takes that, or what mischief makes of it.
    func document(_ request: ServerRequest, _ subject: ResponseCache.Key.Subject, _ faults: ServerFaults)
        -> ServerResponse
    {
        guard !faults.warming else { return failure(403, request) }
        guard Self.takesJSON(request) else { return notAcceptable }
        let gzip = request.header("Accept-Encoding")?.contains("gzip") == true
        if let mischief = faults.mischief {
            let plain = cache.body(ResponseCache.Key(subject: subject, gzip: false), now: clock.now(), from: registry)
            return mischief.response(instead: plain ?? [])
        }
        guard let body = cache.body(ResponseCache.Key(subject: subject, gzip: gzip), now: clock.now(), from: registry)
        else {
            return failure(404, request)
        }
        var response = json(body)
        if gzip { response.headers.append(ServerField("Content-Encoding", "gzip")) }
        return response
    }

    /// A live answer; 404 where there is none.
    func wantingJSON(_ request: ServerRequest, _ body: () -> [UInt8]?) -> ServerResponse {
        guard Self.takesJSON(request) else { return notAcceptable }
        return body().map { json($0) } ?? failure(404, request)
    }

    func json(_ body: [UInt8], status: Int = 200) -> ServerResponse {
        ServerResponse(status: status, headers: [ServerField("Content-Type", "application/json")], body: .bytes(body))
    }

    /// 200, or a failure.
    func outcome(_ done: Bool, _ request: ServerRequest, otherwise status: Int = 404) -> ServerResponse {
        done ? ServerResponse() : failure(status, request)
    }

    /// Spring's page for a failure.
    func failure(_ status: Int, _ request: ServerRequest) -> ServerResponse {
        let reasons = [
            401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
            500: "Internal Server Error",
            503: "Service Unavailable",
        ]
        var page = JSONWriter(gzip: false)
        page.raw(#"{"timestamp":"#)
        page.string(WallTime(milliseconds: clock.now()).precise)
        page.raw(#","status":"#)
        page.number(Int64(status))
        page.raw(#","error":"#)
        page.string(reasons[status] ?? "None")
        page.raw(#","path":"#)
        page.string(request.path)
        page.raw("}")
        return json(page.finish(), status: status)
    }

    /// The real server answers XML unless JSON is asked for; this one has no XML.
    private var notAcceptable: ServerResponse {
        ServerResponse(status: 406, text: "this server speaks JSON only: send Accept: application/json\n")
    }

    private static func takesJSON(_ request: ServerRequest) -> Bool {
        request.header("Accept")?.contains("json") == true
    }
}
