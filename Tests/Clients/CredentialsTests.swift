import Contract
import Testing
import Topology

@testable import Clients

@Suite struct CredentialsTests {
    func soon(_ milliseconds: Int64 = 10_000) -> Moment { MonotonicClock.now() + milliseconds }

    static let password = Secret(reference: "${env:P}", look: { "s3cret" })
    static let transport = TransportSettings(credentials: Credentials(user: "ops", password: password))

    @Test func basicCredentialsGoAlongUnlessTheServerIsAStranger() async throws {
        let server = TinyServer(answering: { connection, _ in connection.answer("") })
        let client = HTTPClient(loop: TransferLoop(), transport: Self.transport)
        _ = try await client.send(HTTPRequest("GET", server.url), until: soon())
        _ = try await client.send(HTTPRequest("GET", server.url, sendsCredentials: false), until: soon())
        #expect(server.requests[0].contains("Authorization: Basic b3BzOnMzY3JldA==\r\n"))
        #expect(!server.requests[1].contains("Authorization"))
    }

    @Test func aTokenGoesAlongAndIsReadAnew() async throws {
        let reads = Counter()
        let token = Secret(reference: "${file:/t}") {
            reads.add()
            return "token-\(reads.value)"
        }
        let server = TinyServer(answering: { connection, _ in connection.answer("") })
        let client = HTTPClient(loop: TransferLoop(), headers: [HTTPHeader("X-A", "1")], bearer: token)
        for _ in 0..<2 { _ = try await client.send(HTTPRequest("GET", server.url), until: soon()) }
        #expect(server.requests[0].contains("Authorization: Bearer token-1\r\n"))
        #expect(server.requests[1].contains("Authorization: Bearer token-2\r\n"))
        #expect(server.requests[1].contains("X-A: 1\r\n"))
    }

    @Test func aSecretThatCannotBeReadIsOurFault() async {
        struct Unreadable: Error, CustomStringConvertible { let description = "${env:P} is not set" }
        let secret = Secret(reference: "${env:P}") { throw Unreadable() }
        let client = HTTPClient(
            loop: TransferLoop(),
            transport: TransportSettings(credentials: Credentials(user: "ops", password: secret)))
        let error = await #expect(throws: ClientError.self) {
            try await client.send(HTTPRequest("GET", "http://10.0.0.1:8761"), until: soon())
        }
        #expect(error?.code == .settings)
        #expect(error?.message == "10.0.0.1:8761: ${env:P} is not set")
    }

    @Test(arguments: [
        "http://ops:s3cret@10.0.0.1:8761/eureka", "ftp://10.0.0.1/", "http://", "eureka", "http://a b/",
        "http://h\r\nX: y/",
        "file:///etc/passwd", "http://h/ü", "",
    ])
    func anAddressThatCannotBeUsedIsRefused(_ url: String) async {
        let error = await #expect(throws: ClientError.self) {
            try await HTTPClient(loop: TransferLoop()).send(HTTPRequest("GET", url), until: soon())
        }
        #expect(error?.code == .settings)
        #expect(error?.message.contains("s3cret") == false)
        #expect(error?.message.contains("\r") == false)
    }

    @Test(arguments: [HTTPHeader("X-A", "1\r\nX-B: 2"), HTTPHeader("X A", "1"), HTTPHeader("", "1")])
    func aHeaderThatWouldBeTwoIsRefused(_ header: HTTPHeader) async {
        let error = await #expect(throws: ClientError.self) {
            try await HTTPClient(loop: TransferLoop()).send(
                HTTPRequest("GET", "http://127.0.0.1:1", headers: [header]), until: soon())
        }
        #expect(error?.code == .settings)
    }

    @Test func aSegmentIsEncodedWholly() {
        #expect(PercentEncoding.encode("h1:order/8080 ü?&=#%") == "h1%3Aorder%2F8080%20%C3%BC%3F%26%3D%23%25")
        #expect(PercentEncoding.encode("a-b._~Z9") == "a-b._~Z9")
    }
}
