import Lab
import Testing

/// What goes wrong on purpose, by words.
@Suite struct ControlTests {
    @Test func errorsOfAServiceAreSeenByGatewaysAndRegistriesSayNothing() throws {
        let shop = try Shop()
        _ = try shop.bench.lab.fault(["errors", "payment", "zone-b", "40"])
        shop.bench.pass(.seconds(1))
        let (all, failed) = (
            try shop.during(20) { try shop.routed("payment-zone-b") },
            try shop.during(20) { try shop.routed("payment-zone-b", status: "\"500\"") }
        )
        #expect(abs(failed / all - 0.4) < 0.03, "\(failed) of \(all)")
        #expect(try shop.during(20) { try shop.routed("payment-zone-a", status: "\"500\"") } == 0)
        #expect(try shop.bench.apps().instances.allSatisfy { $0.status == "UP" })
        _ = try shop.bench.lab.fault(["all", "ok"])
        shop.bench.pass(.seconds(1))
        #expect(try shop.during(20) { try shop.routed("payment-zone-b", status: "\"500\"") } == 0)
    }

    @Test func darkZoneIsGoneForEverybodyAndComesBack() throws {
        let shop = try Shop { $0.servers = 3 }
        let address = try #require(shop.addresses("order", zone: 2).first)
        #expect(try shop.bench.lab.fault(["zone", "zone-b", "dark"]) == "zone-b is dark")
        #expect(throws: RawClient.Failure.self) { try shop.ask("GET", "health", gateway: 2) }
        #expect(throws: RawClient.Failure.refused) { try shop.bench.status("GET", "/apps", to: 1) }
        #expect(throws: RawClient.Failure.noAnswer) { try shop.instance(address, "/whoami") }
        #expect(throws: RawClient.Failure.refused) { try RedisClient(shop.bench.lab.redisDescription[1].url).offset() }
        shop.bench.pass(.seconds(1))
        #expect(
            try shop.during(10) {
                Shop.sum(
                    try shop.ask("GET", "prometheus").text, "spring_cloud_gateway_requests_seconds_count",
                    "routeId=\"order-zone-b\"")
            } > 50, "what is sent there is waited for in vain")
        let expired = try shop.bench.live(0, "/apps/ORDER/\(address):order:\(shop.bench.lab.servicePort)")
        #expect(expired != nil, "its lease has not run out yet")
        #expect(try shop.bench.lab.fault(["list"]) == "zone zone-b dark")
        _ = try shop.bench.lab.fault(["zone", "zone-b", "back"])
        #expect(try shop.ask("GET", "health", gateway: 2).status == 200)
        #expect(try shop.instance(address, "/whoami").status == 200)
        #expect(try shop.bench.apps(1).instances.count == 60)
    }

    @Test func restartedGatewayHasLostWhatWasWrittenToIt() throws {
        let shop = try Shop()
        try shop.ask("POST", "gateway/routes/payment-zone-a", body: GatewayTests.definition(0))
        try shop.ask("POST", "gateway/refresh")
        shop.bench.pass(.seconds(1))
        #expect(try shop.weights().count == 19)
        _ = try shop.bench.lab.fault(["gateway", "restart", "gateway:1"])
        #expect(try shop.weights().count == 18)
        #expect(!(try shop.ask("GET", "prometheus").text.contains("routeId")), "its counters begin anew")
    }

    @Test func readOnlyAndClosedActuatorsRefuseInTheirOwnWays() throws {
        let shop = try Shop()
        _ = try shop.bench.lab.fault(["gateway", "access", "gateway:1", "read-only"])
        #expect(try shop.ask("OPTIONS", "gateway/routes/x").headers["allow"] == "GET,HEAD,OPTIONS")
        #expect(try shop.ask("POST", "gateway/refresh").status == 404)
        #expect(try shop.ask("POST", "gateway/routes/x", body: GatewayTests.definition(1)).status == 405)
        #expect(try shop.ask("DELETE", "gateway/routes/x").status == 405)
        #expect(try shop.weights().count == 18)
        _ = try shop.bench.lab.fault(["gateway", "access", "gateway:1", "closed"])
        #expect(try shop.ask("GET", "gateway/routes").status == 404)
        #expect(try shop.ask("GET", "prometheus").status == 404)
        #expect(try shop.ask("GET", "health").status == 200)
    }

    @Test func divergedServerLosesSomeAndFindsThemAgain() throws {
        let shop = try Shop()
        _ = try shop.bench.lab.fault(["diverge", "eureka:2"])
        shop.bench.pass(.seconds(30))
        #expect(try shop.bench.apps(0).instances.count == 60)
        #expect(try shop.bench.apps(1).instances.count < 60)
        _ = try shop.bench.lab.fault(["diverge", "eureka:2", "ok"])
        shop.bench.pass(.seconds(90))
        #expect(try shop.bench.apps(1).instances.count == 60)
    }

    @Test func someSayDownAndOneFlaps() throws {
        let shop = try Shop()
        #expect(
            try shop.bench.lab.fault(["down", "payment", "zone-b", "100"]).hasSuffix("of payment in zone-b say DOWN"))
        _ = try shop.bench.lab.fault(["flap", "search"])
        shop.bench.pass(.seconds(35))
        let down = try shop.bench.apps().instances.filter { $0.status == "DOWN" }
        #expect(down.filter { $0.app == "PAYMENT" }.count == shop.addresses("payment", zone: 2).count)
        #expect(down.contains { $0.app == "SEARCH" })
        _ = try shop.bench.lab.fault(["all", "ok"])
        shop.bench.pass(.seconds(35))
        #expect(try shop.bench.apps().instances.allSatisfy { $0.status == "UP" })
    }

    @Test func whatCannotBeSaysWhatCould() throws {
        let shop = try Shop()
        for (line, part) in [
            ("zone zone-x dark", "zone-a, zone-b"), ("node nope hung", "gateway:2"), ("errors payment 300", "0 to 100"),
            ("link redis:1 redis:4 cut", "127.1.0.252:"), ("nonsense", "--help"), ("node gateway:1", "refuse|hung"),
            ("slow payments 3", "payment"), ("gateway restart redis:1", "127.1.0.250:"),
        ] {
            let error = #expect(throws: LabError.self) {
                try shop.bench.lab.fault(line.split(separator: " ").map(String.init))
            }
            #expect(error?.code == .fault && error?.message.contains(part) == true, "\(line): \(error?.message ?? "")")
        }
    }

    @Test func scenarioIsReadWithItsLines() throws {
        let scenario = try Scenario(
            text: "# first\n1m30s zone zone-b dark # later\n\n500ms  slow payment 300\n2m all ok\n", name: "x")
        #expect(scenario.lines.map(\.at) == [500, 90_000, 120_000])
        #expect(scenario.lines.map(\.number) == [4, 2, 5])
        #expect(scenario.lines[1].command == .zone(1, .dark))
        for (text, part) in [
            ("\n5 zone zone-b dark", "x:2: 5: wants a time"), ("5s", "x:1: "),
            ("1s all ok\n2s zone zone-z dark", "x:2: zone-z"),
            ("s all ok", "x:1: s"),
        ] {
            let error = #expect(throws: LabError.self) { try Scenario(text: text, name: "x") }
            #expect(error?.message.hasPrefix(part) == true, "\(error?.message ?? "")")
        }
    }

    @Test func demoIncidentBeginsSoonAndHealsByItself() throws {
        let shop = try Shop { $0.quiet = false }
        #expect(Scenario.incident.lines.first?.at == 30_000)
        for line in Scenario.incident.lines { _ = try shop.bench.lab.fault(line.command) }
        #expect(try shop.bench.lab.fault(["list"]) == "nothing is wrong on purpose")
        #expect((Scenario.incident.lines.last?.at ?? .max) <= 300_000)
    }
}
