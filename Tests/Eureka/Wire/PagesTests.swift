import Testing

@testable import Eureka

@Suite("Addresses and the server's own pages")
struct PagesTests {
    @Test(
        "no slash is doubled, whatever the estate file ends with",
        arguments: [
            "http://h:8761/eureka", "http://h:8761/eureka/", "http://h:8761/eureka//", "http://u:p@h:8761/eureka/",
        ])
    func address(text: String) throws {
        let address = try #require(EurekaAddress(text))
        #expect(address.applications == "http://h:8761/eureka/apps")
        #expect(address.dashboard == "http://h:8761/")
        #expect(address.hostAndPort == "h:8761")
        #expect(address.instance("A B", "h:a/1:80") == "http://h:8761/eureka/apps/A%20B/h%3Aa%2F1%3A80")
        #expect(
            address.override("A", "i", value: "OUT_OF_SERVICE")
                == "http://h:8761/eureka/apps/A/i/status?value=OUT_OF_SERVICE")
    }

    @Test("paths, ports and IPv6")
    func forms() throws {
        #expect(EurekaAddress("http://h/ctx/eureka/v2")?.dashboard == "http://h/ctx/")
        #expect(EurekaAddress("http://h/other")?.dashboard == nil)
        #expect(EurekaAddress("https://H.example")?.hostAndPort == "h.example:443")
        let six = try #require(EurekaAddress("http://[::1]:8761/eureka"))
        #expect(six.host == "::1")
        #expect(six.hostAndPort == "[::1]:8761")
        for text in ["", "h:8761", "http://", "http://:80/eureka", "http://h:99999/"] {
            #expect(EurekaAddress(text) == nil)
        }
    }

    @Test("the status page as XML: peers with a comma and a blank, names of its own")
    func xml() throws {
        let page = try #require(
            StatusPage(
                Array(
                    """
                    <com.netflix.eureka.util.StatusInfo>
                      <applicationStats>
                        <registered-replicas>http://u:s&amp;x@b:8762/eureka/, http://c:8763/eureka/,</registered-replicas>
                        <available-replicas></available-replicas>
                      </applicationStats>
                      <instanceInfo>
                        <hostName>eureka-a</hostName><app>EUREKA</app><ipAddr>10.1.0.5</ipAddr>
                        <port enabled="true">8761</port><securePort enabled="false">443</securePort>
                      </instanceInfo>
                    </com.netflix.eureka.util.StatusInfo>
                    """.utf8)))
        #expect(page.replicas == ["http://u:s&x@b:8762/eureka/", "http://c:8763/eureka/"])
        #expect(page.application == "EUREKA")
        #expect(page.ownNames == ["eureka-a:8761", "10.1.0.5:8761"])
    }

    @Test("the status page as JSON, bare or wrapped")
    func json() throws {
        let inner = """
            {"generalStats":{},"applicationStats":{"registered-replicas":"http://b:1/eureka/, "},
             "instanceInfo":{"app":"E","hostName":"a","ipAddr":"a","port":{"$":1,"@enabled":"true"}}}
            """
        for text in [inner, "{\"com.netflix.eureka.util.StatusInfo\":\(inner)}"] {
            let page = try #require(StatusPage(Array(text.utf8)))
            #expect(page.replicas == ["http://b:1/eureka/"])
            #expect(page.ownNames == ["a:1"])
        }
        for text in ["", "<html></html>", "{}", "nothing"] { #expect(StatusPage(Array(text.utf8)) == nil) }
    }

    private func page(_ threshold: String, _ renewals: String, expiration: Bool = false, uptime: String = "01:10")
        -> Dashboard?
    {
        Dashboard(
            """
            <tr> <td>Uptime</td> <td>\(uptime)</td> </tr>
            <tr> <td>Lease expiration enabled</td> <td>\(expiration)</td> </tr>
            <tr> <td>Renews threshold</td>
              <td>\(threshold)</td> </tr>
            <tr> <td>Renews (last min)</td> <td> \(renewals) </td> </tr>
            """)
    }

    @Test("self-preservation by the dashboard's counters; the first minutes are no alarm")
    func selfPreservation() throws {
        #expect(page("6", "8", expiration: true)?.selfPreservation == .idle)
        #expect(page("6", "6")?.selfPreservation == .active)
        #expect(page("6", "0")?.selfPreservation == .active)
        #expect(page("6", "0", uptime: "00:01")?.selfPreservation == .tooEarly)
        #expect(page("6", "0", uptime: "?")?.selfPreservation == .tooEarly)
        #expect(page("1,700", "1.250")?.threshold == 1700)
        #expect(page("1,700", "1.250")?.renewals == 1250)
        #expect(Dashboard("<html>another page</html>") == nil)
    }
}
