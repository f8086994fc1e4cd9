import Contract
import Glibc
import Testing
import Topology

@testable import Clients

/// TLS and proxies under byte streams: the same settings as HTTP has.
@Suite struct ByteStreamTransportTests {
    func soon(_ milliseconds: Int64 = 10_000) -> Moment { MonotonicClock.now() + milliseconds }

    /// What openssl's server says to a request on a stream of our own.
    func page(_ server: OpenSSL, host: String = "redis.test", _ tls: TLSSettings) async throws -> String {
        let resolver = NameResolver(lookup: { _ in .addresses(["127.0.0.1"]) })
        let client = StreamClient(
            loop: TransferLoop(trace: nil, resolver: resolver),
            transport: TransportSettings(tls: tls, isSecure: true))
        let stream = try await client.open("\(host):\(server.port)", until: soon())
        try await stream.send(Array("GET / HTTP/1.0\r\n\r\n".utf8), until: soon())
        var text: [UInt8] = []
        while text.count < 12 {
            let bytes = try await stream.receive(max: 100, until: soon())
            if bytes.isEmpty { break }
            text += bytes
        }
        return String(decoding: text.prefix(12), as: UTF8.self)
    }

    @Test func theRightAuthorityAndNameAreTrusted() async throws {
        let server = try OpenSSL()
        #expect(try await page(server, host: "eureka.test", TLSSettings(ca: server.ca)) == "HTTP/1.0 200")
        #expect(try await page(server, TLSSettings(ca: server.ca, serverName: "eureka.test")) == "HTTP/1.0 200")
        #expect(try await page(server, TLSSettings(verify: false)) == "HTTP/1.0 200")
    }

    @Test func anotherNameOrAuthorityIsRefused() async throws {
        let server = try OpenSSL()
        let other = try OpenSSL()
        for (host, tls) in [
            ("redis.test", TLSSettings(ca: server.ca)), ("eureka.test", TLSSettings()),
            ("eureka.test", TLSSettings(ca: other.ca)), ("eureka.test", TLSSettings(ca: "/nonexistent/ca.pem")),
        ] {
            let error = await #expect(throws: ClientError.self) { _ = try await page(server, host: host, tls) }
            #expect(error?.code == .tls, "\(String(describing: error))")
            #expect(error?.mayHaveBeenSent == false)
        }
    }

    @Test func aClientCertificateOpensWhatAsksForOne() async throws {
        let server = try OpenSSL(mutual: true)
        let tls = TLSSettings(ca: server.ca, certificate: server.certificate, key: server.key)
        #expect(try await page(server, host: "eureka.test", tls) == "HTTP/1.0 200")
        await #expect(throws: ClientError.self) {
            _ = try await page(server, host: "eureka.test", TLSSettings(ca: server.ca))
        }
    }

    @Test func aHandshakeThatHangsSaysSo() async throws {
        let silent = TinyServer(connections: { connection, _ in connection.awaitClose() })
        let client = StreamClient(loop: TransferLoop(), transport: TransportSettings(isSecure: true))
        let error = await #expect(throws: ClientError.self) {
            _ = try await client.open("127.0.0.1:\(silent.port)", until: soon(200))
        }
        #expect(error?.code == .timeout)
        #expect(error?.message.contains("the TLS handshake timed out after") == true, "\(error?.message ?? "")")
    }

    func stream(through proxy: String) async throws(ClientError) -> ByteStream {
        try await StreamClient(loop: TransferLoop(), transport: TransportSettings(proxy: proxy))
            .open("only.the.proxy.knows:6379", until: soon())
    }

    @Test func anHTTPProxyMakesATunnel() async throws {
        let proxy = TinyServer(connections: { connection, server in
            guard let request = connection.request() else { return }
            server.note(request)
            connection.send("HTTP/1.1 200 Connection established\r\n\r\n+inside\r\n")
            connection.awaitClose()
        })
        let stream = try await stream(through: proxy.url)
        var text: [UInt8] = []
        while text.count < 9 { text += try await stream.receive(until: soon()) }
        #expect(text == Array("+inside\r\n".utf8))
        #expect(proxy.requests.first?.hasPrefix("CONNECT only.the.proxy.knows:6379 HTTP/1.1") == true)
    }

    @Test func anHTTPProxyThatRefusesIsNamed() async {
        let proxy = TinyServer(answering: { connection, _ in connection.answer("no", status: "403 Forbidden") })
        let error = await #expect(throws: ClientError.self) { _ = try await stream(through: proxy.url) }
        #expect(error?.code == .proxy)
        #expect(error?.message == "only.the.proxy.knows:6379: the proxy refuses: it answered 403")
    }

    @Test func aSocksProxyIsGivenTheName() async throws {
        let proxy = TinyServer(connections: { connection, server in
            func receive(_ count: Int) -> [UInt8] {
                var bytes = [UInt8](repeating: 0, count: count)
                return recv(connection.socket, &bytes, count, Int32(MSG_WAITALL)) == count ? bytes : []
            }
            guard let methods = receive(2).last else { return }
            _ = receive(Int(methods))
            connection.send([5, 0])
            guard let length = receive(5).last else { return }
            let name = receive(Int(length) + 2)
            server.note(String(decoding: name.dropLast(2), as: UTF8.self))
            connection.send([5, 0, 0, 1, 127, 0, 0, 1, 0, 80])
            connection.send(receive(4))
        })
        let stream = try await stream(through: "socks5h://127.0.0.1:\(proxy.port)")
        try await stream.send(Array("ping".utf8), until: soon())
        #expect(try await stream.receive(until: soon()) == Array("ping".utf8))
        #expect(proxy.requests == ["only.the.proxy.knows"])
    }
}
