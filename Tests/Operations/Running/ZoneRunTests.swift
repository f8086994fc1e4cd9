import Contract
import Synchronization
import Testing
import Topology

@testable import Operations

/// What a run does for a whole zone: waits, stop rules, a zone that stays out, dark nodes.
@Suite struct ZoneRunTests {
    private let soak = EstateStep.soak(stage: "soak", milliseconds: 60_000)

    private func trafficLeft(optional: Bool) -> Step {
        EstateStep.trafficLeft(
            stage: "traffic", zone: "zone-b", belowPerSecond: 1, withinMs: 90_000, optional: optional)
    }

    @Test func aSoakTakesItsTimeAfterEverythingElse() async throws {
        let bench = Bench()
        let began = bench.clock.moment
        let ended = try await bench.run(try await bench.evacuate(then: [soak]))
        #expect(ended.state == .complete && ended.steps.allSatisfy { $0.state == .done })
        #expect(bench.clock.moment - began >= 60_000 && bench.clock.moment - began < 70_000)
        #expect(bench.overrides() == [out, out, out] && bench.overrides(World.b2) == [out, out, out])
    }

    @Test func aSoakThatARunnerDiedInIsNotBegunAgain() async throws {
        let bench = Bench()
        let id = try await bench.evacuate(then: [soak])
        let journal = try bench.journal()
        let claim = try await journal.claim(id, by: process(77))
        _ = try await journal.began(StepReference(direction: .forward, index: 6), soak, claim)
        bench.dead.withLock { _ = $0.insert(77) }
        bench.clock.advance(50_000)
        let resumed = bench.clock.moment
        try await bench.ask(.resume, id)
        #expect(try await bench.run(id).state == .complete)
        #expect(bench.clock.moment - resumed < 20_000)
    }

    @Test(arguments: [Request.Kind.hold, .undo]) func aSoakIsEndedByAWord(kind: Request.Kind) async throws {
        let bench = Bench()
        let id = try await bench.evacuate(then: [soak])
        let journal = try bench.journal()
        let asked = Mutex(false)
        bench.watch { bench in
            if bench.system.calls.count == 6, !asked.withLock({ $0 }) {
                asked.withLock { $0 = true }
                Task { _ = try await journal.request(Request(kind, by: "ben", at: Timestamp(milliseconds: 0)), of: id) }
            }
            return bench.seen()
        }
        let ended = try await bench.run(id)
        #expect(ended.state == (kind == .hold ? .held : .undone))
        #expect(bench.overrides() == (kind == .hold ? [out, out, out] : [nil, nil, nil]))
        #expect(ended.steps.last?.state != .done)
    }

    @Test func trafficThatLeavesIsWaitedFor() async throws {
        let bench = Bench()
        let began = bench.clock.moment
        bench.watch { bench in
            let rate = max(0, 50 - Double(bench.clock.moment - began) / 1_000)
            return bench.seen([
                "zone-a": TrafficRate(requestsPerSecond: 100), "zone-b": TrafficRate(requestsPerSecond: rate),
            ])
        }
        let ended = try await bench.run(try await bench.evacuate(then: [trafficLeft(optional: false)]))
        #expect(ended.state == .complete && ended.steps.last?.state == .done)
        #expect(bench.clock.moment - began >= 49_000 && bench.clock.moment - began < 60_000)
    }

    @Test func trafficThatIsNotKnownIsANoteWhereItIsOptionalAndAQuestionElsewhere() async throws {
        for optional in [true, false] {
            let bench = Bench()
            let ended = try await bench.run(try await bench.evacuate(then: [trafficLeft(optional: optional)]))
            #expect(ended.state == (optional ? .complete : .needsOperator))
            #expect(ended.steps.last?.state == (optional ? .skipped : .failed))
            #expect(ended.steps.last?.error?.contains("not known") == true)
        }
    }

    @Test func trafficThatStaysIsANoteOrAQuestion() async throws {
        let bench = Bench()
        bench.watch {
            $0.seen(["zone-a": TrafficRate(requestsPerSecond: 100), "zone-b": TrafficRate(requestsPerSecond: 40)])
        }
        let ended = try await bench.run(try await bench.evacuate(then: [trafficLeft(optional: true)]))
        #expect(ended.state == .complete && ended.steps.last?.error?.contains("40.0 requests") == true)
    }

    @Test func errorsWhereTheTrafficGoesHoldIt() async throws {
        let bench = Bench()
        bench.watch { $0.seen(["zone-a": TrafficRate(requestsPerSecond: 100, errorRatio: 0.05)]) }
        let ended = try await bench.run(try await bench.evacuate(then: [soak]))
        #expect(ended.state == .held && ended.cause == .stopRule && ended.exit() == .stopped)
        #expect(ended.exit(asked: .hold) == .stopped)
        #expect(ended.message?.contains("zone-a fails 5 % of its requests, before 0.1 %") == true)
        #expect(bench.overrides() == [out, out, out])
        #expect(try await bench.journal().events(of: ended.id).contains { $0.kind == .stopped })
        // It is taken back like any held one, and nothing watches that.
        try await bench.ask(.undo, ended.id)
        #expect(try await bench.run(ended.id).state == .undone)
        #expect(bench.overrides() == [nil, nil, nil])
    }

    @Test func whatFailsInTheZoneThatIsLeftDoesNotCount() async throws {
        let bench = Bench()
        bench.watch {
            $0.seen([
                "zone-b": TrafficRate(requestsPerSecond: 100, errorRatio: 1),
                "zone-a": TrafficRate(requestsPerSecond: 100, errorRatio: 0.002),
            ])
        }
        #expect(try await bench.run(try await bench.evacuate(then: [soak])).state == .complete)
    }

    @Test func aFewFailuresAmongFewRequestsSayNothing() async throws {
        let bench = Bench()
        bench.watch { $0.seen(["zone-a": TrafficRate(requestsPerSecond: 1, errorRatio: 1)]) }
        #expect(try await bench.run(try await bench.evacuate(then: [soak])).state == .complete)
    }

    @Test func instancesThatGoWhereTheTrafficGoesHoldIt() async throws {
        let bench = Bench()
        let before = [ZoneBaseline(zone: "zone-a", up: 5), ZoneBaseline(zone: "zone-b", up: 5)]
        bench.watch { $0.seen(up: ["zone-a": 2, "zone-b": 0]) }
        let ended = try await bench.run(try await bench.evacuate(then: [soak], baseline: before))
        #expect(ended.cause == .stopRule && ended.message?.contains("zone-a has 2 instances up") == true)
    }

    @Test func notKnowingForLongAsksInACarefulRunAndNotInAHastyOne() async throws {
        for pace in OperationPace.allCases {
            let bench = Bench()
            bench.watch { $0.seen() }
            let ended = try await bench.run(try await bench.evacuate(then: [soak], pace: pace))
            #expect(ended.state == (pace == .careful ? .needsOperator : .complete))
        }
    }

    @Test func callsThatFailElsewhereStopIt() {
        let world = World()
        var rules = StopRules(
            Plan(
                kind: .evacuate, reason: "", by: "", madeAt: Timestamp(milliseconds: 0), estate: "",
                estateFile: testEstate, program: "", zonePlan: ZonePlan(scope: .zone("zone-b"), pace: .now)))
        func fails(_ index: Int, _ node: Int, isOwed: Bool = false) -> StopRules.Verdict? {
            rules?.failed(
                StepReference(direction: .forward, index: index), world.step(World.b1, world.nodes[node]).step,
                isOwed: isOwed)
        }
        for index in 0..<9 { #expect(fails(index, 1) == .fine) }
        for index in 0..<9 { #expect(fails(index, 2, isOwed: true) == .fine) }
        #expect(fails(10, 0) == .fine && fails(10, 0) == .fine && fails(11, 2) == .fine)
        #expect(fails(12, 0) == .stop("3 calls failed outside zone-b"))
    }

    @Test func aZoneOfManyBehindAFrozenServerTakesTheTimeOfItsDeadlines() async throws {
        let bench = Bench()
        bench.system.silence([nodeB])
        bench.system.silenceTakes(3_000)
        let keys = (1...200).map { InstanceKey(service: World.payment, address: "10.2.5.\($0):8080") }
        bench.states.withLock { states in for key in keys { states[key] = .up } }
        let id = try await bench.evacuate(keys, pace: .now)
        let ended = try await bench.run(id)
        #expect(ended.state == .complete && ended.owedSteps.count == 200)
        // Its deadline passes once: for the calls that were on their way before that was known.
        #expect(bench.system.checks(nodeB) <= 2 * Pace.callsPerNode)
        // It answers again: all of it is settled.
        bench.system.silence([])
        try await bench.ask(.settle, id)
        #expect(try await bench.run(id).exit() == .complete)
        #expect(bench.system.calls.count == 600 && !bench.system.calls.contains { $0.pointless })
    }
}
