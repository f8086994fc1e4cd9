import FoundationEssentials
import Lab
import Testing

/// A simulated shop with its gateways, asked over real sockets.
struct Shop {
    let bench: Bench

    init(_ change: (inout LabOptions) -> Void = { _ in }) throws {
        bench = try Bench {
            $0.instances = 60
            $0.traffic = true
            change(&$0)
        }
    }

    func gateway(_ index: Int) throws -> RawClient {
        let url = bench.lab.gatewayDescription[index].url
        let host = try #require(url.dropFirst(7).split(separator: ":").first)
        return RawClient(address: String(host), port: bench.lab.gatewayDescription[index].port)
    }

    @discardableResult
    func ask(_ method: String = "GET", _ path: String, gateway: Int = 0, body: String = "") throws -> RawClient.Answer {
        try self.gateway(gateway).send(
            method, "/actuator/\(path)", headers: [("Content-Type", "application/json")], body: Array(body.utf8))
    }

    /// The routes that a gateway has loaded, each with its weight.
    func weights(_ gateway: Int = 0) throws -> [(id: String, predicate: String)] {
        struct Route: Decodable {
            let route_id: String
            let predicate: String
        }
        let routes = try JSONDecoder().decode(
            [Route].self, from: Data(ask("GET", "gateway/routes", gateway: gateway).body))
        return routes.map { ($0.route_id, $0.predicate) }
    }

    /// What a text of metrics counts, by the labels asked for: name, then what must be in the labels.
    static func sum(_ text: String, _ name: String, _ label: String = "") -> Double {
        text.split(separator: "\n").filter { $0.hasPrefix(name + "{") && $0.contains(label) }
            .reduce(0) { $0 + (Double($1.split(separator: " ").last ?? "") ?? 0) }
    }

    /// Requests so far on the routes whose id begins so, on all gateways that answer.
    func routed(_ prefix: String, status: String = "") throws -> Double {
        try bench.lab.gatewayDescription.indices.reduce(0) { sum, index in
            sum
                + Self.sum(
                    try ask("GET", "prometheus", gateway: index).text.split(separator: "\n")
                        .filter { $0.contains("routeId=\"\(prefix)") }.joined(separator: "\n"),
                    "spring_cloud_gateway_requests_seconds_count", status)
        }
    }

    /// How many requests come in so many seconds.
    func during(_ seconds: Int, _ count: () throws -> Double) throws -> Double {
        let before = try count()
        for _ in 0..<seconds { bench.pass(.seconds(1)) }
        return try count() - before
    }

    func instance(_ address: String, _ path: String) throws -> RawClient.Answer {
        try RawClient(address: address, port: bench.lab.servicePort).send("GET", path, headers: [])
    }

    /// Ordinary requests that an instance has answered.
    func served(_ address: String) throws -> Double {
        Self.sum(try instance(address, "/actuator/prometheus").text, "http_server_requests_seconds_count", "/{id}")
    }

    /// The addresses of a service's instances, in a zone.
    func addresses(_ service: String, zone: Int? = nil) -> [String] {
        bench.lab.instanceIDs.compactMap { id in
            let parts = id.split(separator: ":")
            guard parts[1] == service, zone == nil || id.hasPrefix("127.\(zone ?? 0).") else { return nil }
            return String(parts[0])
        }
    }

    /// Sets or deletes an override at the first server.
    func drain(_ service: String, _ address: String, _ method: String = "PUT") throws {
        let id = "\(address):\(service):\(bench.lab.servicePort)"
        let value = method == "PUT" ? "?value=OUT_OF_SERVICE" : ""
        #expect(try bench.status(method, "/apps/\(service.uppercased())/\(id)/status\(value)") == 200)
    }
}
