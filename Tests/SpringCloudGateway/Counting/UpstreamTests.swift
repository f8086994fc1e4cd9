import Contract
import Serving
import Testing
import Topology

@testable import SpringCloudGateway

@Suite("Counters of the services behind a gateway", .timeLimit(.minutes(2)))
struct UpstreamTests {
    private let metrics = """
        process_start_time_seconds 9
        http_server_requests_seconds_count{status="200",outcome="SUCCESS",uri="/actuator/prometheus"} 4
        http_server_requests_seconds_count{status="200",outcome="SUCCESS",uri="/x"} 11
        http_server_requests_seconds_sum{status="200",outcome="SUCCESS",uri="/x"} 2.5

        """

    private func sampler(_ own: [String: SettingValue] = [:]) throws -> any UpstreamSampler {
        let credentials = Credentials(user: "ops", password: Secret(reference: "x") { "p" })
        let source = source([], credentials: credentials, own: own)
        return try #require(connector.sampler(of: source, clock: hostClock))
    }

    private func target(_ service: FakeGateway, host: String = "127.0.0.1", _ metadata: [String: String] = [:])
        -> UpstreamTarget
    {
        let registration = Registration(
            id: "i", sourceService: "PAY", host: host, port: service.port, status: "UP", state: .up,
            metadata: Metadata(metadata))
        return UpstreamTarget(
            instance: InstanceKey(service: ServiceKey(name: "pay"), address: registration.address),
            registration: registration)
    }

    @Test("all callers together, the actuator left out, and no credentials with the call")
    func whole() async throws {
        let service = try FakeGateway()
        service.set { [metrics] in $0.metrics = metrics }
        let reading = try await sampler().sample(target(service), until: soon())
        #expect(reading.counters == [CounterReading.whole: TrafficCounter(requests: 11, errors: 0, seconds: 2.5)])
        #expect(reading.epoch == "9.0")
        #expect(service.read(\.authorizations) == [nil])
        #expect(service.read(\.asked)[0].contains("includedNames=http_server_requests_seconds,"))
    }

    @Test("a port and a path of its own, as its registration says them; what is no path is not used")
    func places() async throws {
        let service = try FakeGateway()
        service.set { [metrics] in $0.metrics = metrics }
        let other = try FakeGateway()
        let sampler = try sampler(["upstreamsActuator": .text("/act")])
        _ = try await sampler.sample(
            target(other, ["management.port": "\(service.port)", "management.context-path": "/manage"]), until: soon())
        _ = try await sampler.sample(target(service, ["management.base-path": "/x/../y"]), until: soon())
        _ = try await sampler.sample(target(service, ["management.port": "99999"]), until: soon())
        #expect(other.read(\.asked).isEmpty)
        #expect(
            service.read(\.asked).map { $0.prefix { $0 != "?" } } == [
                "GET /manage/prometheus", "GET /act/prometheus", "GET /act/prometheus",
            ])
        await #expect(throws: ReadError.self) {
            try await sampler.sample(target(service, host: "a/b@c"), until: soon())
        }
        await #expect(throws: ReadError.self) {
            try await sampler.sample(target(service, ["management.scheme": "https"]), until: soon())
        }
    }

    @Test("what shows no counters is told from what does not answer, and from what has counted nothing yet")
    func refusals() async throws {
        let service = try FakeGateway()
        let sampler = try sampler()
        func code(_ status: Int?) async -> String? {
            service.set { $0.answers["/actuator/prometheus"] = status.map { ServerResponse(status: $0) } }
            do {
                _ = try await sampler.sample(target(service), until: soon(milliseconds: 2000))
                return nil
            } catch { return error.code.rawValue }
        }
        #expect(await code(404) == "refused")
        #expect(await code(401) == "refused")
        #expect(await code(500) == "malformed")
        service.set { $0.metrics = "jvm_threads 1\n" }
        #expect(await code(nil) == "refused")
        service.set { $0.metrics = "process_start_time_seconds 1\n" }
        #expect(await code(nil) == "not-ready")
        service.refuse()
        #expect(await code(nil) == "unreachable")
    }

    @Test("0 asks nobody")
    func none() {
        let source = source([], own: ["upstreamsMost": .integer(0)])
        #expect(connector.sampler(of: source, clock: hostClock) == nil)
        #expect(connector.sampler(of: SpringCloudGatewayTests.source([], own: [:]), clock: hostClock)?.most == 500)
    }
}
