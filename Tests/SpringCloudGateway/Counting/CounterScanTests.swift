import Testing
import Topology

@testable import SpringCloudGateway

@Suite("Counters out of Prometheus' text")
struct CounterScanTests {
    private func scan(
        _ text: String, piece: Int = 1000, names: MetricNames = .gateway(prefix: "spring.cloud.gateway"),
        leavesOut: [String] = []
    ) -> CounterScan {
        var scan = CounterScan(names, leavesOut: leavesOut)
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            scan.feed(Array(bytes[start..<min(bytes.count, start + piece)]))
            start += piece
        }
        scan.finish()
        return scan
    }

    private let real = """
        # HELP spring_cloud_gateway_requests_seconds
        # TYPE spring_cloud_gateway_requests_seconds summary
        http_client_requests_seconds_count{error="none",spring_cloud_gateway_route_id="provider-a"} 99
        process_start_time_seconds 1.795572203574E9
        spring_cloud_gateway_requests_seconds_count{httpMethod="GET",httpStatusCode="200",outcome="SUCCESSFUL",routeId="provider-a",routeUri="http://127.0.0.1:19001",status="OK"} 90
        spring_cloud_gateway_requests_seconds_sum{httpMethod="GET",httpStatusCode="200",outcome="SUCCESSFUL",routeId="provider-a",routeUri="http://127.0.0.1:19001",status="OK"} 4.5
        spring_cloud_gateway_requests_seconds_count{httpMethod="GET",httpStatusCode="503",outcome="SERVER_ERROR",routeId="provider-a",routeUri="http://127.0.0.1:19001",status="SERVICE_UNAVAILABLE"} 10
        spring_cloud_gateway_requests_seconds_sum{httpMethod="GET",httpStatusCode="503",outcome="SERVER_ERROR",routeId="provider-a",status="SERVICE_UNAVAILABLE"} 0.5
        spring_cloud_gateway_requests_seconds_max{httpMethod="GET",routeId="provider-a"} 7
        spring_cloud_gateway_requests_seconds_count{routeId="pay",httpStatusCode="404",outcome="CLIENT_ERROR"} 3
        spring_cloud_gateway_routes_count 3.0
        """

    @Test("added up by route, selected by name, server errors told from others", arguments: [1, 7, 1000, 100_000])
    func byRoute(piece: Int) {
        let found = scan(real, piece: piece)
        #expect(found.found["provider-a"] == TrafficCounter(requests: 100, errors: 10, seconds: 5))
        #expect(found.found["pay"] == TrafficCounter(requests: 3, errors: 0, seconds: 0))
        #expect(found.found.count == 2)
        #expect(found.epoch == "1795572203.574")
        #expect(found.isProven)
    }

    @Test("before the first request there are no counters, and the gateway's gauge proves that they will come")
    func fresh() {
        let found = scan("process_start_time_seconds 5\nspring_cloud_gateway_routes_count 2\n")
        #expect(found.found.isEmpty && found.isProven)
        #expect(!scan("process_start_time_seconds 5\njvm_threads 7\n").isProven)
    }

    @Test("another prefix, an older name; never both added up")
    func prefixes() {
        let own = "my_edge_requests_seconds_count{routeId=\"a\"} 1\n"
        let old = "gateway_requests_seconds_count{routeId=\"a\"} 2\n"
        #expect(scan(own, names: .gateway(prefix: "my.edge")).found["a"]?.requests == 1)
        #expect(scan(own).found.isEmpty)
        #expect(scan(old).found["a"]?.requests == 2)
        #expect(scan(own + old, names: .gateway(prefix: "my.edge")).found["a"]?.requests == 1)
    }

    @Test("a service's own counters leave the actuator out")
    func upstream() {
        let text = """
            http_server_requests_seconds_count{exception="none",outcome="SUCCESS",status="200",uri="/actuator/prometheus"} 50
            http_server_requests_seconds_count{outcome="SUCCESS",status="200",uri="/actuator"} 50
            http_server_requests_seconds_count{outcome="SUCCESS",status="200",uri="/whoami"} 7
            http_server_requests_seconds_sum{outcome="SUCCESS",status="200",uri="/whoami"} 0.7
            http_server_requests_seconds_count{status="500",uri="/x"} 2
            http_server_requests_seconds_count{outcome="SUCCESS",status="200",uri="/actuators"} 1
            http_server_requests_seconds_count{outcome="SUCCESS",status="200",uri="/manage/health"} 9
            """
        let found = scan(text, names: .server, leavesOut: ["/actuator", "/manage"])
        #expect(found.found[CounterReading.whole] == TrafficCounter(requests: 10, errors: 2, seconds: 0.7))
    }

    @Test(
        "what is malformed spoils its own line",
        arguments: [
            "spring_cloud_gateway_requests_seconds_count{routeId=\"a\"",
            "spring_cloud_gateway_requests_seconds_count{routeId=a} 5",
            "spring_cloud_gateway_requests_seconds_count{routeId=\"a\"}",
            "spring_cloud_gateway_requests_seconds_count{routeId=\"a\"} NaN",
            "spring_cloud_gateway_requests_seconds_count{routeId=\"a\"} -5",
            "spring_cloud_gateway_requests_seconds_count{routeId=\"a\"} +Inf",
            "spring_cloud_gateway_requests_seconds_count{routeId=\"a\"} 1e999",
            "spring_cloud_gateway_requests_seconds_count 5",
            "spring_cloud_gateway_requests_seconds_count{routeId=\"a\\", "{} 5", "", "\u{0}\u{0}",
            "spring_cloud_gateway_requests_seconds_countx{routeId=\"a\"} 5",
            "spring_cloud_gateway_requests_seconds_count{} ",
        ])
    func malformed(line: String) {
        let found = scan("\(line)\nspring_cloud_gateway_requests_seconds_count{routeId=\"good\"} 1 1700000000\n")
        #expect(found.found["a"] == nil || found.found["a"]?.requests == 0)
        #expect(found.found["good"]?.requests == 1)
    }

    @Test("escapes, exemplars, names that a terminal would obey")
    func labels() {
        let found = scan(
            "spring_cloud_gateway_requests_seconds_count{x=\"}\\\" 9\",routeId=\"a\\\\b\\n\u{1B}[2J\"} 4 # {trace=\"1\"} 1\n"
        ).found
        #expect(found.count == 1)
        #expect(found.keys.allSatisfy { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 } })
        #expect(found.values.first?.requests == 4)
    }

    @Test("bounded: a line without end, routes without number", .timeLimit(.minutes(1)))
    func bounds() {
        let long =
            "spring_cloud_gateway_requests_seconds_count{routeId=\"\(String(repeating: "x", count: 200_000))\"} 1\n"
        let found = scan(long + real, piece: 4096)
        #expect(found.found.count == 2 && found.found["provider-a"]?.requests == 100)
        let many = (0..<20_100).map { "spring_cloud_gateway_requests_seconds_count{routeId=\"r\($0)\"} 1" }.joined(
            separator: "\n")
        let cut = scan(many, piece: 65_536)
        #expect(cut.found.count == 20_000 && cut.isCut)
    }

    @Test("bytes at random neither crash nor hang", .timeLimit(.minutes(1)))
    func random() {
        var generator = SystemRandomNumberGenerator()
        let seed = Array(real.utf8)
        for _ in 0..<300 {
            var bytes = seed
            for _ in 0..<20 {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            #expect(GatewayCounters.decode(bytes, piece: Int.random(in: 1...300, using: &generator)).count < 30)
        }
    }
}
