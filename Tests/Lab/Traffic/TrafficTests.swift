import Lab
import Testing

/// The load: what is set at gateways and in the registry is what counters say, after the delay that clients have.
@Suite struct TrafficTests {
    @Test func countersFollowTheWeights() throws {
        let shop = try Shop()
        let all = try shop.during(20) { try shop.routed("payment") }
        #expect(all > 500)
        for (zone, share) in [("a", 0.25), ("b", 0.25), ("c", 0.2), ("d", 0.15), ("e", 0.15)] {
            let part = try shop.during(20) { try shop.routed("payment-zone-\(zone)") }
            #expect(abs(part / all - share) < 0.02, "zone-\(zone): \(part) of \(all)")
        }
    }

    @Test func whatGatewaysSendIsWhatInstancesCount() throws {
        let shop = try Shop()
        let addresses = shop.addresses("payment") + shop.addresses("catalog")
        let upstream = { try addresses.reduce(0) { try $0 + shop.served($1) } }
        let gateways = { try shop.routed("payment") + shop.routed("catalog") }
        let (first, second) = (try upstream(), try gateways())
        for _ in 0..<30 { shop.bench.pass(.seconds(1)) }
        let (counted, sent) = (try upstream() - first, try gateways() - second)
        #expect(abs(counted - sent) < 0.02 * sent, "\(counted) and \(sent)")
    }

    @Test func drainedInstanceIsCalledUntilItsClientsKnow() throws {
        let shop = try Shop()
        let address = try #require(shop.addresses("catalog").first)
        try shop.drain("catalog", address)
        #expect(try shop.during(2) { try shop.served(address) } > 5)
        shop.bench.pass(.seconds(100))
        #expect(try shop.during(10) { try shop.served(address) } == 0)
        #expect(
            try shop.during(10) {
                try shop.routed("catalog", status: "\"500\"") + shop.routed("catalog", status: "\"503\"")
            } == 0)
        try shop.drain("catalog", address, "DELETE")
        shop.bench.pass(.seconds(140))
        #expect(try shop.during(10) { try shop.served(address) } > 20)
    }

    @Test func deployDisturbsNobody() throws {
        let shop = try Shop { $0.quiet = false }
        let refused = try shop.during(74) {
            try shop.routed("", status: "\"503\"") + shop.routed("", status: "\"504\"")
        }
        #expect(shop.bench.lab.happened.contains { $0.contains("deploy of") })
        #expect(refused == 0)
    }

    @Test func weightsOfOneGroupThatAreAllZeroSendNothing() throws {
        let shop = try Shop()
        for gateway in 0..<4 {
            for zone in ["a", "b", "c", "d", "e"] {
                try shop.ask(
                    "POST", "gateway/routes/payment-zone-\(zone)", gateway: gateway, body: GatewayTests.definition(0))
            }
            try shop.ask("POST", "gateway/refresh", gateway: gateway)
        }
        shop.bench.pass(.seconds(2))
        #expect(try shop.during(10) { try shop.routed("payment") } == 0)
        #expect(try shop.during(10) { try shop.routed("order") } > 100)
    }

    @Test func instanceAnswersForItself() throws {
        let shop = try Shop()
        let address = try #require(shop.addresses("payment", zone: 2).first)
        let answer = try shop.instance(address, "/whoami")
        #expect(answer.text.contains(#""service":"payment""#) && answer.text.contains(#""zone":"zone-b""#))
        #expect(
            try shop.instance("127.2.0.4", "/whoami").text.contains(#""service":"payment","zone":"zone-b""#),
            "the balancer")
        #expect(try shop.instance(address, "/actuator/health").text == #"{"status":"UP"}"#)
        #expect(try shop.instance(address, "/actuator/prometheus").text.contains(#"uri="/whoami"} "#))
    }
}
