import Contract
import Serving
import Testing
import Topology

@testable import SpringCloudGateway

@Suite("Planning weights", .timeLimit(.minutes(2)))
struct PlanTests {
    private let a = FakeDefinition("provider-a")
    private let b = FakeDefinition("provider-b")
    private let evacuation = [(id: "provider-a", weight: 0), (id: "provider-b", weight: 100)]

    private func plan(
        _ intent: Intent, _ gateways: [FakeGateway], zones: [String?] = [], own: [String: SettingValue] = [:]
    ) async throws -> PlanDraft {
        try await actuator(of: source(gateways, zones: zones, own: own)).plan(intent, until: soon())
    }

    @Test("what receives is raised before what is left is lowered, on every node, whatever order was asked for")
    func order() async throws {
        let gateways = [try FakeGateway(files: [a, b]), try FakeGateway(memory: [b, a])]
        let draft = try await plan(.weights(evacuation, on: gateways), gateways)
        #expect(draft.findings.isEmpty)
        for gateway in gateways {
            let steps = draft.steps.filter { $0.node == gateway.url }
            #expect(steps.map(\.route) == ["provider-b", "provider-a"])
            #expect(Set(steps.map(\.lane)).count == 1, "each is read back before that node's next")
        }
        #expect(Set(draft.steps.map(\.lane)).count == 2, "nodes run side by side")
        #expect(gateways.allSatisfy { $0.read(\.posted).isEmpty }, "a plan sends nothing")
    }

    @Test("stage by stage, only what changes, every prefix valid")
    func stages() async throws {
        let gateway = try FakeGateway(files: [a, b])
        let intent = Intent.staged(
            [
                ("provider-a", [("25 %", 60), ("50 %", 40), ("100 %", 0)]),
                ("provider-b", [("25 %", 20), ("50 %", 60), ("100 %", 100)]),
            ], on: [gateway])
        let draft = try await plan(intent, [gateway])
        #expect(
            draft.steps.map { "\($0.stage) \($0.route ?? "") \($0.action.fields["weight"] ?? "")" } == [
                "25 % provider-a 60", "50 % provider-b 60", "50 % provider-a 40", "100 % provider-b 100",
                "100 % provider-a 0",
            ])
        var weights = ["provider-a": 80, "provider-b": 20]
        for step in draft.steps {
            #expect(step.before["weight"] == "\(weights[step.route ?? ""] ?? -1)")
            weights[step.route ?? ""] = step.action.fields["weight"].flatMap { Int($0) }
            #expect(weights.values.reduce(0, +) > 0)
        }
    }

    @Test("the call is what a person can send, to the letter of what is sent")
    func call() async throws {
        let gateway = try FakeGateway(files: [a, b])
        let step = try #require(try await plan(.weights(evacuation, on: [gateway]), [gateway]).steps.first)
        let body = b.text.replacing("\"20\"", with: "\"100\"")
        #expect(step.action.fields["body"] == body)
        #expect(
            step.call == "curl -X POST -H 'Content-Type: application/json' --data-binary '\(body)' "
                + "'\(gateway.url)/actuator/gateway/routes/provider-b' && curl -X POST '\(gateway.url)/actuator/gateway/refresh'"
        )
        #expect(step.before == ["copies": "1", "definition": b.text, "weight": "20"])
        #expect(step.target == "provider/provider-b" && step.targetZone == "zone-b" && step.idempotent)
    }

    @Test("a group that would be all zero at the end of any stage is refused")
    func zero() async throws {
        let gateway = try FakeGateway(files: [a, b])
        let end = try await plan(.weights([("provider-a", 0), ("provider-b", 0)], on: [gateway]), [gateway])
        #expect(end.steps.isEmpty && end.findings.map(\.kind) == [.wouldNotHold])
        let middle = Intent.staged(
            [("provider-a", [("1", 0), ("2", 5)]), ("provider-b", [("1", 0), ("2", 5)])], on: [gateway])
        #expect(try await plan(middle, [gateway]).steps.isEmpty)
        let third = try FakeGateway(files: [a, b, FakeDefinition("provider-c", weight: 1)])
        let rest = try await plan(.weights([("provider-a", 0), ("provider-b", 0)], on: [third]), [third])
        #expect(rest.findings.isEmpty && rest.steps.count == 2, "another route of the group takes it")
        for weight in [-1, Int(Int32.max) + 1] {
            #expect(try await plan(.weights([("provider-a", weight)], on: [gateway]), [gateway]).steps.isEmpty)
        }
    }

    @Test("who cannot be written is told with the reason, and what needs no write")
    func notWritable() async throws {
        let gateways = try (0..<6).map { _ in
            try FakeGateway(files: [a, b, FakeDefinition("pay", group: nil, uri: "lb://payment")])
        }
        gateways[0].set { $0.allows = "GET,HEAD,OPTIONS" }
        gateways[1].set { $0.answers["/actuator/gateway/routedefinitions"] = ServerResponse(status: 404) }
        gateways[2].set { $0.isVerbose = false }
        gateways[3].set { $0.answers["/actuator/gateway/routes/x"] = ServerResponse(status: 403) }
        gateways[4].refuse()
        let draft = try await plan(.weights(evacuation, on: gateways), gateways)
        #expect(draft.findings.map(\.kind) == [.notWritable, .notWritable, .notWritable, .notWritable, .silentNode])
        #expect(draft.findings[0].text.contains("read-only") && draft.findings[0].text.contains("lb://payment"))
        #expect(draft.findings[0].text.contains("draining the registry"))
        #expect(draft.findings.map { $0.node?.node } == gateways.prefix(5).map(\.url))
        #expect(
            Set(draft.steps.map(\.node)) == [gateways[4].url, gateways[5].url], "the silent one's steps can be owed")
    }

    @Test("a silent node is owed in the zone that is left, and asked about elsewhere")
    func silence() async throws {
        let gateways = [
            try FakeGateway(files: [a, b]), try FakeGateway(files: [a, b]), try FakeGateway(files: [a, b]),
        ]
        gateways[0].refuse()
        gateways[1].refuse()
        let zones = ["zone-a", "zone-b", "zone-b"]
        let draft = try await plan(.weights(evacuation, on: gateways, zones: zones), gateways, zones: zones)
        let silence = Dictionary(grouping: draft.steps, by: \.node).mapValues { Set($0.map(\.silence)) }
        #expect(silence[gateways[0].url] == [.owe])
        #expect(silence[gateways[1].url] == [.ask])
        #expect(draft.steps.count == 6)
        let borrowed = draft.steps.filter { $0.node == gateways[0].url }
        #expect(borrowed.allSatisfy { $0.action.fields["borrowed"] == "true" })
    }

    @Test("routes that are not what they are taken for are refused, and the whole group with them")
    func refused() async throws {
        let other = FakeDefinition("provider-a", uri: "http://elsewhere")
        let early = FakeDefinition(
            text: """
                {"id":"provider-a","predicates":[{"name":"Weight","args":{"_genkey_0":"provider","_genkey_1":"8"}},
                {"name":"Path","args":{"_genkey_0":"/x"}}],"uri":"http://h"}
                """)
        let cases: [(files: [FakeDefinition], memory: [FakeDefinition], kind: Finding.Kind, word: String)] = [
            ([a, b], [other], .wouldNotHold, "twice"), ([b], [], .absent, "not there"),
            ([early, b].compactMap { $0 }, [], .wouldNotHold, "last"),
            ([FakeDefinition("provider-a", group: "else"), b], [], .wouldNotHold, "group else"),
            ([FakeDefinition("provider-a", group: nil), b], [], .wouldNotHold, "0 Weight"),
        ]
        for (files, memory, kind, word) in cases {
            let gateway = try FakeGateway(files: files, memory: memory)
            let draft = try await plan(.weights(evacuation, on: [gateway]), [gateway])
            #expect(draft.steps.isEmpty, "\(word)")
            #expect(draft.findings.map(\.kind) == [kind], "\(word)")
            let isTold = draft.findings.contains { $0.text.contains(word) || $0.text.contains("2 times") }
            #expect(isTold, "\(word)")
        }
        let gateway = try FakeGateway(files: [b])
        gateway.set {
            $0.code = ["{\"route_id\":\"provider-a\",\"uri\":\"http://h\",\"predicate\":\"Weight: provider 5\"}"]
        }
        #expect(try await plan(.weights(evacuation, on: [gateway]), [gateway]).findings.map(\.kind) == [.notWritable])
    }

    @Test("an override that is there already is replaced, and said")
    func override() async throws {
        let gateway = try FakeGateway(files: [a, b], memory: [FakeDefinition("provider-a", weight: 50)])
        let draft = try await plan(.weights(evacuation, on: [gateway]), [gateway])
        #expect(draft.findings.map(\.kind) == [.foreignOverride])
        #expect(draft.steps.map(\.route) == ["provider-b", "provider-a"])
        #expect(draft.steps[1].before["weight"] == "50" && draft.steps[1].before["copies"] == "2")
    }

    @Test("a definition that stops every refresh blocks before anything is sent")
    func poisoned() async throws {
        let gateway = try FakeGateway(files: [a, b])
        gateway.set { state in
            state.memory = [
                FakeDefinition(text: "{\"id\":\"bad\",\"predicates\":[{\"name\":\"Weight\"}],\"uri\":\"u:x\"}")
            ].compactMap { $0 }
        }
        let draft = try await plan(.weights(evacuation, on: [gateway]), [gateway])
        #expect(draft.steps.isEmpty && draft.findings.map(\.kind) == [.wouldNotHold])
        #expect(draft.findings[0].text.contains("bad"))
    }

    @Test("drains of instances are not a gateway's to make; a node of another source is none of its")
    func others() async throws {
        let gateway = try FakeGateway(files: [a, b])
        let actuator = try actuator(of: source([gateway]))
        for kind in [Intent.Kind.drain, .restore, .clearOverride] {
            #expect(await actuator.plan(Intent(kind: kind), until: soon()) == PlanDraft())
        }
        var intent = Intent.weights(evacuation, on: [gateway])
        intent.routes = intent.routes.map {
            var target = $0; target.node = "http://10.9.9.9:1"; return target
        }
        let draft = await actuator.plan(intent, until: soon())
        #expect(draft.steps.isEmpty && draft.findings.map(\.kind) == [.notWritable])
    }

    @Test("what may be written is probed without changing anything")
    func capabilities() async throws {
        let gateways = try (0..<5).map { _ in try FakeGateway(files: [a, b]) }
        gateways[1].set { $0.allows = "GET,HEAD,OPTIONS" }
        gateways[2].set { $0.answers["/actuator/gateway/routes/x"] = ServerResponse(status: 404) }
        gateways[3].set { $0.answers["/actuator/gateway/routedefinitions"] = ServerResponse(status: 403) }
        gateways[4].refuse()
        let source = source(gateways)
        let found = try await actuator(of: source).capabilities(until: soon())
        let all = source.nodes.map { found[source.id(of: $0)] }
        #expect(all[0] == .writable(["route weights"]))
        for index in 1...3 {
            guard case .readOnly(let why)? = all[index] else {
                Issue.record("\(index) is \(String(describing: all[index]))")
                continue
            }
            #expect(!why.isEmpty)
        }
        guard case .silent? = all[4] else { Issue.record("a dead node is silent"); return }
        #expect(
            gateways.allSatisfy { $0.read(\.asked).allSatisfy { !$0.hasPrefix("POST") && !$0.hasPrefix("DELETE") } })
    }
}
