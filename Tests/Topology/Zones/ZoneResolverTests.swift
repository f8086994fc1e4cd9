import Testing
import Topology

@Suite("Zone resolution")
struct ZoneResolverTests {
    private let resolver: ZoneResolver

    init() throws {
        let estate = EstateDescription(
            name: "shop",
            regions: [
                Region(
                    name: "east",
                    zones: [
                        Zone(name: "zone-a", cidrs: [try #require(CIDR("10.1.0.0/16"))], hosts: ["*.a.example.com"]),
                        Zone(name: "zone-b", cidrs: [try #require(CIDR("10.2.0.0/16"))]),
                    ])
            ],
            zoneRules: [
                ZoneRule(service: "legacy-*", zone: "zone-a"),
                ZoneRule(service: "pinned", cidr: CIDR("10.2.7.0/24"), zone: "zone-x"),
            ])
        resolver = ZoneResolver(estate)
    }

    private func decided(_ service: String, _ registration: Registration) -> String {
        let decision = resolver.resolve(registration, of: ServiceKey(name: service))
        return "\(decision.zone ?? "-") by \(decision.rule)"
    }

    @Test func theFirstRuleThatKnowsDecides() {
        let everything = ["microsphere.availability.zone": "zone-m", "zone": "zone-z"]
        #expect(
            decided("legacy-crm", registration("i", "10.2.0.1", metadata: everything)) == "zone-a by zoneRules[0]")
        #expect(decided("pinned", registration("i", "10.2.7.1")) == "zone-x by zoneRules[1]")
        // All that a rule names must match.
        #expect(decided("pinned", registration("i", "10.2.8.1")) == "zone-b by cidr 10.2.0.0/16")
        #expect(
            decided("payment", registration("i", "10.2.0.1", hostName: "h1.a.example.com", metadata: everything))
                == "zone-b by cidr 10.2.0.0/16")
        #expect(
            decided("payment", registration("i", "172.16.0.1", hostName: "h1.a.example.com", metadata: everything))
                == "zone-a by host *.a.example.com")
        #expect(
            decided("payment", registration("i", "172.16.0.1", metadata: everything))
                == "zone-m by metadata microsphere.availability.zone")
        #expect(
            decided("payment", registration("i", "172.16.0.1", zone: "zone-z", native: "us-east-1a"))
                == "zone-z by metadata zone")
        #expect(
            decided("payment", registration("i", "172.16.0.1", native: "us-east-1a"))
                == "us-east-1a by native field of the registry")
    }

    @Test(arguments: ["defaultZone", "default", "", "  "])
    func wordsForNoneAreNoZone(_ word: String) {
        let metadata = ["microsphere.availability.zone": word, "zone": word]
        #expect(
            decided("payment", registration("i", "172.16.0.1", metadata: metadata, native: word))
                == "- by \(ZoneResolver.undecided)")
    }

    @Test func aHostNameDecidesOnlyWhereItNamesAZoneOfTheEstate() {
        #expect(decided("p", registration("i", "172.16.0.1", hostName: "web1.zone-b")) == "zone-b by host name")
        #expect(
            decided("p", registration("i", "172.16.0.1", hostName: "web1.zone-b.shop.local")) == "zone-b by host name")
        #expect(
            decided("p", registration("i", "172.16.0.1", hostName: "web1.example.com"))
                == "- by \(ZoneResolver.undecided)")
        #expect(resolver.resolve(host: "10.1.9.9").zone == "zone-a")
        #expect(resolver.resolve(host: "gw.a.example.com").zone == "zone-a")
    }

    @Test func zonesThatDifferOnlyInCaseAreFound() {
        #expect(
            ZoneResolver.zonesByCase(["zone-a", "Zone-A", "zone-b", "ZONE-A"]) == [["ZONE-A", "Zone-A", "zone-a"]])
        #expect(ZoneResolver.zonesByCase(["zone-a", "zone-b"]).isEmpty)
    }

    @Test func addressesAreParsedStrictly() {
        #expect(IPAddress.bytes("10.2.3.4") == [10, 2, 3, 4])
        for text in ["10.2.3", "10.2.3.4.5", "10.2.3.256", "10..3.4", "10.2.3.4 ", "1000.2.3.4", ".1.2.3", "1.2.3."] {
            #expect(IPAddress.bytes(text) == nil, "\(text)")
        }
    }
}
