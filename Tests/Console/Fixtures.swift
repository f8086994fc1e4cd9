import Topology

/// The estate of the sketches, at 14:03:20 of the incident.
enum Shop {
    static let boot: Int64 = 1_000_000_000
    /// 2026-11-24T14:03:20Z.
    static let wall: Int64 = 1_795_528_990_000 + 10_000

    static func clock(_ later: Int64 = 0) -> ClockReading {
        ClockReading(wall: Timestamp(milliseconds: wall + later), moment: Moment(milliseconds: boot + later))
    }

    static func ago(_ milliseconds: Int64) -> Moment { Moment(milliseconds: boot - milliseconds) }

    static let east = NodeID(source: "registry", node: "http://10.1.0.5:8761/eureka")
    static let west = NodeID(source: "registry", node: "http://10.2.0.5:8761/eureka")

    static func estate(_ mode: EstateDescription.Mode = .operate, name: String = "shop") -> EstateDescription {
        EstateDescription(
            name: name, environment: .production, mode: mode,
            regions: [
                Region(name: "east", zones: [Zone(name: "zone-a"), Zone(name: "zone-b")]),
                Region(name: "west", zones: [Zone(name: "zone-c")]),
            ])
    }

    static func registration(
        _ service: String, _ host: String, _ status: String = "UP", override: String? = nil, detail: String? = nil
    ) -> Registration {
        let state: RegistrationState =
            switch status {
            case "UP": .up
            case "DOWN": .down
            case "OUT_OF_SERVICE": .out
            case "STARTING": .starting
            default: .unknown
            }
        return Registration(
            id: "\(host):\(service):8080", sourceService: service.uppercased(), host: host, port: 8080,
            hostName: "\(service)-\(host.split(separator: ".").last ?? "0").example.com", status: status,
            state: detail == nil ? state : .unknown, override: override, detail: detail,
            metadata: Metadata(["zone": "zone-b", "management.port": "8081"]), renewalMs: 30_000)
    }

    static func instance(
        _ service: String, zone: String?, host: String, says: [(NodeID, String)], override: String? = nil,
        state: InstanceState? = nil, differs: Bool = false, age: Int64 = 3 * 86_400_000
    ) -> InstanceView {
        let registrations = says.map { node, status in
            let registration = registration(service, host, status, override: override)
            return RegistrationView(node: node, registration: registration, state: registration.state)
        }
        return InstanceView(
            key: InstanceKey(service: ServiceKey(name: service), address: "\(host):8080"), zone: zone,
            zoneRule: zone == nil ? "no rule matches" : "metadata zone",
            state: state ?? registrations.map(\.state).min().map { InstanceState($0) } ?? .gone, differs: differs,
            registrations: registrations, since: ago(age))
    }

    /// A service with so many instances up in each zone.
    static func healthy(_ name: String, _ index: Int, _ perZone: [Int] = [40, 40, 12]) -> ServiceView {
        var instances: [InstanceView] = []
        for (zone, count) in zip(["zone-a", "zone-b", "zone-c"], perZone) {
            let net = zone == "zone-a" ? 1 : zone == "zone-b" ? 2 : 3
            for host in 0..<count {
                instances.append(
                    instance(
                        name, zone: zone, host: "10.\(net).\(index).\(host + 1)", says: [(east, "UP"), (west, "UP")]))
            }
        }
        return ServiceView(key: ServiceKey(name: name), instances: instances.sorted { $0.key < $1.key })
    }

    static func payment() -> ServiceView {
        var instances = healthy("payment", 3, [20, 0, 6]).instances
        let minutes: Int64 = 60_000
        for host in 11..<25 {
            instances.append(
                instance(
                    "payment", zone: "zone-b", host: "10.2.3.\(host)",
                    says: host < 13 ? [(east, "DOWN")] : [(east, "DOWN"), (west, "DOWN")], differs: host < 13,
                    age: 2 * minutes))
        }
        instances.append(
            instance("payment", zone: "zone-b", host: "10.2.3.25", says: [], state: .gone, age: 2 * minutes + 15_000))
        instances.append(
            instance(
                "payment", zone: "zone-b", host: "10.2.3.4",
                says: [(east, "OUT_OF_SERVICE"), (west, "OUT_OF_SERVICE")],
                override: "OUT_OF_SERVICE", age: 14 * minutes))
        instances.append(
            instance("payment", zone: "zone-b", host: "10.2.3.5", says: [(east, "UP"), (west, "UP")]))
        instances.append(
            instance(
                "payment", zone: "zone-b", host: "10.2.3.6", says: [(east, "UP"), (west, "OUT_OF_SERVICE")], state: .up,
                differs: true, age: 40_000))
        instances.append(
            instance(
                "payment", zone: nil, host: "172.17.0.3", says: [(east, "STARTING"), (west, "STARTING")], age: 8_000))
        return ServiceView(key: ServiceKey(name: "payment"), instances: instances.sorted { $0.key < $1.key })
    }

    static func services() -> [ServiceView] { allServices }

    private static let allServices: [ServiceView] =
        ["catalog", "customer", "order", "search", "security"].enumerated()
        .map { healthy($1, $0 + 4) }
        .appending(payment()).sorted { $0.key < $1.key }

    static func sources() -> [SourceView] {
        [
            SourceView(
                name: "registry", kind: "eureka", state: .live,
                nodes: [
                    NodeView(
                        id: east, zone: "zone-a", state: .live, serverVersion: "1.10.18", answeredAt: ago(4_000),
                        latencyMs: 12.4, since: ago(86_400_000), reads: ["instances"], writes: ["status override"],
                        facts: [
                            NodeFact(label: "renews last minute", value: "1,842 of 1,600"),
                            NodeFact(label: "self-preservation", value: "on, not acting"),
                        ], registrations: 486),
                    NodeView(
                        id: west, zone: "zone-b", state: .partial, serverVersion: "1.10.18", answeredAt: ago(14_000),
                        latencyMs: 231, error: "application ORDER: 1 of 40 instances unreadable",
                        since: ago(120_000), reads: ["instances"], writes: ["status override"],
                        facts: [
                            NodeFact(
                                label: "self-preservation", value: "acting: leases do not expire", severity: .warning)
                        ], registrations: 462),
                    NodeView(
                        id: NodeID(source: "registry", node: "http://10.9.0.5:8761/eureka/"), state: .named,
                        since: ago(3_600_000)),
                ]),
            SourceView(
                name: "old-registry", kind: "eureka", state: .failed,
                nodes: [
                    NodeView(
                        id: NodeID(source: "old-registry", node: "http://10.3.0.5:8761/eureka"), zone: "zone-c",
                        state: .failed, error: "connect: timed out after 3 s", since: ago(180_000))
                ]),
        ]
    }

    static func snapshot(generation: UInt64 = 1, services: [ServiceView]? = nil, kept: Bool = false) -> Snapshot {
        let services = services ?? Self.services()
        let zones = [("zone-a", "east"), ("zone-b", "east"), ("zone-c", "west"), ("", nil)].map { name, region in
            let counts = services.map { $0.zones[name] ?? Counts() }
            let sum = counts.reduce(Counts(), +)
            let sick = services.first { ($0.zones[name]?.down ?? 0) > 0 }
            return ZoneView(
                name: name, region: region, state: sick == nil ? (sum.total > 0 ? .ok : .unknown) : .sick, counts: sum,
                worst: sick.map { ($0.key, $0.zones[name] ?? Counts()) })
        }
        return Snapshot(
            estate: estate(), generation: generation, takenAt: kept ? ago(12 * 60_000) : ago(0), kept: kept,
            sources: sources(), zones: zones.filter { $0.counts.total > 0 || !$0.name.isEmpty }, services: services,
            attention: [
                Attention(
                    severity: .bad, subject: "zone-b", text: "payment 14 of 18 down", since: ago(120_000),
                    target: .instances(filter: "service=payment zone=zone-b state=down")),
                Attention(
                    severity: .bad, subject: "old-registry", text: "no server answers: connect: timed out after 3 s",
                    since: ago(180_000), target: .source("old-registry")),
                Attention(
                    severity: .warning, subject: "registry",
                    text: "10.1.0.5:8761 and 10.2.0.5:8761 disagree on 3 instances of payment", since: ago(121_000),
                    target: .source("registry")),
                Attention(
                    severity: .warning, subject: "registry", text: "10.2.0.5:8761: self-preservation acts",
                    since: ago(40_000), target: .source("registry")),
            ],
            events: [
                EstateEvent(at: ago(8_000), kind: .appeared, subject: "payment", text: "172.17.0.3:8080 appeared"),
                EstateEvent(
                    at: ago(40_000), kind: .disagree, subject: "payment", text: "servers disagree on 10.2.3.6:8080"),
                EstateEvent(
                    at: ago(120_000), kind: .wentDown, subject: "payment",
                    text: "14 instances of payment in zone-b went down"),
                EstateEvent(at: ago(180_000), kind: .sourceLost, subject: "old-registry", text: "no server answers"),
            ])
    }
}

extension Array {
    func appending(_ element: Element) -> [Element] { self + [element] }
}
