import Lab
import Testing

/// What overrides do, line by line as it was observed on real servers.
@Suite struct EurekaOverrideTests {
    private let out = "/apps/ORDER/one/status?value=OUT_OF_SERVICE"
    private let replicated = [Bench.json, ("x-netflix-discovery-replication", "true")]

    @Test func putSetsStatusAndOverrideOnBothServersWithTheSameDirtyTime() throws {
        let bench = try Bench()
        try bench.register()
        bench.pass(.seconds(1))
        #expect(try bench.status("PUT", out) == 200)
        #expect(try bench.word(0) == "OUT_OF_SERVICE/OUT_OF_SERVICE")
        bench.pass(.seconds(2))
        #expect(try bench.word(1) == "OUT_OF_SERVICE/OUT_OF_SERVICE")
        #expect(try bench.live(0)?.lastDirtyTimestamp == bench.live(1)?.lastDirtyTimestamp)
    }

    @Test func heartbeatsDoNotLiftAnOverride() throws {
        let bench = try Bench()
        try bench.register()
        try bench.send("PUT", out)
        for _ in 0..<4 {
            bench.pass(.seconds(1))
            #expect(try bench.renew() == 200)
            #expect(try bench.word() == "OUT_OF_SERVICE/OUT_OF_SERVICE")
        }
    }

    @Test func deleteLeavesUnknownUntilTheInstanceRenews() throws {
        let bench = try Bench { $0.instances = 35 }
        let id = bench.lab.instanceIDs[0]
        let path = "/apps/SHOP/\(id)"
        bench.pass(.seconds(40))
        try bench.send("PUT", path + "/status?value=OUT_OF_SERVICE")
        bench.pass(.seconds(60))
        #expect(try bench.word(0, path) == "OUT_OF_SERVICE/OUT_OF_SERVICE")
        #expect(try bench.word(1, path) == "OUT_OF_SERVICE/OUT_OF_SERVICE")
        #expect(try bench.status("DELETE", path + "/status") == 200)
        #expect(try bench.word(0, path) == "UNKNOWN/UNKNOWN")
        #expect(try bench.word(1, path) == "OUT_OF_SERVICE/OUT_OF_SERVICE", "the other has not heard yet")
        bench.pass(.seconds(31))
        #expect(try bench.word(0, path) == "UP/UNKNOWN")
        #expect(try bench.word(1, path) == "UP/UNKNOWN")
    }

    @Test func renewalOfAnUnknownStatusAsksForARegistration() throws {
        let bench = try Bench()
        try bench.register()
        try bench.send("PUT", out)
        try bench.send("DELETE", "/apps/ORDER/one/status")
        #expect(try bench.renew() == 404)
        try bench.register(dirty: bench.now + 1)
        #expect(try bench.word() == "UP/UNKNOWN")
        #expect(try bench.renew() == 200)
    }

    @Test func restoreCanBeUndoneByAPeerThatMissedIt() throws {
        let bench = try Bench()
        try bench.register(to: 0)
        bench.pass(.seconds(1))
        try bench.send("PUT", out, to: 0)
        bench.pass(.seconds(2))
        bench.lab.cutReplication(from: 0, to: 1)
        bench.lab.cutReplication(from: 1, to: 0)
        #expect(try bench.status("DELETE", "/apps/ORDER/one/status", to: 1) == 200)
        bench.pass(.seconds(40))
        #expect(try bench.word(1) == "UNKNOWN/UNKNOWN")
        bench.lab.healReplication(from: 0, to: 1)
        bench.lab.healReplication(from: 1, to: 0)
        #expect(try bench.renew(at: 0) == 200)
        bench.pass(.seconds(2))
        #expect(try bench.word(0) == "OUT_OF_SERVICE/OUT_OF_SERVICE")
        #expect(try bench.word(1) == "OUT_OF_SERVICE/OUT_OF_SERVICE", "the home server has put it back")
    }

    @Test func missedDrainDoesNotHealAndASecondPutMendsIt() throws {
        let bench = try Bench()
        try bench.register()
        bench.pass(.seconds(1))
        bench.lab.cutReplication(from: 0, to: 1)
        try bench.send("PUT", out, to: 0)
        bench.pass(.seconds(35))
        bench.lab.healReplication(from: 0, to: 1)
        for _ in 0..<4 {
            #expect(try bench.renew() == 200)
            bench.pass(.seconds(25))
        }
        #expect(try bench.word(0) == "OUT_OF_SERVICE/OUT_OF_SERVICE")
        #expect(try bench.word(1) == "UP/UNKNOWN")
        #expect(try bench.status("PUT", out, to: 1) == 200)
        #expect(try bench.word(1) == "OUT_OF_SERVICE/OUT_OF_SERVICE")
    }

    @Test func cutShorterThanHalfAMinuteLosesNothing() throws {
        let bench = try Bench()
        try bench.register()
        bench.pass(.seconds(1))
        bench.lab.cutReplication(from: 0, to: 1)
        try bench.send("PUT", out, to: 0)
        bench.pass(.seconds(20))
        #expect(try bench.word(1) == "UP/UNKNOWN")
        bench.lab.healReplication(from: 0, to: 1)
        bench.pass(.seconds(1))
        #expect(try bench.word(1) == "OUT_OF_SERVICE/OUT_OF_SERVICE")
    }

    @Test func putOfTheStatusItHasStoresNoOverride() throws {
        let bench = try Bench()
        try bench.register(status: "OUT_OF_SERVICE")
        #expect(try bench.status("PUT", out) == 200)
        #expect(try bench.word() == "OUT_OF_SERVICE/UNKNOWN")
    }

    @Test func selfReportedDownBeatsAnOverrideThatStays() throws {
        let bench = try Bench()
        try bench.register()
        try bench.send("PUT", out)
        try bench.register(status: "DOWN", dirty: bench.now + 1)
        #expect(try bench.word() == "DOWN/OUT_OF_SERVICE")
        try bench.register(status: "STARTING", dirty: bench.now + 2)
        #expect(try bench.word() == "STARTING/OUT_OF_SERVICE")
        try bench.register(status: "UP", dirty: bench.now + 3)
        #expect(try bench.word() == "OUT_OF_SERVICE/OUT_OF_SERVICE")
    }

    @Test func putRenewsTheLeaseOfADeadInstance() throws {
        let bench = try Bench()
        try bench.register()
        let before = try #require(try bench.live()?.leaseInfo.lastRenewalTimestamp)
        bench.pass(.seconds(120))
        try bench.send("PUT", out)
        #expect(try bench.live()?.leaseInfo.lastRenewalTimestamp == before + 120_000 + 90_000)
    }

    @Test func restartAfterAKillKeepsTheOverrideAndADeregistrationLosesIt() throws {
        let bench = try Bench()
        try bench.register()
        try bench.send("PUT", out)
        bench.pass(.seconds(10))
        try bench.register(dirty: bench.now)
        #expect(try bench.word() == "OUT_OF_SERVICE/OUT_OF_SERVICE")
        #expect(try bench.status("DELETE", "/apps/ORDER/one") == 200)
        try bench.register(dirty: bench.now)
        #expect(try bench.word() == "UP/UNKNOWN")
    }

    @Test func replicationHeaderAppliesAWriteHereAlone() throws {
        let bench = try Bench()
        try bench.register()
        bench.pass(.seconds(1))
        #expect(try bench.status("PUT", out, headers: replicated) == 200)
        bench.pass(.seconds(5))
        #expect(try bench.word(0) == "OUT_OF_SERVICE/OUT_OF_SERVICE")
        #expect(try bench.word(1) == "UP/UNKNOWN")
        #expect(try bench.status("DELETE", "/apps/ORDER/one/status", headers: replicated) == 200)
        #expect(try bench.word(0) == "UNKNOWN/UNKNOWN")
    }

    @Test func deleteWithAValueJumpsToItAndIsReplicatedAsIt() throws {
        let bench = try Bench()
        try bench.register()
        bench.pass(.seconds(1))
        try bench.send("PUT", out)
        bench.pass(.seconds(1))
        #expect(try bench.status("DELETE", "/apps/ORDER/one/status?value=UP") == 200)
        bench.pass(.seconds(1))
        #expect(try bench.word(0) == "UP/UNKNOWN")
        #expect(try bench.word(1) == "UP/UNKNOWN")
        #expect(try bench.renew() == 200)
    }

    @Test func wrongRestoresBehaveAsWronglyAsTheyDo() throws {
        let bench = try Bench()
        try bench.register()
        try bench.send("PUT", out)
        try bench.send("DELETE", "/apps/ORDER/one/status?value=OUT_OF_SERVICE")
        #expect(try bench.renew() == 200)
        #expect(try bench.word() == "OUT_OF_SERVICE/UNKNOWN", "heartbeats keep what the server says")

        try bench.send("PUT", "/apps/ORDER/one/status?value=UP")
        #expect(try bench.word() == "UP/UP")
        try bench.register(status: "OUT_OF_SERVICE", dirty: bench.now + 1)
        #expect(try bench.word() == "UP/UP", "a sticky UP masks what the instance says")
        try bench.register(status: "DOWN", dirty: bench.now + 2)
        #expect(try bench.word() == "DOWN/UP")
    }

    @Test func deleteWithoutAnOverrideChangesNothing() throws {
        let bench = try Bench()
        try bench.register()
        #expect(try bench.status("DELETE", "/apps/ORDER/one/status") == 200)
        #expect(try bench.word() == "UP/UNKNOWN")
    }

    @Test func overridesLiveOnlyInMemoryAndInWhatPeersShow() throws {
        let bench = try Bench()
        try bench.register()
        bench.pass(.seconds(1))
        try bench.send("PUT", out)
        bench.pass(.seconds(1))
        bench.lab.restart(server: 1)
        #expect(try bench.word(1) == "OUT_OF_SERVICE/OUT_OF_SERVICE", "told by its peer")
        bench.lab.forgetOverride(server: 1, id: "one")
        #expect(try bench.word(1) == "UP/UNKNOWN")
        #expect(try bench.word(0) == "OUT_OF_SERVICE/OUT_OF_SERVICE")
    }

    @Test func overrideThatNobodyLooksAtIsForgottenAfterAnHour() throws {
        let bench = try Bench { $0.servers = 1 }
        try bench.register()
        try bench.send("PUT", out)
        bench.pass(.seconds(3500))
        try bench.register(dirty: bench.now)
        #expect(try bench.word() == "OUT_OF_SERVICE/OUT_OF_SERVICE")
        bench.pass(.seconds(3700))
        try bench.register(dirty: bench.now)
        // What the server said before is kept where nothing else decides.
        #expect(try bench.word() == "OUT_OF_SERVICE/UNKNOWN")
    }
}
