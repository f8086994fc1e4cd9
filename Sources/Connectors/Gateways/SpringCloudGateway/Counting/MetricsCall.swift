import Clients
import Contract
import Topology

/// Reads a server's counters as they stream in.
enum MetricsCall {
    /// Text, not OpenMetrics and not protobuf: Prometheus' own servers answer what is asked for.
    private static let accept = HTTPHeader("Accept", "text/plain;version=0.0.4, text/plain;q=0.9, */*;q=0.1")

    /// Sends the call; the counters are dated with the middle of it.
    static func send(
        _ url: String, _ names: MetricNames, leavesOut: [String] = [], by http: HTTPClient, clock: Clock,
        keepsConnection: Bool = true, until deadline: Moment
    ) async -> Answer<(scan: CounterScan, at: Moment)> {
        let request = HTTPRequest(
            "GET", url, headers: [accept], byteLimit: GatewayClient.metricsBytes,
            keepsConnection: keepsConnection)
        let began = clock().moment
        do throws(ClientError) {
            let answer = try await http.stream(request, until: deadline)
            guard case .stream(let stream) = answer else {
                guard case .answer(let response) = answer else { return .failed("\(url): no answer") }
                return GatewayClient.meaning(of: response, url)
            }
            // The counters were read when the answer began, not when its last byte was here.
            let middle = began + (clock().moment - began) / 2
            var scan = CounterScan(names, leavesOut: leavesOut)
            while let piece = try await stream.next() { scan.feed(piece) }
            scan.finish()
            return .value((scan, middle))
        } catch {
            switch error.code {
            case .malformed, .truncated, .tooLarge: return .failed("\(url): \(error.message)")
            default: return .silent(GatewayClient.readError(error, of: url))
            }
        }
    }
}
