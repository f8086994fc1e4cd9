import Testing
import Topology

@Suite("What is wrong: one cause, one line")
struct AttentionTests {
    private let estate = EstateDescription(
        name: "shop", regions: [Region(name: "east", zones: [Zone(name: "zone-a"), Zone(name: "zone-b")])])

    private func fleet(_ service: String, zone: String, up: Int, down: Int, gone: Int = 0, since: Int64 = 0)
        -> [InstanceView]
    {
        (0..<(up + down + gone)).map { index in
            instance(
                service, "\(zone)-\(service)-\(index):1", zone: zone,
                index < up ? .up : index < up + down ? .down : .gone, since: since)
        }
    }

    private func service(_ instances: [InstanceView]...) -> ServiceView {
        ServiceView(key: instances[0][0].key.service, instances: instances.flatMap { $0 }.sorted { $0.key < $1.key })
    }

    private func lines(
        sources: [SourceView] = [], services: [ServiceView] = [], warnings: [String: [NodeFact]] = [:]
    ) -> [Attention] {
        var board = AttentionBoard()
        return board.lines(
            .init(estate: estate, sources: sources, services: services, warnings: warnings), now: at(99_000))
    }

    private func source(_ name: String, _ nodes: [NodeView]) -> SourceView {
        SourceView(name: name, kind: "eureka", state: Rollup.state(of: nodes), nodes: nodes)
    }

    private func node(
        _ source: String, _ host: String, _ state: NodeView.State, _ error: String? = nil, since: Int64 = 0,
        facts: [NodeFact] = []
    ) -> NodeView {
        NodeView(
            id: NodeID(source: source, node: "http://\(host):8761/eureka"), state: state, error: error,
            since: at(since), facts: facts)
    }

    @Test func aHealthyEstateHasNone() {
        let found = lines(
            sources: [source("registry", [node("registry", "a", .live)])],
            services: [service(fleet("order", zone: "zone-a", up: 3, down: 0))])
        #expect(found.isEmpty, "\(found)")
    }

    @Test func eighteenInstancesAreOneLine() throws {
        let found = lines(services: [
            service(
                fleet("payment", zone: "zone-a", up: 20, down: 0),
                fleet("payment", zone: "zone-b", up: 2, down: 18, since: 50_000)),
            service(fleet("order", zone: "zone-b", up: 34, down: 4, gone: 2, since: 58_000)),
            service(fleet("search", zone: "zone-b", up: 9, down: 1, since: 1_000)),
        ])
        #expect(found.count == 2)
        #expect(found[0].severity == .bad)
        #expect(found[0].subject == "zone-b")
        #expect(
            found[0].text
                == "payment 18 of 20 down, order 4 down, 2 gone of 40; began within 8 s of each other")
        #expect(found[0].since == at(50_000))
        // Began at another time: another cause.
        #expect(found[1].severity == .warning)
        #expect(found[1].text == "search 1 of 10 down")
        guard case .instances(let filter) = found[1].target else {
            throw FilterError(.badValue, "no filter", position: 0)
        }
        #expect(filter == "service=search zone=zone-b state=down,gone,unknown,starting")
        _ = try InstanceFilter(instances: filter)
    }

    @Test func aSilentRegistryIsOneCauseNotAllItsInstances() {
        let silent = node("registry", "10.1.0.5", .stale, "connect timed out", since: 7_000)
        let registration = RegistrationView(
            node: silent.id, registration: registration("i"), state: .unknown, reason: "stale")
        let instances = (0..<9).map {
            instance("payment", "h\($0):1", zone: "zone-a", .unknown, registrations: [registration])
        }
        let found = lines(sources: [source("registry", [silent])], services: [service(instances)])
        #expect(found.map(\.text) == ["10.1.0.5:8761 does not answer: connect timed out"])
        #expect(found.map(\.severity) == [.bad])
        #expect(found[0].since == at(7_000))
    }

    @Test func nodesInTroubleAreToldBySource() {
        let found = lines(
            sources: [
                source(
                    "registry",
                    [
                        node(
                            "registry", "a", .live,
                            facts: [
                                NodeFact(label: "self-preservation", value: "on: 3 of 9 renewals", severity: .warning)
                            ]),
                        node("registry", "b", .failed, "refused (401)"),
                        node("registry", "c", .partial, "PAYMENT is malformed"),
                        node("registry", "d", .named), node("registry", "e", .named),
                    ])
            ],
            warnings: ["registry": [NodeFact(label: "peers", value: "b does not name a", severity: .warning)]])
        #expect(
            found.map(\.text) == [
                "b:8761 does not answer: refused (401)", "a:8761: self-preservation on: 3 of 9 renewals",
                "peers b does not name a", "c:8761 answers only in part: PAYMENT is malformed",
                "names 2 servers that the estate file does not: d:8761, e:8761",
            ])
        #expect(Set(found.map(\.severity)) == [.warning])
    }

    @Test func mostSourcesSilentWithinAMomentMayBeUs() {
        func estate(_ since: [Int64?]) -> [SourceView] {
            since.enumerated().map { index, since in
                source(
                    "s\(index)", [node("s\(index)", "h", since == nil ? .live : .stale, "timed out", since: since ?? 0)]
                )
            }
        }
        let cut = lines(sources: estate([50_000, 58_000, 51_000, nil]))
        #expect(cut.first?.text == "3 of 4 sources fell silent within 8 s: this console may itself be cut off")
        #expect(cut.count == 4)
        // One after the other over hours is three causes.
        #expect(!lines(sources: estate([10_000, 300_000, 900_000, nil])).contains { $0.subject == "console" })
        #expect(!lines(sources: estate([50_000, 50_000, nil, nil])).contains { $0.subject == "console" })
        // Of one source, its nodes are all there is.
        let nodes = (0..<3).map { node("registry", "h\($0)", .stale, "timed out", since: Int64($0) * 1_000) }
        #expect(lines(sources: [source("registry", nodes)]).first?.subject == "console")
    }

    @Test func driftAndDisagreementAreToldWithCounts() {
        let a = NodeID(source: "registry", node: "http://10.1.0.5:8761/eureka")
        let b = NodeID(source: "registry", node: "http://10.2.0.5:8761/eureka")
        func view(_ node: NodeID, _ registration: Registration) -> RegistrationView {
            RegistrationView(node: node, registration: registration, state: registration.state)
        }
        let drifted = instance(
            "payment", "10.2.3.4:8080", zone: "zone-b", .out, differs: true,
            registrations: [
                view(a, registration("i", state: .out, override: "OUT_OF_SERVICE")), view(b, registration("i")),
            ])
        var missing: [InstanceView] = (0..<24).map {
            instance(
                "order", "10.2.4.\($0):80", zone: "zone-b", .up, differs: true,
                registrations: [view(a, registration("o"))])
        }
        for index in missing.indices { missing[index].absentAt = [b] }
        let found = lines(services: [service(missing), service([drifted])])
        #expect(
            found.map(\.text) == [
                "drift: 10.2.0.5:8761 does not hold the override OUT_OF_SERVICE on payment/10.2.3.4:8080",
                "nodes disagree on 24 instances of order: 10.2.0.5:8761 does not list them",
            ])
        #expect(found.map(\.severity) == [.bad, .warning])
        #expect(found.map(\.target)[1] == .instances(filter: "service=order source=registry differs=yes"))
    }

    @Test func aLineKeepsItsAgeWhileItsNumbersChange() {
        var board = AttentionBoard()
        func named(_ count: Int) -> AttentionBoard.Facts {
            .init(
                estate: estate,
                sources: [
                    source(
                        "registry",
                        (0..<count).map { node("registry", "n\($0)", .named) } + [node("registry", "a", .live)])
                ],
                services: [])
        }
        let answer1 = board.lines(named(1), now: at(1_000))
        #expect(answer1.map(\.since) == [at(1_000)])
        let answer2 = board.lines(named(2), now: at(5_000))
        #expect(answer2.map(\.since) == [at(1_000)])
        let answer3 = board.lines(named(0), now: at(6_000))
        #expect(answer3.isEmpty)
        let answer4 = board.lines(named(1), now: at(7_000))
        #expect(answer4.map(\.since) == [at(7_000)])
    }

    @Test func zonesByCaseAndInstancesWithoutAZoneAreWarned() {
        let found = lines(services: [
            service([
                instance("p", "h1:1", zone: "Zone-A"), instance("p", "h2:1", zone: "zone-a"), instance("p", "h3:1"),
            ])
        ])
        #expect(
            found.map(\.text) == [
                "zones Zone-A and zone-a differ only in case: some clients take them for one, others for several",
                "1 instance is in no zone: it is left out when a zone is moved",
            ])
    }
}
