import Testing
import Topology

@Suite("Filter expressions")
struct FilterTests {
    private let rows = [
        instance("payment", "10.2.3.4:8080", zone: "zone-b", .down, since: 0),
        instance("payment", "10.1.3.4:8080", zone: "zone-a", .up, since: 50_000),
        instance("order", "10.2.9.9:80", zone: "zone-b", .out, since: 59_000),
        instance("legacy-crm", "[fe80::1]:80", zone: nil, .gone, differs: true, since: 60_000),
    ]

    private func found(_ expression: String, now: Int64 = 60_000) throws -> [Int] {
        let filter = try InstanceFilter(instances: expression)
        return rows.indices.filter { filter.matches(rows[$0], at: at(now)) }
    }

    @Test(arguments: [
        ("", [0, 1, 2, 3]), ("  ", [0, 1, 2, 3]),
        ("service=payment", [0, 1]), ("SERVICE=Payment", [0, 1]), ("service=pay", []), ("service=pay*", [0, 1]),
        ("service=p?yment", [0, 1]), ("service!=payment", [2, 3]), ("service=payment,order", [0, 1, 2]),
        ("service!=payment,order", [3]), ("service=payment zone=b state!=up", [0]),
        ("zone=b", [0, 2]), ("zone=zone-b", [0, 2]), ("zone=ZONE-B", [0, 2]), ("zone=\"\"", [3]),
        ("zone!=\"\"", [0, 1, 2]),
        ("zone=ne-b", []), ("state=down,gone", [0, 3]), ("state!=up", [0, 2, 3]), ("state=*", [0, 1, 2, 3]),
        ("address=10.2.*", [0, 2]), ("address=10.2.3.4", [0]), ("address=10.2.3.4:8080", [0]), ("address=10.2.3", []),
        ("address=fe80::1", [3]), ("host=10.2.3.4", [0]), ("differs=yes", [3]), ("differs!=yes", [0, 1, 2]),
        ("differs=no", [0, 1, 2]),
        ("pay", [0, 1]), ("PAY", [0, 1]), ("10.2", [0, 2]), ("pay 10.1", [1]), ("!pay", [2, 3]), ("p*3.4", []),
        ("leg*crm", [3]), ("since>5s", [0, 1]), ("since<=1s", [2, 3]), ("age>=1m", [0]), ("since<500ms", [3]),
        ("source=registry", []), ("\"pay\"", [0, 1]), ("service=\"payment\"", [0, 1]),
    ])
    func finds(_ expression: String, _ expected: [Int]) throws {
        #expect(try found(expression) == expected)
    }

    @Test func registrationsAreSearchedByAnyOfThem() throws {
        let node = NodeID(source: "registry", node: "http://ops@10.1.0.5:8761/eureka")
        let row = instance(
            "payment", "10.2.3.4:8080", zone: "zone-b", .out,
            registrations: [
                RegistrationView(
                    node: node,
                    registration: registration(
                        "h1:payment:8080", state: .out, override: "OUT_OF_SERVICE", metadata: ["version": "2.1"]),
                    state: .out)
            ])
        for expression in [
            "source=registry", "registry=reg*", "node=10.1.0.5:8761", "node=http://ops@10.1.0.5:8761/eureka",
            "id=h1:payment:8080", "status=out_of_service", "override=OUT_OF_SERVICE", "override!=\"\"",
            "meta.version=2.*", "meta.other!=x",
        ] {
            #expect(try InstanceFilter(instances: expression).matches(row, at: at(0)), "\(expression)")
        }
        for expression in ["source=other", "override=\"\"", "meta.version=1", "status=UP"] {
            #expect(try !InstanceFilter(instances: expression).matches(row, at: at(0)), "\(expression)")
        }
    }

    @Test(arguments: [
        ("zonee=b", "unknown-field", 0, "no field \"zonee\""),
        ("pay colour=red", "unknown-field", 4, "service, zone, state"),
        ("state=upp", "bad-value", 6, "none of up, down, out"), ("state>up", "bad-operator", 0, "no order"),
        ("service=", "bad-value", 8, "needs a value"), ("since>soon", "bad-value", 6, "500ms"),
        ("since>5", "bad-value", 6, "500ms"), ("service=\"pay", "unclosed-quote", 8, "other half"),
        ("since>1s,2s", "bad-operator", 6, "one value"), ("differs=maybe", "bad-value", 8, "yes, no"),
    ])
    func mistakesPoint(_ expression: String, _ code: String, _ position: Int, _ text: String) {
        let error = #expect(throws: FilterError.self) { try InstanceFilter(instances: expression) }
        #expect(error?.code.rawValue == code)
        #expect(error?.position == position)
        #expect(error?.message.contains(text) == true, "\(error?.message ?? "")")
    }

    @Test func otherRowsBringTheirOwnFields() throws {
        struct Link: Sendable {
            var name: String
            var lagMs: Double?
            var left: Double?
        }
        let vocabulary = FilterVocabulary<Link>(
            fields: [
                .duration("lag", help: "seconds behind") { link, _ in link.lagMs },
                .number("left", help: "transactions left") { $0.left },
            ],
            searched: { link, passes in passes(link.name) })
        let links = [Link(name: "a", lagMs: 900, left: 3), Link(name: "b", lagMs: 20), Link(name: "c", lagMs: nil)]
        func names(_ expression: String) throws -> String {
            let filter = try Filter(expression, vocabulary)
            return links.filter { filter.matches($0, at: at(0)) }.map(\.name).joined()
        }
        #expect(try names("lag>500ms") == "a")
        #expect(try names("lag<0.5s") == "b")
        // What is not known is neither more nor less than anything.
        #expect(try names("lag!=20ms") == "ac")
        #expect(try names("left=3") == "a")
    }

    @Test func hostileTextCostsNothing() throws {
        let row = instance(String(repeating: "a", count: 5_000), "10.0.0.1:1")
        let filter = try InstanceFilter(instances: "service=*a*a*a*a*a*a*a*b")
        #expect(!filter.matches(row, at: at(0)))
        #expect(try InstanceFilter(instances: "ÜBER").matches(instance("über-dienst", "h:1"), at: at(0)))
        #expect(try InstanceFilter(instances: "service=?ber").matches(instance("über", "h:1"), at: at(0)))
        #expect(try !InstanceFilter(instances: "\u{1B}[2J").matches(row, at: at(0)))
    }
}
