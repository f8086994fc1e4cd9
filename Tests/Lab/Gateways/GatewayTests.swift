import Lab
import Testing

/// A simulated gateway's actuator, as Spring Cloud Gateway 4.3.0 was seen to behave.
@Suite struct GatewayTests {
    static func definition(_ weight: Int, group: String = "_genkey_0", value: String = "_genkey_1") -> String {
        """
        {"predicates":[{"name":"Path","args":{"_genkey_0":"/payment/**"}},\
        {"name":"Weight","args":{"\(group)":"payment","\(value)":"\(weight)"}}],\
        "filters":["StripPrefix=1"],"uri":"http://127.1.0.4:7080","metadata":{"zone":"zone-a"}}
        """
    }

    @Test func routeFromAFileIsOverlaidAndTakenBack() throws {
        let shop = try Shop()
        #expect(
            try shop.weights().filter { $0.id == "payment-zone-a" }.map {
                $0.predicate.hasSuffix("Weight: payment 25)")
            } == [true])
        #expect(try shop.ask("POST", "gateway/routes/payment-zone-a", body: Self.definition(0)).status == 201)
        #expect(try shop.weights().count == 18, "nothing before the refresh")
        #expect(try shop.ask("POST", "gateway/refresh").status == 200)
        #expect(try shop.weights().count == 18, "the refresh comes a moment later")
        shop.bench.pass(.seconds(1))
        #expect(
            try shop.weights().filter { $0.id == "payment-zone-a" }.map { $0.predicate.hasSuffix(" 0)") } == [
                false, true,
            ])
        #expect(try shop.ask("GET", "gateway/routes/payment-zone-a").status == 500)
        #expect(try shop.ask("GET", "gateway/routes/payment-zone-b").status == 200)
        #expect(try shop.ask("GET", "gateway/routes/none").status == 404)
        #expect(try shop.during(10) { try shop.routed("payment-zone-a") } < 30 * 16, "three others still send there")
        #expect(try shop.ask("DELETE", "gateway/routes/payment-zone-a").status == 200)
        #expect(try shop.ask("DELETE", "gateway/routes/payment-zone-a").status == 404, "what is in a file stays")
        try shop.ask("POST", "gateway/refresh")
        shop.bench.pass(.seconds(1))
        #expect(try shop.weights().count == 18)
        #expect(try shop.ask("GET", "gateway/routes/payment-zone-a").status == 200)
    }

    @Test func definitionThatCannotBeBoundStopsEveryRefresh() throws {
        let shop = try Shop()
        let bad = Self.definition(5, group: "group", value: "weight")
        #expect(try shop.ask("POST", "gateway/routes/bad", body: bad).status == 201)
        #expect(try shop.ask("POST", "gateway/routes/payment-zone-a", body: Self.definition(50)).status == 201)
        #expect(try shop.ask("POST", "gateway/refresh").status == 200)
        shop.bench.pass(.seconds(2))
        #expect(try shop.weights().count == 18)
        #expect(try shop.ask("DELETE", "gateway/routes/bad").status == 200)
        try shop.ask("POST", "gateway/refresh")
        shop.bench.pass(.seconds(1))
        #expect(try shop.weights().count == 19)
    }

    @Test func whatIsWrongAtFirstSightIsRefused() throws {
        let shop = try Shop()
        for body in [
            #"{"predicates":["Nope=1"],"uri":"http://a"}"#, #"{"predicates":[],"uri":"a"}"#, #"{"predicates":[]}"#, "{",
            #"{"filters":["Nope"],"uri":"http://a"}"#,
        ] {
            #expect(try shop.ask("POST", "gateway/routes/x", body: body).status == 400, "\(body)")
        }
        let plain = try shop.gateway(0).send("POST", "/actuator/gateway/routes/x", headers: [], body: Array("{}".utf8))
        #expect(plain.status == 415)
        #expect(
            try shop.ask("OPTIONS", "gateway/routes/x").headers["allow"]?.hasSuffix("DELETE,POST,GET,HEAD,OPTIONS")
                == true)
    }

    @Test func environmentNamesTheRulesOfTheFile() throws {
        let shop = try Shop()
        let text = try shop.ask("GET", "env").text
        #expect(
            text.contains(
                #""spring.cloud.gateway.server.webflux.routes[1].predicates[1]":{"value":"Weight=customer,25"}"#))
        #expect(try shop.ask("GET", "env/server.nope").status == 404)
    }
}
