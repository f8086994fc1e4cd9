import Serving

/// Answers as Spring Boot gives them.
enum SpringAnswer {
    static func json(_ body: [UInt8], status: Int = 200, type: String = "application/json") -> ServerResponse {
        ServerResponse(status: status, headers: [ServerField("Content-Type", type)], body: .bytes(body))
    }

    /// A document of the actuator.
    static func actuator(_ body: String, status: Int = 200) -> ServerResponse {
        json(Array(body.utf8), status: status, type: "application/vnd.spring-boot.actuator.v3+json")
    }

    /// The page of a failure, of a reactive application.
    static func failure(_ status: Int, _ request: ServerRequest, now: Int64) -> ServerResponse {
        let reasons = [
            400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 415: "Unsupported Media Type",
            500: "Internal Server Error", 503: "Service Unavailable", 504: "Gateway Timeout",
        ]
        var page = JSONWriter(gzip: false)
        page.raw(#"{"timestamp":"#)
        page.string(WallTime(milliseconds: now).precise)
        page.raw(#","path":"#)
        page.string(request.path)
        page.raw(#","status":"#)
        page.number(Int64(status))
        page.raw(#","error":"#)
        page.string(reasons[status] ?? "None")
        page.raw(#","requestId":"#)
        page.string(String(UInt64(truncatingIfNeeded: now &* 2_654_435_761) & 0xFFFF_FFFF, radix: 16) + "-1")
        page.raw("}")
        return json(page.finish(), status: status)
    }
}
