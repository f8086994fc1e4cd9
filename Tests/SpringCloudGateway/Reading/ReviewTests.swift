import Contract
import Testing
import Topology

@testable import SpringCloudGateway

@Suite("What all nodes have in common")
struct ReviewTests {
    private func node(_ name: String, _ notes: [RouteNote], answered: Bool = true) -> ReviewedNode {
        ReviewedNode(
            id: NodeID(source: "edge", node: "http://\(name):8080"),
            answeredAt: answered ? Moment(milliseconds: 1) : nil,
            facts: NodeFacts(own: notes.isEmpty ? nil : OwnFacts(GatewayNotes(notes: notes))))
    }

    @Test("what many nodes have is said once")
    func once() {
        let note = RouteNote(subject: "route a", text: "never reached")
        let other = RouteNote(subject: "group g", text: "every weight is 0", severity: .bad)
        let review = connector.review(
            SourceSettings(name: "edge", kind: "spring-cloud-gateway", nodes: []),
            nodes: [
                node("h1", [note]), node("h2", [note, other]), node("h3", []), node("h4", [note], answered: false),
            ],
            now: Moment(milliseconds: 2))
        #expect(review.warnings.map(\.label) == ["route a", "group g"])
        #expect(review.warnings[0].value == "never reached (on h1:8080, h2:8080)")
        #expect(review.warnings[0].severity == .warning && review.warnings[1].severity == .bad)
        #expect(review.named.isEmpty && review.links.isEmpty)
    }

    @Test("many nodes are counted, not listed")
    func many() {
        let note = RouteNote(subject: "route a", text: "x")
        let nodes = (0..<500).map { node("h\($0)", $0 < 499 ? [note] : []) }
        #expect(FleetReview.of(nodes).warnings.map(\.value) == ["x (on h0:8080, h1:8080 and 497 more of 500)"])
        #expect(FleetReview.of(Array(nodes.prefix(9))).warnings.map(\.value) == ["x (on all 9 nodes)"])
    }

    @Test("a route is shadowed only where that is certain")
    func shadows() {
        func route(_ id: String, _ predicates: [String], order: Int = 0, group: String? = nil) -> Route {
            Route(
                id: id, uri: "http://h", order: order, group: group, weight: group == nil ? nil : 1,
                predicates: predicates)
        }
        func shadowed(_ routes: [Route]) -> [String] { Shadows.of(routes).map(\.route) }
        let all = route("all", ["Paths: [/**], match trailing slash: true"])
        let pay = route("pay", ["Paths: [/pay/**], match trailing slash: true"])
        #expect(shadowed([all, pay]) == ["pay"])
        #expect(shadowed([pay, all]).isEmpty)
        #expect(shadowed([pay, pay.renamed("again")]) == ["again"])
        #expect(
            shadowed([route("get", ["Method: GET"] + pay.predicates), pay]).isEmpty, "other methods still reach it")
        #expect(shadowed([pay, route("pays", ["Paths: [/payment], match trailing slash: true"])]).isEmpty)
        #expect(shadowed([pay, route("two", ["Paths: [/pay/x, /other], match trailing slash: true"])]).isEmpty)
        #expect(shadowed([route("w1", all.predicates, group: "g"), route("w2", all.predicates, group: "g")]).isEmpty)
        #expect(shadowed([pay, route("w", pay.predicates, group: "g")]) == ["w"])
        #expect(shadowed([route("none", []), pay]) == ["pay"])
        let many = (0..<3_000).map { route("r\($0)", ["Paths: [/r\($0)]"]) }
        #expect(shadowed(many).isEmpty)
    }
}

extension Route {
    fileprivate func renamed(_ id: String) -> Route {
        var route = self
        route.id = id
        return route
    }
}
