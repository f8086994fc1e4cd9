/// `/actuator/prometheus` of a gateway.
enum GatewayMetrics {
    static func text(_ state: GatewayState, now: Int64, uptime: Double) -> String {
        let passed = Double(now - state.paced) / 1000
        var (counts, maxima) = ("", "")
        let name = "spring_cloud_gateway_requests_seconds"
        for (key, counter) in state.counters.sorted(by: { Self.rank($0.key) < Self.rank($1.key) }) {
            let (count, seconds) = counter.reading(passed)
            guard count > 0 else { continue }
            let (outcome, word) = Self.words(key.status)
            let labels = """
                {httpMethod="GET",httpStatusCode="\(key.status)",outcome="\(outcome)",\
                routeId="\(PrometheusText.escaped(key.route))",routeUri="\(PrometheusText.escaped(key.uri))",status="\(word)"}
                """
            counts += "\(name)_count\(labels) \(count)\n\(name)_sum\(labels) \(seconds)\n"
            maxima += "\(name)_max\(labels) \(3 * seconds / Double(count))\n"
        }
        return PrometheusText.process(uptime: uptime)
            + "# HELP \(name)  \n# TYPE \(name) summary\n\(counts)# HELP \(name)_max  \n# TYPE \(name)_max gauge\n\(maxima)"
            + "# HELP spring_cloud_gateway_routes_count  \n# TYPE spring_cloud_gateway_routes_count gauge\n"
            + "spring_cloud_gateway_routes_count \(Double(state.routes.count))\n"
    }

    private static func rank(_ key: GatewayState.CounterKey) -> (String, Int) {
        (key.route, key.status)
    }

    private static func words(_ status: Int) -> (outcome: String, word: String) {
        switch status {
        case 200: ("SUCCESSFUL", "OK")
        case 404: ("CLIENT_ERROR", "NOT_FOUND")
        case 503: ("SERVER_ERROR", "SERVICE_UNAVAILABLE")
        case 504: ("SERVER_ERROR", "GATEWAY_TIMEOUT")
        default: ("SERVER_ERROR", "INTERNAL_SERVER_ERROR")
        }
    }
}
