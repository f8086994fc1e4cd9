import Contract
import Digest
import Estate
import Testing
import Topology

@Suite struct EstateFileTests {
    static let whole = """
        estate: shop
        environment: staging
        mode: operate
        regions:
          east:
            zones:
              zone-a: { cidrs: [10.1.0.0/16, "fd00:a::/32"], hosts: ["*.a.example.com"] }
              zone-b: { cidrs: [10.2.0.0/16] }
          west:
            zones: { zone-c: {} }
        zoneRules:
          - { service: "legacy-*", zone: zone-a }
          - { cidr: 10.9.0.0/24, host: "*.b", zone: zone-b }
        services:
          payment: { safeRequestsPerSecond: 40 }
          Order: { safeRequestsPerSecond: 2.5 }
        forget: 5m
        sources:
          - name: registry
            kind: eureka
            nodes:
              - { url: "https://10.1.0.5:8761/eureka", zone: zone-a }
              - { url: "https://[fd00:a::5]:8761/eureka/" }
            credentials: { user: ops, password: "${env:PASSWORD}" }
            tls: { ca: ca.pem, certificate: /etc/azimuth/client.pem, key: client.key, serverName: registry, verify: true }
            proxy: "socks5h://bastion:1080"
            poll: 1m30s
            deadline: 500ms
            namespace: blue
            adopt: true
            adoptHosts: ["10.*"]
            region: us
            renewals: false
            retries: 5
            cache: 30s
            format: xml
            vips: [a, b]
          - name: edge
            kind: gateway
            discover: { source: registry, service: gateway }
            groupBy: zone
          - name: db
            kind: mysql
            nodes: [{ address: "db-1.example.com:3306", zone: zone-c }]
        operations:
          coordination: local
          approval: single
          expiry: 4h
          journal: journal.sqlite
          except: [legacy-billing]
          lagBudget: { seconds: 5 }
          freeze: []
        """

    @Test func `the whole shape becomes values`() throws {
        let file = try EstateFile.parse(Self.whole, path: "/etc/azimuth/shop.yaml", kinds: kinds)
        let estate = file.estate
        #expect(estate.name == "shop")
        #expect(estate.environment == .staging)
        #expect(estate.mode == .operate)
        #expect(estate.forgetMs == 300_000)
        #expect(estate.regions.map(\.name) == ["east", "west"])
        #expect(estate.zones.map(\.name) == ["zone-a", "zone-b", "zone-c"])
        #expect(estate.zones[0].cidrs == [CIDR("10.1.0.0/16"), CIDR("fd00:a::/32")])
        #expect(estate.zones[0].hosts == ["*.a.example.com"])
        #expect(
            estate.zoneRules == [
                ZoneRule(service: "legacy-*", zone: "zone-a"),
                ZoneRule(cidr: CIDR("10.9.0.0/24"), host: "*.b", zone: "zone-b"),
            ])
        #expect(estate.safeRequestsPerSecond == ["payment": 40, "Order": 2.5])
        #expect(
            file.operations
                == OperationsSettings(
                    expiryMs: 14_400_000, journal: "/etc/azimuth/journal.sqlite", except: ["legacy-billing"],
                    lagBudgetSeconds: 5))
        #expect(file.warnings.isEmpty)
        #expect(file.path == "/etc/azimuth/shop.yaml")
        #expect(file.text == Self.whole)
        #expect(file.digest == SHA256(of: Self.whole))
    }

    @Test func `a source has its common keys, its connection and its own keys`() throws {
        let file = try EstateFile.parse(Self.whole, path: "/etc/azimuth/shop.yaml", kinds: kinds)
        #expect(file.sources.map(\.name) == ["registry", "edge", "db"])
        let registry = file.sources[0]
        #expect(
            registry.nodes == [
                NodeSettings(address: "https://10.1.0.5:8761/eureka", zone: "zone-a"),
                NodeSettings(address: "https://[fd00:a::5]:8761/eureka/"),
            ])
        #expect(registry.transport.credentials?.user == "ops")
        #expect(
            registry.transport.tls
                == TLSSettings(
                    ca: "/etc/azimuth/ca.pem", certificate: "/etc/azimuth/client.pem", key: "/etc/azimuth/client.key",
                    serverName: "registry"))
        #expect(registry.transport.proxy == "socks5h://bastion:1080")
        #expect((registry.pollMs, registry.deadlineMs) == (90_000, 500))
        #expect(registry.namespace == "blue")
        #expect(registry.adopt && registry.adoptHosts == ["10.*"])
        #expect(
            registry.own == [
                "region": .text("us"), "renewals": .boolean(false), "retries": .integer(5), "cache": .duration(30_000),
                "format": .text("xml"), "vips": .textList(["a", "b"]),
            ])
        #expect(file.sources[1].discover == Discovery(source: "registry", service: "gateway"))
        #expect(file.sources[1].groupBy == .zone)
        #expect(file.sources[2].nodes == [NodeSettings(address: "db-1.example.com:3306", zone: "zone-c")])
    }

    @Test func `what is not written is safe`() throws {
        let file = try parse("estate: shop\nsources: [{ name: r, kind: eureka, nodes: [{ url: 'http://a' }] }]")
        #expect(file.estate.environment == .production)
        #expect(file.estate.mode == .readOnly)
        #expect(file.estate.forgetMs == 600_000)
        #expect(file.operations == OperationsSettings())
        let source = file.sources[0]
        #expect(source.transport.tls == TLSSettings(verify: true))
        #expect(source.transport.proxy == nil && source.transport.credentials == nil)
        #expect((source.pollMs, source.deadlineMs, source.adopt) == (10_000, 3_000, false))
    }

    @Test func `anchors, merges and the byte order mark are read`() throws {
        let file = try parse(
            "\u{feff}"
                + """
                estate: shop
                sources:
                  - &common
                    name: one
                    kind: eureka
                    poll: 7s
                    nodes: [{ url: "http://a" }]
                  - <<: *common
                    name: two
                    nodes: [{ url: !!str "http://b" }]
                """)
        #expect(file.sources.map(\.name) == ["one", "two"])
        #expect(file.sources.map(\.pollMs) == [7_000, 7_000])
        #expect(file.sources[1].nodes == [NodeSettings(address: "http://b")])
    }

    @Test func `lines that end as on Windows are read, and mistakes in them found at their place`() throws {
        let text =
            "estate: shop\r\nmode: operat\r\nsources: [{ name: r, kind: eureka, nodes: [{ url: 'http://a' }] }]\r\n"
        let problem = try #require(try mistakes(in: text).first)
        #expect(problem.summary.hasPrefix("azimuth.yaml:2:7: mode: "))
        #expect(problem.excerpt == "    2 | mode: operat\n      |       ^")
        #expect(try parse(text.replacing("operat", with: "operate")).estate.mode == .operate)
    }

    @Test func `what is allowed and dangerous is a warning at its place`() throws {
        let file = try parse(
            """
            estate: shop
            regions:
              east: { zones: { zone-a: { cidrs: [10.0.0.0/8] }, zone-b: { cidrs: [10.2.0.0/16] } } }
            sources:
              - name: r
                kind: eureka
                nodes: [{ url: "http://127.0.0.1:80" }, { url: "http://10.1.0.5" }]
                credentials: { user: ops, password: "${env:PASSWORD}" }
                tls: { verify: false }
                adoptHosts: ["*"]
            """)
        let told = file.warnings.map { "\($0.line):\($0.column): \($0.text)" }.sorted()
        #expect(
            told == [
                "10:17: matches every host: the credentials of this source go wherever one of its nodes says",
                "3:71: overlaps 10.0.0.0/8 of zone-a in line 3; an address in both belongs to the zone that is written first",
                "7:20: is http, where the tls of this source is not used; write https where the server has it",
                "7:52: is http, where the tls of this source is not used; write https where the server has it",
                "7:52: the password of this source goes over http, readable to everybody on the way; use https where the server can",
                "9:20: certificates are not verified: whoever stands in between can read and change what is sent",
            ])
    }

    @Test func `a tls section is what makes an address one for TLS, be it empty`() throws {
        func read(_ more: String) throws -> EstateFile {
            try parse(
                """
                estate: shop
                sources:
                  - name: db
                    kind: mysql
                    nodes: [{ address: "10.1.0.5:3306" }, { address: "localhost:3306" }]
                \(more)
                """)
        }
        let password = "    credentials: { user: ops, password: \"${env:PASSWORD}\" }\n"
        let plain = try read(password)
        #expect(plain.sources.first?.transport.isSecure == false)
        #expect(plain.warnings.map(\.line) == [5])
        #expect(plain.warnings.first?.text.hasPrefix("the password of this source goes to it unencrypted") == true)
        let secure = try read(password + "    tls: {}")
        #expect(secure.sources.first?.transport.isSecure == true)
        #expect(secure.sources.first?.transport.tls == TLSSettings())
        #expect(secure.warnings.isEmpty)
        #expect(try read("").warnings.isEmpty)
    }

    @Test func `the template of init can be read, also with every example in it made real`() throws {
        let plain = try parse(EstateTemplate.text)
        #expect(plain.estate.mode == .readOnly)
        #expect(plain.sources.count == 1)
        // An example is a comment whose text is a key or the item of a list; prose has no colon after its first word.
        let real = EstateTemplate.text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            let indent = line.prefix { $0 == " " }
            let comment = line.dropFirst(indent.count)
            guard comment.hasPrefix("# ") else { return String(line) }
            let text = comment.dropFirst(2)
            let word = text.drop { $0 == " " || $0 == "-" }.prefix { $0.isLetter }
            let isExample = text.dropFirst(text.prefix { $0 == " " || $0 == "-" }.count + word.count).hasPrefix(":")
            return isExample || text.hasPrefix("  - {") ? String(indent + text) : String(line)
        }
        let file = try parse(real.joined(separator: "\n"))
        #expect(file.estate.zoneRules.count == 2)
        #expect(file.estate.safeRequestsPerSecond == ["payment": 40])
        #expect(file.sources[0].transport.credentials?.password.reference == "${file:eureka.password}")
        #expect(file.sources[0].adopt)
        #expect(file.operations.lagBudgetSeconds == 5)
    }
}
