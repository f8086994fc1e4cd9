import Testing
import Topology

@Suite("Up everywhere, and failing all the same")
struct GreyFailureTests {
    private func found(_ samples: [UpstreamSample]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: GreyFailure.find(samples).map { ($0.key.address, $0.value) })
    }

    @Test func errorsAboveItsPeers() {
        let samples = [
            sample("p", "1", "zone-a", errors: 0.38), sample("p", "2", "zone-a", errors: 0.01),
            sample("p", "3", "zone-b", errors: 0.02),
        ]
        #expect(found(samples) == ["1": "38 % of requests fail"])
    }

    @Test func aZoneThatFailsAsAWholeShows() {
        let samples = (1...6).map { sample("p", "\($0)", $0 <= 4 ? "zone-b" : "zone-a", errors: $0 <= 4 ? 0.3 : 0) }
        #expect(Set(found(samples).keys) == ["1", "2", "3", "4"])
    }

    @Test func aServiceThatFailsEverywhereBlamesNoInstance() {
        #expect(found((1...4).map { sample("p", "\($0)", "zone-\($0 % 2)", errors: 0.3) }).isEmpty)
    }

    @Test func tenTimesSlowerThanItsPeers() {
        let samples = [
            sample("p", "1", "zone-a", ms: 900), sample("p", "2", "zone-a", ms: 80), sample("p", "3", "zone-b", ms: 40),
        ]
        #expect(found(samples) == ["1": "900 ms a request, its peers 40 ms"])
        // Ten times nothing is nothing.
        #expect(found([sample("p", "1", "a", ms: 12), sample("p", "2", "a", ms: 1)]).isEmpty)
    }

    @Test func aRouteThatLeadsToOneInstanceTellsOfIt() {
        let nodes = ["a", "b"].map { name in
            gateway(
                name,
                [
                    view(name, "r", weight: 1, zone: "zone-a", rps: 5, errors: 0.4, uri: "http://10.1.0.1:80/x"),
                    view(name, "s", weight: 1, zone: "zone-b", rps: 5, errors: 0, uri: "http://10.2.0.1:80"),
                ])
        }
        let services = [
            ServiceView(
                key: ServiceKey(name: "p"),
                instances: [instance("p", "10.1.0.1:80", zone: "zone-a"), instance("p", "10.2.0.1:80", zone: "zone-b")])
        ]
        let tallies = RouteSamples.byAddress(nodes)
        #expect(tallies["10.1.0.1:80"]?.requests == 100)
        #expect(
            found(RouteSamples.samples(tallies, of: services, besides: []))
                == ["10.1.0.1:80": "40 % of requests fail"])
        #expect(RouteSamples.samples(tallies, of: services, besides: [ServiceKey(name: "p")]).isEmpty)
    }

    @Test func fewRequestsSayNothingAndWhoIsNotUpHasItsOwnLine() {
        #expect(found([sample("p", "1", "a", errors: 1, requests: 4), sample("p", "2", "a")]).isEmpty)
        #expect(found([sample("p", "1", "a", errors: 0.1, requests: 20), sample("p", "2", "a")]).isEmpty)
        #expect(found([sample("p", "1", "a", errors: 1, isUp: false), sample("p", "2", "a")]).isEmpty)
    }
}
