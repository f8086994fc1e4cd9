/// `/actuator/prometheus` of an instance.
enum InstanceMetrics {
    /// - Parameters:
    ///   - passed: how long ago the pace of its counters was set, in seconds.
    ///   - uptime: how long it runs, in seconds.
    static func text(_ instance: SimulatedInstance, passed: Double, uptime: Double) -> String {
        let name = "http_server_requests_seconds"
        var text = "# HELP \(name)  \n# TYPE \(name) summary\n"
        let lines: [(FlowCounter, exception: String, outcome: String, status: Int, uri: String)] = [
            (instance.served, "none", "SUCCESS", 200, "/\(ShopService.name(instance.service))/{id}"),
            (
                instance.failed, "IllegalStateException", "SERVER_ERROR", 500,
                "/\(ShopService.name(instance.service))/{id}"
            ),
            (instance.called, "none", "SUCCESS", 200, "/whoami"),
            (instance.watched, "none", "SUCCESS", 200, "/actuator/prometheus"),
        ]
        for line in lines {
            let (count, seconds) = line.0.reading(passed)
            guard count > 0 else { continue }
            let labels = """
                {error="\(line.exception)",exception="\(line.exception)",method="GET",outcome="\(line.outcome)",\
                status="\(line.status)",uri="\(line.uri)"}
                """
            text += "\(name)_count\(labels) \(count)\n\(name)_sum\(labels) \(seconds)\n"
        }
        return PrometheusText.process(uptime: uptime) + text
    }
}
