import Lab
import Testing

/// The simulated estate as a whole.
@Suite struct LabTests {
    @Test func sameSeedMakesTheSameEstateAndTheSameEvents() throws {
        func history(seed: UInt64) throws -> (ids: [String], documents: [String], told: [String]) {
            let bench = try Bench {
                $0.instances = 60
                $0.seed = seed
                $0.quiet = false
            }
            var documents = [try bench.send("GET", "/apps").text]
            bench.pass(.seconds(600))
            documents.append(try bench.send("GET", "/apps", to: 1).text)
            return (bench.lab.instanceIDs, documents, bench.lab.happened)
        }
        let (first, second, other) = (try history(seed: 7), try history(seed: 7), try history(seed: 8))
        #expect(first.ids == second.ids)
        #expect(first.documents == second.documents)
        #expect(first.told == second.told)
        #expect(first.told.count > 5)
        #expect(first.ids != other.ids)
        #expect(first.told != other.told)
    }

    @Test func everyServiceStandsInEveryZoneAtPlausibleAddresses() throws {
        let bench = try Bench { $0.instances = 60 }
        let instances = try bench.apps().instances
        #expect(instances.count == 60)
        #expect(Set(instances.map { "\($0.app) \($0.metadata["zone"] ?? "")" }).count == 35)
        #expect(Set(instances.compactMap(\.instanceId)).count == 60)
        for instance in instances {
            let zone = try #require(LabZone.all.first { $0.name == instance.metadata["zone"] })
            #expect(instance.ipAddr.hasPrefix(zone.cidr.prefix(6)), "127.N. of its zone")
            #expect(instance.instanceId == "\(instance.ipAddr):\(instance.app.lowercased()):8080")
            #expect(instance.leaseInfo.renewalIntervalInSecs == 30)
        }
    }

    @Test func quietEstateRenewsAndDoesNothingElse() throws {
        let bench = try Bench { $0.instances = 60 }
        let before = try bench.apps().instances
        bench.pass(.seconds(3600))
        let after = try bench.apps().instances
        #expect(after.map(\.instanceId) == before.map(\.instanceId))
        #expect(after.map(\.lastUpdatedTimestamp) == before.map(\.lastUpdatedTimestamp))
        #expect(bench.lab.happened.isEmpty)
        for instance in after.prefix(5) {
            let live = try #require(try bench.live(1, "/apps/\(instance.app)/\(instance.instanceId ?? "")"))
            #expect(live.leaseInfo.lastRenewalTimestamp > bench.now + 59_000)
        }
    }

    @Test func somethingAlwaysHappens() throws {
        let bench = try Bench {
            $0.instances = 60
            $0.quiet = false
        }
        var statuses: Set<String> = []
        for _ in 0..<80 {
            bench.pass(.seconds(15))
            statuses.formUnion(try bench.apps().instances.map(\.status))
        }
        let told = bench.lab.happened
        #expect(statuses.isSuperset(of: ["UP", "DOWN", "STARTING"]))
        #expect(told.contains { $0.contains(" is down") })
        #expect(told.contains { $0.contains("deploy of") })
        #expect(told.contains { $0.contains("has died") })
        #expect(try bench.apps().instances.count >= 55, "what leaves is replaced")
    }

    @Test func deployLeavesAloneWhatAnOperatorDrained() throws {
        let bench = try Bench {
            $0.instances = 60
            $0.quiet = false
        }
        let ids = bench.lab.instanceIDs
        for id in ids {
            let app = id.split(separator: ":")[1].uppercased()
            try bench.send("PUT", "/apps/\(app)/\(id)/status?value=OUT_OF_SERVICE")
        }
        bench.pass(.seconds(70))
        #expect(bench.lab.happened.contains { $0.contains("deploy of") })
        #expect(bench.lab.instanceIDs == ids)
    }

    @Test func serversStandInZonesOfBothRegions() throws {
        #expect(try Bench { $0.servers = 1 }.lab.description.map(\.zone.name) == ["zone-a"])
        #expect(try Bench { $0.servers = 2 }.lab.description.map(\.zone.name) == ["zone-a", "zone-d"])
        #expect(try Bench { $0.servers = 3 }.lab.description.map(\.zone.name) == ["zone-a", "zone-b", "zone-d"])
    }

    @Test func estateFileDescribesItAll() throws {
        let bench = try Bench { $0.credentials = .init(user: "ops", password: "a\"b") }
        let (first, second) = (bench.lab.description[0].url, bench.lab.description[1].url)
        let expected = """
            # A simulated estate: everything in it is made up, nothing in it can be broken.
            estate: lab
            environment: test
            mode: operate
            regions:
              east:
                zones:
                  zone-a: { cidrs: [127.1.0.0/16] }
                  zone-b: { cidrs: [127.2.0.0/16] }
                  zone-c: { cidrs: [127.3.0.0/16] }
              west:
                zones:
                  zone-d: { cidrs: [127.4.0.0/16] }
                  zone-e: { cidrs: [127.5.0.0/16] }
            sources:
              - name: registry
                kind: eureka
                nodes:
                  - { url: "\(first)", zone: zone-a }
                  - { url: "\(second)", zone: zone-d }
                credentials: { user: "ops", password: "a\\"b" }
            operations:
              journal: "/tmp/j.sqlite"

            """
        #expect(bench.lab.estateYAML(journal: "/tmp/j.sqlite") == expected)
    }

    @Test func optionsThatCannotBeMetAreRefused() {
        var options = LabOptions()
        options.instances = -1
        #expect(throws: LabError.self) { try Lab(options) }
        options.instances = 1
        options.servers = 0
        #expect(throws: LabError.self) { try Lab(options) }
    }

    @Test func takenPortIsNamed() throws {
        let bench = try Bench()
        var options = LabOptions()
        options.instances = 1
        options.servers = 1
        options.basePort = bench.lab.description[0].port
        let error = #expect(throws: LabError.self) { try Lab(options) }
        #expect(error?.message.contains("\(bench.lab.description[0].port)") == true)
    }
}
