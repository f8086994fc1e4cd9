import Topology

@testable import Console

/// The same minute of the incident with what gateways count and what replicates.
enum Incident {
    static let gateways = ["10.1.0.9", "10.1.0.10", "10.2.0.9", "10.2.0.10"].map {
        NodeID(source: "edge", node: "http://\($0):8080")
    }

    static func rate(_ requests: Double, _ errors: Double? = 0, _ mean: Double? = 40) -> Measured<TrafficRate> {
        .value(TrafficRate(requestsPerSecond: requests, errorRatio: errors, meanLatencyMs: mean), at: Shop.ago(4_000))
    }

    static func share(_ value: Double) -> Measured<Double> { .value(value, at: Shop.ago(4_000)) }

    static func edge(silent: Bool = false) -> SourceView {
        SourceView(
            name: "edge", kind: "spring-cloud-gateway", state: silent ? .partial : .live,
            nodes: gateways.enumerated().map { index, id in
                NodeView(
                    id: id, zone: index < 2 ? "zone-a" : "zone-b", state: silent && index == 2 ? .stale : .live,
                    serverVersion: "4.1.3", answeredAt: Shop.ago(silent && index == 2 ? 180_000 : 4_000), latencyMs: 6,
                    error: silent && index == 2 ? "connect: timed out after 3 s" : nil, since: Shop.ago(86_400_000),
                    reads: ["routes", "rates"], writes: ["routes"])
            })
    }

    static func routes(silent: Bool = false) -> [RouteView] {
        gateways.enumerated().flatMap { index, node -> [RouteView] in
            let odd = index == 2
            let where_: Route.DefinedIn = index == 3 ? .properties : .memory
            func view(
                _ id: String, _ group: String?, _ weight: Int?, _ zone: String?, _ rate: Measured<TrafficRate>,
                difference: String? = nil, uri: String? = nil
            ) -> RouteView {
                var rate = rate
                if silent, odd, let last = rate.last { rate = .stale(last, at: Shop.ago(180_000)) }
                return RouteView(
                    node: node, nodeZone: index < 2 ? "zone-a" : "zone-b",
                    route: Route(
                        id: id, uri: uri ?? "http://\(id).internal:8080", group: group, weight: weight, zone: zone,
                        predicates: ["Paths: [/\(group ?? id)/**]"], definedIn: where_),
                    zone: zone, zoneRule: zone == nil ? "names a service" : "metadata zone", rate: rate,
                    difference: difference)
            }
            return [
                view(
                    "payment-a", "payment", odd ? 49 : 50, "zone-a", rate(40, 0.001),
                    difference: odd ? "weight 49, others 50" : nil),
                view("payment-b", "payment", 50, "zone-b", rate(36.5, 0.44, 3_800)),
                view(
                    "payment-c", "payment", odd ? 1 : 0, "zone-c", rate(odd ? 3 : 0),
                    difference: odd ? "weight 1, others 0" : nil),
                view("order-a", "order", 50, "zone-a", rate(68, 0.001)),
                view("order-b", "order", 50, "zone-b", rate(68, 0.061, 220)),
                view("catalog", nil, nil, nil, rate(30), uri: "lb://catalog"),
                view(
                    "search-a", "search", 50, "zone-a", .unknown(reason: "read once so far: a rate takes two readings")),
                view(
                    "search-b", "search", 50, "zone-b", .unknown(reason: "read once so far: a rate takes two readings")),
            ]
        }
    }

    private static func traffic(
        _ set: Double, _ real: Double, _ requests: Double, _ errors: Double, _ mean: Double, wave: [Double?],
        failing: [Double?]
    ) -> ZoneTraffic {
        ZoneTraffic(
            intended: share(set), measured: share(real), basis: .gateways, rate: rate(requests, errors, mean),
            history: wave, errorHistory: failing)
    }

    static func traffic() -> TrafficView {
        func key(_ host: String) -> InstanceKey {
            InstanceKey(service: ServiceKey(name: "payment"), address: host + ":8080")
        }
        let steady: [Double?] = [1_100, 1_180, 1_150, nil, 1_210, 1_170, 1_190, 1_140, 1_160, 1_200, 1_180, 1_210]
        let falling: [Double?] = [1_150, 1_160, 1_200, 1_140, 900, 800, 620, 400, 300, 280, 260, 1_100]
        let names = ["catalog", "customer", "order", "payment", "security"]
        return TrafficView(
            routes: routes(),
            zones: [
                "zone-a": traffic(
                    0.5, 0.5, 1_210, 0.001, 41, wave: steady, failing: [0, 0.001, 0, 0.001, 0.001, 0, 0.001]),
                "zone-b": traffic(
                    0.5, 0.49, 1_100, 0.064, 380, wave: falling, failing: [0, 0, 0.001, 0.01, 0.03, 0.05, 0.064]),
                "zone-c": traffic(0, 0.01, 14, 0, 44, wave: [14, 13, 14, 14, 15, 14], failing: [0, 0, 0, 0]),
            ],
            services: Dictionary(
                uniqueKeysWithValues: names.enumerated().map { index, name in
                    let errors = name == "payment" ? 0.21 : name == "order" ? 0.031 : 0.001
                    return (
                        ServiceKey(name: name),
                        ServiceTraffic(
                            basis: name == "catalog" ? .upstreams : .gateways,
                            rate: rate(120 + 100 * Double(index), errors, name == "payment" ? 1_900 : 40),
                            zones: ["zone-a": rate(60), "zone-b": rate(60)],
                            coverage: name == "catalog" ? Coverage(measured: 64, all: 92) : nil)
                    )
                }),
            instances: [
                key("10.2.3.5"): rate(88, 0.002), key("10.2.3.6"): rate(91, 0.38, 2_300),
                key("10.1.3.1"): rate(14.6, 0),
                key("10.1.3.2"): .stale(TrafficRate(requestsPerSecond: 15, errorRatio: 0), at: Shop.ago(90_000)),
                key("10.1.3.3"): .unknown(reason: "connect: timed out after 3 s"),
            ], failing: [key("10.2.3.6"): "38 % of requests fail"])
    }

    static func link(
        _ source: String, _ kind: String, _ from: String, _ to: String, _ state: ReplicationLink.State,
        _ position: Double?, _ unit: String, _ seconds: Double?, reason: String? = nil, proven: Int64 = 2_000
    ) -> ReplicationLink {
        let nets = ["a": "10.1.0", "b": "10.2.0", "c": "10.3.0"]
        func address(_ zone: String) -> String { (nets[zone] ?? "10.9.0") + (kind == "redis" ? ".7:6379" : ".21:3306") }
        let at = Shop.ago(proven)
        let why = "no answer since 14:00:20"
        return ReplicationLink(
            source: source, kind: kind, from: address(from), to: address(to), fromZone: "zone-" + from,
            toZone: "zone-" + to, state: state,
            position: position.map { .value($0, at: at) } ?? .unknown(reason: why), unit: unit,
            seconds: seconds.map { .value($0, at: at) } ?? .unknown(reason: why),
            live: state == .unknown ? .unknown(reason: why) : .value(state == .ok || state == .behind, at: at),
            provenAt: at, reason: reason,
            facts: [
                ReplicationLink.Fact(label: "master_repl_offset", value: "81920442", node: address(from), at: at),
                ReplicationLink.Fact(label: "slave_repl_offset", value: "81918142", node: address(to), at: at),
                ReplicationLink.Fact(label: "master_link_status", value: "up", node: address(to), at: at),
            ], history: [0, 120, 300, nil, 800, 2_300, 1_900, 400, 0, 0, 214].map { $0.map { Double($0) } })
    }

    static func links() -> [ReplicationLink] {
        [
            link("orders-db", "mysql", "a", "b", .behind, 214, "tx", 9),
            link(
                "orders-db", "mysql", "b", "c", .cut, nil, "tx", nil, reason: "receiver stopped: error 2003",
                proven: 180_000),
            link("cache", "redis", "a", "b", .ok, 2_300, "bytes", 0),
            link("cache", "redis", "a", "c", .unknown, nil, "bytes", nil, reason: "no answer", proven: 180_000),
            link("events", "kafka", "a", "b", .ok, 12, "rec", 0),
            link("events", "kafka", "b", "a", .ok, 40, "rec", 1),
        ]
    }

    static func snapshot(generation: UInt64 = 1) -> Snapshot {
        var snapshot = Shop.snapshot(generation: generation)
        snapshot.sources.insert(edge(), at: 1)
        snapshot.traffic = traffic()
        snapshot.links = links()
        snapshot.attention.insert(
            Attention(
                severity: .warning, subject: "edge", text: "10.2.0.9:8080 sends 1 % to zone-c, is set to 0 %",
                since: Shop.ago(40_000), target: .source("edge")), at: 2)
        return snapshot
    }

    static func out(expires: Int64 = 4 * 3_600_000) -> ZoneOut {
        ZoneOut(
            zone: "zone-b", operation: "7f3a", by: "ana@bastion", reason: "ticket 4711",
            since: Timestamp(milliseconds: Shop.wall - 840_000),
            expiresAt: Timestamp(milliseconds: Shop.wall + expires), except: ["legacy-billing"])
    }
}
