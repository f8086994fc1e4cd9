import Testing
import Topology

@Suite("Requests that go elsewhere than they are set to")
struct SplitCheckTests {
    private func node(
        _ name: String, _ weights: (Int, Int), _ rps: (Double, Double), steady: Bool = true
    ) -> GatewayNode {
        gateway(
            name, steady: steady,
            [
                view(name, "a", weight: weights.0, zone: "zone-a", rps: rps.0),
                view(name, "b", weight: weights.1, zone: "zone-b", rps: rps.1),
            ])
    }

    private func texts(_ nodes: [GatewayNode]) -> [String] {
        SplitCheck.find(nodes).map { finding in
            "\(finding.nodes.map(\.node)) \(finding.zone) \(Percent.text(finding.measured)) set "
                + Percent.text(finding.intended) + (finding.isEverywhere ? " everywhere" : "")
        }
    }

    @Test func chanceIsNoDifference() {
        #expect(texts([node("a", (80, 20), (79, 21))]).isEmpty)
        #expect(texts([node("a", (50, 50), (6, 4))]).isEmpty)
    }

    @Test func aSplitThatIsNotSetShows() {
        #expect(
            texts([node("a", (80, 20), (50, 50))]) == [
                "[\"a\"] zone-a 50 % set 80 % everywhere", "[\"a\"] zone-b 50 % set 20 % everywhere",
            ])
    }

    @Test func aGatewayThatWasLeftBehindIsNamed() {
        let nodes = [node("a", (100, 0), (10, 0)), node("b", (100, 0), (10, 0)), node("c", (99, 1), (9.9, 0.1))]
        // One request in ten seconds may be a leftover; three are none.
        #expect(texts(nodes).isEmpty)
        #expect(
            texts([nodes[0], nodes[1], node("c", (99, 1), (49.5, 0.5))]) == ["[\"c\"] zone-b 1 % set 0 %"])
    }

    @Test func aChangeInBetweenIsNotJudged() {
        #expect(texts([node("a", (100, 0), (50, 50), steady: false)]).isEmpty)
    }
}
