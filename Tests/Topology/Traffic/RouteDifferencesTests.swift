import Testing
import Topology

@Suite("Gateways that are meant to be alike")
struct RouteDifferencesTests {
    private func differences(_ nodes: [GatewayNode]) -> [String] {
        RouteDifferences.marked(nodes).flatMap { node in
            (node.routes ?? []).compactMap { view in
                view.difference.map { "\(node.id.node) \(view.route.id): \($0)" }
            }
        }
    }

    @Test func theOddOneIsNamedAndTheOthersAreNot() {
        let nodes = [
            gateway("a", [view("a", "r", weight: 50, zone: "zone-a")]),
            gateway("b", [view("b", "r", weight: 49, zone: "zone-a")]),
            gateway("c", [view("c", "r", weight: 50, zone: "zone-a")]),
        ]
        #expect(differences(nodes) == ["b r: weight 49, others 50"])
    }

    @Test func ofTwoNeitherIsRight() {
        let nodes = [
            gateway("a", [view("a", "r", weight: 50, zone: nil)]),
            gateway("b", [view("b", "r", weight: 49, zone: nil, uri: "http://x")]),
        ]
        #expect(
            differences(nodes) == [
                "a r: weight 50, b 49; uri http://h, b http://x", "b r: weight 49, a 50; uri http://x, a http://h",
            ])
    }

    @Test func aRouteThatIsMissingIsSaidWhereItIs() {
        let nodes = [
            gateway("a", [view("a", "r", zone: nil), view("a", "s", zone: nil)]),
            gateway("b", [view("b", "r", zone: nil)]), gateway("c", [view("c", "r", zone: nil)]),
        ]
        #expect(differences(nodes) == ["a s: missing on b, c"])
    }

    @Test func anIdThatIsListedTwiceIsADifference() {
        let nodes = [
            gateway("a", [view("a", "r", zone: nil, copies: 2)]), gateway("b", [view("b", "r", zone: nil)]),
            gateway("c", [view("c", "r", zone: nil)]),
        ]
        #expect(differences(nodes) == ["a r: listed 2 times, others once"])
    }

    @Test func groupsAreComparedWithinThemselvesAndTheSilentNotAtAll() {
        let nodes = [
            gateway("a", alike: "zone-a", [view("a", "r", weight: 90, zone: nil)]),
            gateway("b", alike: "zone-b", [view("b", "r", weight: 10, zone: nil)]),
            gateway("c", alike: "zone-b", fresh: false, [view("c", "r", weight: 50, zone: nil)]),
            gateway("d", alike: "zone-b", nil),
        ]
        #expect(differences(nodes).isEmpty)
    }
}
