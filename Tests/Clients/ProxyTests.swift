import Contract
import Glibc
import Testing
import Topology

@testable import Clients

@Suite struct ProxyTests {
    func soon(_ milliseconds: Int64 = 10_000) -> Moment { MonotonicClock.now() + milliseconds }

    func client(_ proxy: String?) -> HTTPClient {
        HTTPClient(loop: TransferLoop(), transport: TransportSettings(proxy: proxy))
    }

    @Test func theProxyOfTheEnvironmentIsIgnored() async throws {
        let proxy = TinyServer(answering: { connection, _ in connection.answer("proxy") })
        for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] { setenv(name, proxy.url, 1) }
        defer { for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] { unsetenv(name) } }
        let server = TinyServer(answering: { connection, _ in connection.answer("server") })
        let answer = try await client(nil).send(HTTPRequest("GET", server.url), until: soon())
        #expect(answer.text == "server")
        #expect(proxy.requests.isEmpty)
    }

    @Test func theProxyOfTheEstateIsUsedAndLooksNamesUp() async throws {
        let proxy = TinyServer(answering: { connection, _ in connection.answer("proxy") })
        let answer = try await client(proxy.url).send(
            HTTPRequest("GET", "http://only.the.proxy.knows:8761/eureka/apps"), until: soon())
        #expect(answer.text == "proxy")
        #expect(proxy.requests.first?.hasPrefix("GET http://only.the.proxy.knows:8761/eureka/apps HTTP/1.1") == true)
    }

    /// A SOCKS5 server that notes what it is asked to connect to, and answers in its place.
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
            let name = receive(Int(length))
            let port = receive(2)
            guard port.count == 2 else { return }
            server.note("\(String(decoding: name, as: UTF8.self)):\(Int(port[0]) << 8 | Int(port[1]))")
            connection.send([5, 0, 0, 1, 127, 0, 0, 1, 0, 80])
            guard connection.request() != nil else { return }
            connection.answer("through socks")
        })
        let answer = try await client("socks5h://127.0.0.1:\(proxy.port)").send(
            HTTPRequest("GET", "http://only.the.proxy.knows:8761/"), until: soon())
        #expect(answer.text == "through socks")
        #expect(proxy.requests == ["only.the.proxy.knows:8761"])
    }

    @Test func aProxyThatRefusesIsNamedAsTheReason() async {
        let proxy = TinyServer(answering: { connection, _ in connection.answer("no", status: "403 Forbidden") })
        let error = await #expect(throws: ClientError.self) {
            try await client(proxy.url).send(HTTPRequest("PUT", "https://inside.example:8761/"), until: soon())
        }
        #expect(error?.code == .proxy)
        #expect(error?.message == "inside.example:8761: the proxy refuses: it answered 403")
        #expect(error?.mayHaveBeenSent == false)
    }

    @Test func aProxyWithPasswordOrOfAnotherKindIsRefused() async {
        for proxy in ["http://ops:s3cret@127.0.0.1:3128", "socks4://127.0.0.1:1080", "https://127.0.0.1:443"] {
            let error = await #expect(throws: ClientError.self) {
                try await client(proxy).send(HTTPRequest("GET", "http://10.0.0.1/"), until: soon())
            }
            #expect(error?.code == .settings)
            #expect(error?.message.contains("s3cret") == false)
        }
    }
}
