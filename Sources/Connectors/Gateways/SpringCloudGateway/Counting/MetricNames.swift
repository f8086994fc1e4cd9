/// The names of the metrics that are looked for.
///
/// By name and never by label: a gateway's other metrics carry route ids too, and count something else.
struct MetricNames: Hashable, Sendable {
    /// Timers by what they begin with; where several have been counted, the first does.
    let timers: [String]
    /// Gauges that prove that the timers exist, though nothing has been counted yet.
    let proofs: [String]
    /// The label that parts the counters; nothing where they are counted together.
    let key: String?

    /// When the process began.
    static let start = "process_start_time_seconds"

    /// A gateway's own counters, one a route.
    ///
    /// - Parameter prefix: `spring.cloud.gateway.metrics.prefix`; versions before 3.1 say `gateway` by default.
    static func gateway(prefix: String) -> MetricNames {
        let own = prometheus(prefix)
        let all = [own, "spring_cloud_gateway", "gateway"]
        let prefixes = all.enumerated().filter { all.firstIndex(of: $0.element) == $0.offset }.map(\.element)
        return MetricNames(
            timers: prefixes.map { "\($0)_requests_seconds" }, proofs: prefixes.map { "\($0)_routes_count" },
            key: "routeId")
    }

    /// What a service counts of the requests that it answers.
    static let server = MetricNames(timers: ["http_server_requests_seconds"], proofs: [], key: nil)

    /// What a server is asked for: newer ones match the timer's name, older ones each line's.
    var filter: [String] {
        timers.flatMap { [$0, "\($0)_count", "\($0)_sum"] } + proofs + [Self.start]
    }

    /// Micrometer's spelling of a name for Prometheus.
    private static func prometheus(_ name: String) -> String {
        String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }
}
