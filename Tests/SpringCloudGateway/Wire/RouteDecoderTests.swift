import Testing
import Topology

@testable import SpringCloudGateway

@Suite("Routes out of a gateway's answer")
struct RouteDecoderTests {
    private func routes(_ json: String) throws -> (routes: [Route], faults: [String]) {
        try GatewayRoutes.decode(Array(json.utf8))
    }

    @Test("the verbose form, as a real gateway printed it")
    func verbose() throws {
        let found = try routes(
            """
            [{"predicate":"((RouteDefinitionRouteLocator$$Lambda$1240/0x00007f5b205f1ef0 && Paths: [/provider/**], match \
            trailing slash: true) && Weight: provider 80)","metadata":{"zone":"zone-a"},"route_id":"provider-a",
            "filters":["[[StripPrefix parts = 1], order = 1]"],"uri":"http://127.0.0.1:19001","order":-3},
            {"predicate":"Paths: [/pay/**], match trailing slash: true","route_id":"pay","filters":[],"uri":"lb://payment","order":0}]
            """)
        #expect(found.faults.isEmpty)
        let expected = Route(
            id: "provider-a", uri: "http://127.0.0.1:19001", order: -3, group: "provider", weight: 80, zone: "zone-a",
            predicates: ["Paths: [/provider/**], match trailing slash: true"],
            filters: ["[[StripPrefix parts = 1], order = 1]"])
        #expect(found.routes[0] == expected)
        #expect(found.routes[1].service == "payment" && found.routes[1].group == nil)
    }

    @Test("the form of an actuator that is not verbose: a definition, or the parts of a route of the program")
    func definitions() throws {
        let found = try routes(
            """
            [{"route_id":"p-a","order":2,"route_definition":{"id":"p-a","predicates":[{"name":"Path","args":{"_genkey_0":"/p/**",
            "_genkey_1":"/q"}},{"name":"Weight","args":{"weight.group":"p","weight.weight":70}}],"filters":[{"name":"AddRequestHeader",
            "args":{"name":"X","value":"1"}}],"uri":"lb:ws://Pay/x","metadata":{"zone":"zone-b"},"order":2}},
            {"route_id":"own","order":0,"route_object":{"predicate":"Paths: [/own]","filters":["[A, order = 1]"]}}]
            """)
        #expect(found.faults.isEmpty)
        let weighted = found.routes[0]
        #expect(
            weighted.group == "p" && weighted.weight == 70 && weighted.zone == "zone-b" && weighted.service == "Pay")
        #expect(weighted.predicates == ["Path=/p/**,/q"] && weighted.filters == ["AddRequestHeader=name=X,value=1"])
        #expect(found.routes[1].uri.isEmpty && found.routes[1].predicates == ["Paths: [/own]"])
    }

    @Test("an id that is listed twice is one route, and the later one counts")
    func copies() throws {
        let found = try routes(
            """
            [{"route_id":"a","uri":"http://h","predicate":"Weight: g 80"},{"route_id":"b","uri":"http://h"},
            {"route_id":"a","uri":"http://h","predicate":"Weight: g 0"}]
            """)
        #expect(found.routes.map(\.id) == ["a", "b"])
        #expect(found.routes[0].copies == 2 && found.routes[0].weight == 0)
    }

    @Test(
        "what is malformed spoils itself alone",
        arguments: [
            "7", "null", "\"text\"", "[]", "{}", "{\"route_id\":\"\"}", "{\"route_id\":{}}",
            "{\"route_id\":\"x\",\"uri\":[],\"predicate\":\"A\"}",
            "{\"route_id\":\"x\",\"uri\":\"http://h\",\"order\":\"much\"}",
        ])
    func malformed(element: String) throws {
        let found = try routes("[\(element),{\"route_id\":\"good\",\"uri\":\"http://h\"}]")
        #expect(found.routes.map(\.id) == ["good"])
        #expect(found.faults.count == 1)
    }

    @Test("odd members are left out, the route is not")
    func odd() throws {
        let found = try routes(
            """
            [{"route_id":7,"uri":"http://ops:secret@h:1/x","order":"5","filters":{"a":1},"metadata":[1],"predicate":null},
            {"route_id":"m","uri":"LB://","metadata":{"zone":7},"filters":["a",3,null,{}]}]
            """)
        #expect(found.faults.isEmpty)
        #expect(found.routes[0].id == "7" && found.routes[0].order == 5)
        #expect(!found.routes[0].uri.contains("secret") && found.routes[0].uri.hasSuffix("@h:1/x"))
        #expect(found.routes[1].zone == "7" && found.routes[1].service == nil && found.routes[1].filters == ["a", "3"])
    }

    @Test("nothing that a terminal obeys comes through, nor more than there is room for")
    func hostile() throws {
        let long = String(repeating: "x", count: 10_000)
        let found = try routes(
            """
            [{"route_id":"a\\u0000\\u001b[2J\\u202e","uri":"http://h\\u0007","predicate":"Paths: [\\u001b]0;x\\u0007]",
            "filters":["\\n\\r"],"metadata":{"zone":"z\\u009b"}},{"route_id":"\(long)","uri":"\(long)","predicate":"\(long)"}]
            """)
        for route in found.routes {
            for text in [route.id, route.uri, route.zone ?? ""] + route.predicates + route.filters {
                #expect(
                    text.unicodeScalars.allSatisfy {
                        $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0 != "\u{202E}"
                    })
                #expect(text.count < 600)
            }
        }
    }

    @Test("20,000 routes are read, and not one more")
    func bound() throws {
        let many = (0..<20_010).map { "{\"route_id\":\"r\($0)\",\"uri\":\"http://h\"}" }.joined(separator: ",")
        let found = try routes("[\(many)]")
        #expect(found.routes.count == 20_000)
        #expect(found.faults.last?.contains("20000") == true)
    }

    @Test("bytes at random neither crash nor hang", .timeLimit(.minutes(1)))
    func random() {
        let seed = Array("[{\"route_id\":\"a\",\"uri\":\"lb://b\",\"predicate\":\"((A && B) && Weight: g 1)\"}]".utf8)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<3_000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            let found = try? GatewayRoutes.decode(bytes)
            #expect((found?.routes.count ?? 0) <= 2)
        }
    }
}
