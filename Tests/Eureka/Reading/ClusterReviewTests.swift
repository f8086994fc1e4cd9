import Contract
import Testing
import Topology

@testable import Eureka

@Suite("The look over all servers of a source")
struct ClusterReviewTests {
    private let source = SourceSettings(
        name: "registry", kind: "eureka",
        nodes: [
            NodeSettings(address: "http://eureka-a:8761/eureka"), NodeSettings(address: "http://10.2.0.5:8761/eureka/"),
        ])

    private func server(_ address: String, _ others: [String] = [], by: String = "/status") -> NamedServer {
        NamedServer(address: address, host: "h", namedBy: by, otherNames: others)
    }

    private func review(_ a: NodeFacts?, _ b: NodeFacts?) -> SourceReview {
        var facts: [NodeID: NodeFacts] = [:]
        facts[source.id(of: source.nodes[0])] = a
        facts[source.id(of: source.nodes[1])] = b
        return ClusterReview.of(source, facts: facts)
    }

    @Test("a configured server under another name is not a named one")
    func aliases() {
        let a = NodeFacts(
            reads: ["status"], named: [server("http://eureka-b:8761/eureka"), server("http://eureka-c:8761/eureka")])
        let b = NodeFacts(named: [server("http://EUREKA-A:8761/eureka")], ownNames: ["eureka-b:8761"])
        #expect(review(a, b).named.map(\.address) == ["http://eureka-c:8761/eureka"])
        #expect(review(a, b).warnings.isEmpty)
    }

    @Test("two names of one server are one named server")
    func once() {
        let a = NodeFacts(named: [server("http://eureka-c:8761/eureka", ["10.3.0.5:8761"], by: "registration")])
        let b = NodeFacts(named: [server("http://10.3.0.5:8761/eureka/"), server("http://eureka-c:8761/eureka")])
        #expect(review(a, b).named.map(\.address) == ["http://eureka-c:8761/eureka"])
        #expect(review(b, a).named.count == 1)
    }

    @Test("a server whose peers are fewer than the others of its source does not reach them all")
    func peers() {
        let lone = NodeFacts(reads: ["status"], named: [])
        #expect(review(lone, nil).warnings.map(\.label) == ["peers of http://eureka-a:8761/eureka"])
        #expect(review(NodeFacts(), nil).warnings.isEmpty, "who does not tell is not accused")
    }
}
