import Contract
import Testing
import Topology

@testable import Clients

@Suite struct TLSTests {
    func soon(_ milliseconds: Int64 = 10_000) -> Moment { MonotonicClock.now() + milliseconds }

    func call(_ server: OpenSSL, host: String = "127.0.0.1", _ tls: TLSSettings) async -> Result<Int, ClientError> {
        let resolver = NameResolver(lookup: { _ in .addresses(["127.0.0.1"]) })
        let client = HTTPClient(
            loop: TransferLoop(trace: nil, resolver: resolver), transport: TransportSettings(tls: tls))
        do throws(ClientError) {
            let answer = try await client.send(HTTPRequest("GET", "https://\(host):\(server.port)/"), until: soon())
            return .success(answer.status)
        } catch {
            return .failure(error)
        }
    }

    func failure(_ result: Result<Int, ClientError>) -> ClientError? {
        if case .failure(let error) = result { return error }
        return nil
    }

    @Test func theRightAuthorityAndNameAreTrusted() async throws {
        let server = try OpenSSL()
        #expect(try await call(server, host: "eureka.test", TLSSettings(ca: server.ca)).get() == 200)
    }

    @Test func aServerNameIsVerifiedInPlaceOfTheHost() async throws {
        let server = try OpenSSL()
        let tls = TLSSettings(ca: server.ca, serverName: "eureka.test")
        #expect(try await call(server, tls).get() == 200)
    }

    @Test func anotherNameIsRefused() async throws {
        let server = try OpenSSL()
        for host in ["127.0.0.1", "other.test"] {
            let error = failure(await call(server, host: host, TLSSettings(ca: server.ca)))
            #expect(error?.code == .tls)
            #expect(error?.message.hasPrefix("\(host):\(server.port): TLS: ") == true)
            #expect(error?.mayHaveBeenSent == false)
        }
    }

    @Test func anUnknownAuthorityIsRefused() async throws {
        let server = try OpenSSL()
        let other = try OpenSSL()
        #expect(failure(await call(server, host: "eureka.test", TLSSettings()))?.code == .tls)
        #expect(failure(await call(server, host: "eureka.test", TLSSettings(ca: other.ca)))?.code == .tls)
    }

    @Test func onlyWhereWrittenNothingIsVerified() async throws {
        let server = try OpenSSL()
        #expect(try await call(server, TLSSettings(verify: false)).get() == 200)
    }

    @Test func aClientCertificateOpensWhatAsksForOne() async throws {
        let server = try OpenSSL(mutual: true)
        let without = failure(await call(server, host: "eureka.test", TLSSettings(ca: server.ca)))
        #expect(without != nil)
        let tls = TLSSettings(ca: server.ca, certificate: server.certificate, key: server.key)
        #expect(try await call(server, host: "eureka.test", tls).get() == 200)
    }

    @Test func aFileThatIsMissingIsNamed() async throws {
        let server = try OpenSSL()
        let error = failure(await call(server, host: "eureka.test", TLSSettings(ca: "/nonexistent/ca.pem")))
        #expect(error?.code == .tls)
        #expect(error?.message.contains("/nonexistent/ca.pem") == true, "\(error?.message ?? "")")
        let key = failure(
            await call(
                server, host: "eureka.test", TLSSettings(ca: server.ca, certificate: "/nonexistent/client.pem")))
        #expect(key?.code == .tls)
        #expect(key?.message.contains("/nonexistent/client.pem") == true, "\(key?.message ?? "")")
    }

    @Test func aServerThatSpeaksNoTLSIsTold() async throws {
        let plain = TinyServer(answering: { connection, _ in connection.answer("plain") })
        let client = HTTPClient(loop: TransferLoop())
        let error = await #expect(throws: ClientError.self) {
            try await client.send(HTTPRequest("PUT", "https://127.0.0.1:\(plain.port)/"), until: soon(1_000))
        }
        #expect(error?.mayHaveBeenSent == false)
        #expect(plain.requests.isEmpty)
    }

    @Test func aHandshakeThatHangsSaysSo() async throws {
        let silent = TinyServer(connections: { connection, _ in connection.awaitClose() })
        let client = HTTPClient(loop: TransferLoop())
        let error = await #expect(throws: ClientError.self) {
            try await client.send(HTTPRequest("PUT", "https://127.0.0.1:\(silent.port)/"), until: soon(200))
        }
        #expect(error?.code == .timeout)
        #expect(error?.message.contains("the TLS handshake timed out after") == true, "\(error?.message ?? "")")
        #expect(error?.mayHaveBeenSent == false)
    }
}
