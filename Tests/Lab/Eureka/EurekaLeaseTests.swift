import Lab
import Testing

/// Leases, their expiry, and what the caches make of them.
@Suite struct EurekaLeaseTests {
    @Test func lastRenewalIsTheRegistrationFirstAndThenRenewalPlusDuration() throws {
        let bench = try Bench()
        try bench.register()
        #expect(try bench.live()?.leaseInfo.lastRenewalTimestamp == bench.now)
        bench.pass(.seconds(30))
        try bench.send("PUT", "/apps/ORDER/one")
        #expect(try bench.live()?.leaseInfo.lastRenewalTimestamp == bench.now + 90_000)
    }

    @Test func cachedAnswersStandStillWhileInstancesRenew() throws {
        let bench = try Bench()
        try bench.register()
        let cached = try #require(try bench.apps().instances.first?.leaseInfo.lastRenewalTimestamp)
        for _ in 0..<5 {
            bench.pass(.seconds(30))
            #expect(try bench.renew() == 200)
        }
        #expect(try bench.apps().instances.first?.leaseInfo.lastRenewalTimestamp == cached)
        #expect(try bench.live()?.leaseInfo.lastRenewalTimestamp == bench.now + 90_000)
        bench.pass(.seconds(60))
        #expect(
            try bench.apps().instances.first?.leaseInfo.lastRenewalTimestamp != cached, "made anew after three minutes")
    }

    @Test func cachedAnswersContradictLiveOnesForHalfAMinute() throws {
        let bench = try Bench()
        try bench.register()
        bench.pass(.seconds(1))
        #expect(try bench.apps().instances.first?.status == "UP")
        #expect(try bench.apps(0, "/apps/delta").instances.count == 1)
        bench.pass(.seconds(30))
        try bench.send("PUT", "/apps/ORDER/one/status?value=OUT_OF_SERVICE")
        #expect(try bench.word() == "OUT_OF_SERVICE/OUT_OF_SERVICE")
        #expect(try bench.apps().instances.first?.status == "UP")
        bench.pass(.seconds(30))
        #expect(try bench.apps().instances.first?.status == "OUT_OF_SERVICE")
        #expect(try bench.apps(0, "/apps/delta").instances.map(\.actionType).contains("MODIFIED"))
    }

    @Test func deltaTellsTheChangesOfThreeMinutesAndTheHashOfAll() throws {
        let bench = try Bench { $0.instances = 35 }
        #expect(try bench.apps(0, "/apps/delta").instances.isEmpty, "what was there before is no change")
        try bench.register("one")
        try bench.register("two")
        bench.pass(.seconds(1))
        #expect(try bench.status("DELETE", "/apps/ORDER/two") == 200)
        bench.pass(.seconds(31))
        let delta = try bench.apps(0, "/apps/delta")
        #expect(delta.instances.map { "\($0.instanceId ?? "") \($0.actionType)" } == ["one ADDED", "two DELETED"])
        #expect(delta.hash == "UP_36_")
        #expect(try bench.apps().hash == delta.hash)
        for _ in 0..<8 {
            bench.pass(.seconds(30))
            #expect(try bench.renew("one") == 200)
        }
        let later = try bench.apps(0, "/apps/delta")
        #expect(later.instances.isEmpty)
        #expect(later.hash == "UP_36_")
        #expect(Int(later.version) ?? 0 > Int(delta.version) ?? 0)
    }

    @Test func deltaHasEachInstanceOnceWhereItLastChanged() throws {
        let bench = try Bench()
        for id in ["x", "y", "z"] { try bench.register(id) }
        try bench.send("PUT", "/apps/ORDER/x/status?value=OUT_OF_SERVICE")
        try bench.send("DELETE", "/apps/ORDER/y")
        try bench.register("y", status: "DOWN")
        let told = try bench.apps(0, "/apps/delta").instances.map {
            "\($0.instanceId ?? "") \($0.actionType) \($0.status)"
        }
        #expect(told == ["z ADDED UP", "x MODIFIED OUT_OF_SERVICE", "y ADDED DOWN"])
    }

    @Test func leaseExpiresTwoDurationsAfterTheLastRenewalAndIsEvicted() throws {
        let bench = try Bench { $0.instances = 60 }
        let id = bench.lab.instanceIDs[0]
        let path = "/apps/SHOP/\(id)"
        bench.pass(.seconds(60))
        #expect(bench.lab.kill(id: id))
        bench.pass(.seconds(120))
        #expect(try bench.word(0, path) == "UP/UNKNOWN", "not expired yet, though it renewed last two minutes ago")
        bench.pass(.seconds(65))
        #expect(try bench.live(0, path) == nil, "the live answer does not show an expired lease")
        bench.pass(.seconds(60))
        #expect(try bench.live(1, path) == nil)
        #expect(try bench.apps().instances.contains { $0.instanceId == id } == false)
    }

    @Test func selfPreservationKeepsTheDead() throws {
        let bench = try Bench { $0.instances = 60 }
        bench.pass(.seconds(60))
        for id in bench.lab.instanceIDs.prefix(20) { bench.lab.kill(id: id) }
        bench.pass(.seconds(600))
        #expect(try bench.apps().instances.count == 60)
        #expect(try bench.apps().hash == "UP_60_")
        let dead = try #require(try bench.live(0, "/apps/SHOP/\(Self.first(bench))"))
        #expect(dead.leaseInfo.lastRenewalTimestamp + 90_000 < bench.now)
        let page = try bench.client(0).send("GET", "/").text
        #expect(page.contains("EMERGENCY!"))
    }

    /// The first id by name in the cached document of SHOP: one of those that were killed.
    private static func first(_ bench: Bench) throws -> String {
        let living = Set(bench.lab.instanceIDs)
        let listed = try bench.apps().instances.filter { $0.app == "SHOP" }.compactMap(\.instanceId)
        return try #require(listed.first { !living.contains($0) })
    }

    @Test func oneEvictionTakesAtMostFifteenPercent() throws {
        // Renewals each second keep evictions on whatever dies, as on servers with short clocks.
        let bench = try Bench {
            $0.instances = 40
            $0.fast = true
        }
        bench.pass(.seconds(61))
        for id in bench.lab.instanceIDs.prefix(20) { bench.lab.kill(id: id) }
        var counts: [Int] = []
        for _ in 0..<64 {
            bench.pass(.milliseconds(250))
            counts.append(try bench.apps().instances.count)
        }
        let steps = zip(counts, counts.dropFirst()).map { $0.0 - $0.1 }.filter { $0 > 0 }
        #expect(steps.max() == 6, "of 40, 34 stay at first")
        #expect(steps.count > 2)
    }

    @Test func evictionLosesTheOverride() throws {
        let bench = try Bench { $0.instances = 60 }
        let id = bench.lab.instanceIDs[0]
        let path = "/apps/SHOP/\(id)"
        bench.pass(.seconds(60))
        try bench.send("PUT", path + "/status?value=OUT_OF_SERVICE")
        bench.lab.kill(id: id)
        bench.pass(.seconds(300))
        #expect(try bench.live(0, path) == nil)
        let body = """
            {"instance":{"instanceId":"\(id)","hostName":"h","app":"SHOP","ipAddr":"10.1.0.11","status":"UP",\
            "dataCenterInfo":{"name":"MyOwn"}}}
            """
        try bench.send("POST", "/apps/SHOP", body: body)
        #expect(try bench.word(0, path) == "UP/UNKNOWN")
    }

    @Test func metadataIsMergedAndLostWhenTheInstanceRegistersAgain() throws {
        let bench = try Bench()
        try bench.register()
        bench.pass(.seconds(1))
        #expect(try bench.status("PUT", "/apps/ORDER/one/metadata?weight=5&zone=zone-b") == 200)
        #expect(try bench.live()?.metadata == ["zone": "zone-b", "weight": "5"])
        #expect(try bench.live()?.actionType == "ADDED")
        bench.pass(.seconds(1))
        #expect(try bench.live(1)?.metadata == ["zone": "zone-b", "weight": "5"])
        try bench.register(dirty: bench.now)
        #expect(try bench.live()?.metadata == ["zone": "zone-a"])
    }

    @Test func renewalWithANewerDirtyTimeAsksForARegistration() throws {
        let bench = try Bench()
        try bench.register()
        #expect(try bench.status("PUT", "/apps/ORDER/one?lastDirtyTimestamp=\(bench.now)") == 200)
        #expect(try bench.status("PUT", "/apps/ORDER/one?lastDirtyTimestamp=\(bench.now + 1)") == 404)
    }

    @Test func olderRegistrationDoesNotReplaceANewerOne() throws {
        let bench = try Bench()
        try bench.register(status: "DOWN", dirty: bench.now)
        try bench.register(status: "UP", dirty: bench.now - 1000)
        #expect(try bench.word() == "DOWN/UNKNOWN")
    }

    @Test func peerThatLacksAnInstanceLearnsOfItByTheNextHeartbeat() throws {
        let bench = try Bench()
        bench.lab.cutReplication(from: 0, to: 1)
        try bench.register()
        bench.pass(.seconds(31))
        #expect(try bench.live(1) == nil)
        bench.lab.healReplication(from: 0, to: 1)
        bench.pass(.seconds(1))
        #expect(try bench.live(1) == nil, "the registration has expired on its way")
        #expect(try bench.renew() == 200)
        bench.pass(.seconds(2))
        #expect(try bench.word(1) == "UP/UNKNOWN")
    }

    @Test func replicatedWritesAreNotPassedOn() throws {
        let bench = try Bench { $0.servers = 3 }
        bench.lab.cutReplication(from: 0, to: 2)
        try bench.register()
        bench.pass(.seconds(5))
        #expect(try bench.live(1) != nil)
        #expect(try bench.live(2) == nil)
    }
}
