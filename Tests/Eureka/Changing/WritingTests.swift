import Contract
import Serving
import Testing
import Topology

@testable import Eureka

@Suite("Writing to a server")
struct WritingTests {
    private let payment = StubInstance()

    @Test("write access is probed without changing anything")
    func capabilities() async throws {
        let cluster = try Cluster([payment], zones: ["a", "b", "c", "d"])
        let probe = "/eureka/apps/NOPE/none/status"
        cluster.servers[1].set { $0.answers[probe] = ServerResponse(status: 403) }
        cluster.servers[2].refuse()
        cluster.servers[3].set { state in
            for path in [probe, "/eureka/status", "/eureka/apps/delta"] { state.answers[path] = .init(status: 404) }
        }
        let found = try await cluster.actuator().capabilities(until: soon())
        let all = cluster.source.nodes.map { found[cluster.source.id(of: $0)] }
        #expect(all[0] == .writable(["status override"]))
        #expect(all[1]?.isReadOnly == true)
        #expect(all[2]?.isSilent == true)
        #expect(all[3]?.isReadOnly == true, "a proxy's 404 is no leave to write")
        #expect(cluster.a.read { $0.instances[0].override } == nil)
        #expect(cluster.a.asked.contains("PUT \(probe)?value=OUT_OF_SERVICE"))
    }

    @Test(
        "what a server answers to a write",
        arguments: [
            (200, "done"), (401, "rejected"), (403, "rejected"), (500, "rejected"), (302, "rejected"), (404, "unknown"),
            (503, "unknown"),
        ])
    func outcomes(status: Int, name: String) async throws {
        let cluster = try Cluster([payment])
        let actuator = try cluster.actuator()
        let step = try #require(await actuator.plan(.of(.drain, payment), until: soon()).steps.first)
        let path = "/eureka/apps/PAYMENT/h1%3Apayment%3A8080/status"
        cluster.a.set { $0.answers[path] = ServerResponse(status: status) }
        let outcome = await actuator.apply(step, until: soon())
        #expect("\(outcome)".hasPrefix(name))
        #expect(cluster.a.asked.count { $0.hasPrefix("PUT") } == 1, "sent once, never again by itself")
    }

    @Test("a call that never left is told from one whose effect is unknown")
    func silence() async throws {
        let cluster = try Cluster([payment])
        let actuator = try cluster.actuator()
        let step = try #require(await actuator.plan(.of(.drain, payment), until: soon()).steps.first)
        cluster.a.set { $0.hangs = ["/eureka/apps/PAYMENT/h1%3Apayment%3A8080/status"] }
        let short = soon(milliseconds: 300)
        #expect(await actuator.apply(step, until: short).isUnknown)
        cluster.a.refuse()
        #expect(await actuator.apply(step, until: soon()).isNotSent)
        #expect(await actuator.check(step, until: soon()).isUnknown)
    }

    @Test("the journal's form of an action comes back as it was; what another version wrote is refused, not guessed")
    func codable() async throws {
        let target = EurekaAction.Target(application: "A B", id: "h:1", renewalMs: 5_000)
        let actions: [EurekaAction] = [
            .put(target, value: "UP"), .delete(target, override: "DOWN", status: "UP", local: true),
            .delete(target, override: "OUT_OF_SERVICE", status: nil, local: false),
            .renewal(target, nodes: ["http://a/eureka", "http://b/eureka"]),
        ]
        for action in actions { #expect(EurekaAction(action.action) == action) }
        let cluster = try Cluster([payment])
        let actuator = try cluster.actuator()
        var step = try #require(await actuator.plan(.of(.drain, payment), until: soon()).steps.first)
        step.action = StepAction(name: "eureka.metadata.put", fields: step.action.fields)
        #expect(await actuator.check(step, until: soon()).isUnknown)
        #expect(await actuator.apply(step, until: soon()).isNotSent)
        #expect(actuator.undo(of: step, receipt: [:]) == nil)
    }

    @Test("the call is one that a person can send, with the secret by its reference alone")
    func curl() {
        func line(_ reference: String, user: String = "ops") -> String {
            let secret = Secret(reference: reference) { "s3cret" }
            let transport = TransportSettings(
                credentials: Credentials(user: user, password: secret),
                tls: TLSSettings(ca: "/etc/it's/ca.pem", verify: false), proxy: "socks5h://b:1080")
            return CurlLine.of("PUT", "https://h/x", transport: transport)
        }
        #expect(
            line("${env:PASS}")
                == #"curl -X PUT -u "ops:$PASS" --cacert '/etc/it'\''s/ca.pem' -k -x 'socks5h://b:1080' "#
                + "'https://h/x'")
        #expect(line("${file:/etc/p}", user: "o$p").contains(#"-u "o\$p:$(cat '/etc/p')""#))
        #expect(!line("literal").contains("s3cret"))
        #expect(line("literal").contains("$PASSWORD"))
    }

    @Test("the countdown to the last client adds up the estate's own delays")
    func delay() {
        let settings = EurekaSettings([
            "cacheSeconds": .integer(0), "clientFetchSeconds": .integer(5), "loadBalancerCacheSeconds": .integer(2),
            "delta": .boolean(false),
        ])
        #expect(settings.clientDelay.milliseconds == 7_000)
        #expect(settings.clientDelay.text == "server cache 0 s + client fetch 5 s + load balancer cache 2 s")
        #expect(!settings.usesDelta)
        #expect(EurekaSettings([:]).clientDelay.milliseconds == 95_000)
    }
}
