import Contract
import Testing
import Topology

@testable import Operations

/// Each gate of a zone-wide operation blocks where it should and passes where it should.
@Suite struct ZoneGatesTests {
    let folder = Folder()
    let clock = TestClock()

    private var world: ZoneWorld {
        var world = ZoneWorld()
        world.now = clock.clock()
        return world
    }

    private func plan(
        _ world: ZoneWorld, _ scope: OperationScope = .zone("zone-b"), kind: OperationKind = .evacuate,
        except: [String] = [], owes: [String: String] = [:], overrides: [String: String] = [:],
        rules: OperationRules = OperationRules()
    ) async throws -> Plan {
        let journal = try openJournal(folder, clock: clock)
        return try await world.planner(journal: journal, clock: clock.clock, rules: rules).plan(
            PlanRequest(
                kind: kind, scope: scope, reason: "ticket 4711", by: "ana@bastion", overrides: overrides, owes: owes,
                pace: .now, except: except))
    }

    private func gate(_ name: GateName, _ plan: Plan) -> Gate {
        plan.gates.first { $0.name == name } ?? Gate(name, .unknown, text: "not judged")
    }

    private func verdict(
        _ name: GateName, _ world: ZoneWorld, except: [String] = [], owes: [String: String] = [:],
        rules: OperationRules = OperationRules()
    ) async throws -> Gate.Verdict {
        gate(name, try await plan(world, except: except, owes: owes, rules: rules)).verdict
    }

    @Test func theLastZoneOfAServiceCannotBeOverriddenAndCanBeExcepted() async throws {
        var world = world
        world.instances[ZoneWorld.service("legacy")] = ["zone-b": 2]
        let blocked = try await plan(world, overrides: ["last-zone-standing": "I know", "healthy-target": "I know"])
        #expect(blocked.blocking.map(\.name) == [.lastZoneStanding, .capacity])
        #expect(gate(.lastZoneStanding, blocked).text.contains("legacy"))
        #expect(gate(.lastZoneStanding, blocked).text.contains("--except"))
        let excepted = try await plan(world, except: ["lega*"])
        #expect(excepted.blocking.map(\.name) == [])
        #expect(excepted.zonePlan?.stays.contains { $0.hasPrefix("legacy, 2 instances: excepted") } == true)
        #expect(!excepted.instances.contains { $0.service.name == "legacy" })
    }

    @Test func theLastZoneOfARouteCannotBeOverriddenAndCanBeExcepted() async throws {
        var world = world
        let (a, b) = (ZoneWorld.gateway(gatewayA), ZoneWorld.gateway(gatewayB))
        world.weights = [a: ["a": 0, "b": 100, "c": 0], b: ["a": 0, "b": 100, "c": 0]]
        let blocked = try await plan(world, overrides: ["last-zone-standing": "I know"])
        #expect(blocked.blocking.map(\.name) == [.lastZoneStanding])
        #expect(gate(.lastZoneStanding, blocked).text.contains("shop"))
        let excepted = try await plan(world, except: ["shop"])
        #expect(excepted.blocking.map(\.name) == [])
        #expect(excepted.intents["edge"] == nil)

        world = self.world
        world.alone = ["reports": "zone-b"]
        #expect(try await verdict(.lastZoneStanding, world) == .fail)
        #expect(try await verdict(.lastZoneStanding, world, except: ["reports"]) == .pass)
    }

    @Test func whatNothingTellsOfOtherRoutesIsUnknown() async throws {
        var world = world
        // The other routes send to places whose zone nobody knows.
        world.weights = [ZoneWorld.gateway(gatewayA): ["x": 50, "b": 50]]
        let plan = try await plan(world)
        #expect(gate(.lastZoneStanding, plan).verdict == .unknown && plan.isBlocked)
    }

    @Test func whatIsMeasuredDecidesCapacityWhereAFigureIsGiven() async throws {
        var world = world
        func measured(_ a: Double, _ b: Double) -> ServiceTraffic {
            func rate(_ number: Double) -> Measured<TrafficRate> {
                .value(TrafficRate(requestsPerSecond: number), at: world.now.moment)
            }
            return ServiceTraffic(
                basis: .upstreams, rate: rate(a + b), zones: ["zone-a": rate(a), "zone-b": rate(b)])
        }
        world.safe = ["payment": 40]
        // Four stay in zone-a: 128 a second are 80 % of what they take.
        world.services = [ZoneWorld.service("payment"): measured(60, 68)]
        let fits = gate(.capacity, try await plan(world))
        #expect(fits.verdict == .pass && fits.text.contains("payment: at 80 % then"))
        #expect(fits.text.contains("requests measured"))
        world.services = [ZoneWorld.service("payment"): measured(60, 76)]
        let tight = gate(.capacity, try await plan(world))
        #expect(tight.verdict == .fail && tight.text.contains("payment: would be at 85 % > 80 %"))

        // Too few by number, enough by what is measured.
        world.instances[ZoneWorld.service("payment")] = ["zone-a": 1, "zone-b": 5]
        world.services = [ZoneWorld.service("payment"): measured(10, 10)]
        #expect(try await verdict(.capacity, world) == .pass)
        world.services = [:]
        let half = gate(.capacity, try await plan(world))
        #expect(half.verdict == .fail && half.text.contains("at least half of what is up now"))
        #expect(half.text.contains("safeRequestsPerSecond is given for payment"))
    }

    @Test func whatADarkZoneCarriedLastCounts() async throws {
        var world = world
        world.safe = ["payment": 40]
        let at = world.now.moment
        func service(_ a: Measured<TrafficRate>) -> ServiceTraffic {
            ServiceTraffic(
                basis: .upstreams, rate: .unknown(reason: "dark"),
                zones: ["zone-a": a, "zone-b": .stale(TrafficRate(requestsPerSecond: 100), at: at)])
        }
        world.services = [
            ZoneWorld.service("payment"): service(.value(TrafficRate(requestsPerSecond: 60), at: at))
        ]
        #expect(gate(.capacity, try await plan(world)).text.contains("would be at 100 % > 80 %"))
        // What goes on being measured nowhere is no figure: then by number.
        world.services = [ZoneWorld.service("payment"): service(.stale(TrafficRate(requestsPerSecond: 60), at: at))]
        let byNumber = gate(.capacity, try await plan(world))
        #expect(byNumber.verdict == .pass && byNumber.text.contains("not measured any more"))
    }

    @Test func whatReceivesTheTrafficMustBeHealthy() async throws {
        var world = world
        #expect(gate(.healthyTarget, try await plan(world)).value == "2 of 2 services")
        for number in 0..<3 { world.states[ZoneWorld.key("payment", "zone-a", number)] = .down }
        let sick = gate(.healthyTarget, try await plan(world))
        #expect(sick.verdict == .fail && sick.text.contains("payment: 1 up 3 down outside zone-b"))
        for number in 0..<4 { world.states[ZoneWorld.key("payment", "zone-a", number)] = .unknown }
        #expect(try await verdict(.healthyTarget, world) == .unknown)
        // Nothing known about the zone that is left does not matter.
        world = self.world
        for number in 0..<4 { world.states[ZoneWorld.key("payment", "zone-b", number)] = .unknown }
        #expect(try await verdict(.healthyTarget, world) == .pass)
    }

    @Test func aShiftNeedsAHealthyZoneToShiftTo() async throws {
        var world = world
        let scope = OperationScope.shift(percent: 20, from: "zone-b", to: "zone-a")
        #expect(gate(.healthyTarget, try await plan(world, scope, kind: .shift)).verdict == .pass)
        for service in ["payment", "order"] {
            for number in 0..<4 { world.states[ZoneWorld.key(service, "zone-a", number)] = .unknown }
        }
        #expect(gate(.healthyTarget, try await plan(world, scope, kind: .shift)).verdict == .unknown)
        for number in 0..<4 { world.states[ZoneWorld.key("payment", "zone-a", number)] = .down }
        #expect(gate(.healthyTarget, try await plan(world, scope, kind: .shift)).verdict == .fail)
    }

    @Test func whatStaysListedGoesOnBeingCalled() async throws {
        let plan = try await plan(world)
        #expect(gate(.clientsFailOpen, plan).verdict == .pass)
        var subject = plan.subject
        subject.instances.removeAll { $0 == ZoneWorld.key("payment", "zone-b", 2) }
        let open = Gates.judge(
            subject, on: Evidence(snapshot: world.snapshot, now: clock.clock(), sources: world.settings)
        ).first { $0.name == .clientsFailOpen }
        #expect(open?.verdict == .fail)
        #expect(
            open?.text.contains("payment: 1 stay listed and are called (no preference, Spring Cloud and Microsphere)")
                == true)
    }

    private func link(
        _ state: ReplicationLink.State = .ok, position: Measured<Double>? = nil, seconds: Measured<Double>? = nil,
        live: Measured<Bool>? = nil
    ) -> ReplicationLink {
        let at = clock.moment
        return ReplicationLink(
            source: "registry", kind: "redis", from: nodeB, to: nodeA, fromZone: "zone-b", toZone: "zone-a",
            state: state, position: position ?? .value(10, at: at), unit: "bytes",
            seconds: seconds ?? .value(1, at: at), live: live ?? .value(true, at: at), reason: nil)
    }

    @Test func lagOutOfTheZoneIsHeldAgainstTheBudget() async throws {
        var world = world
        let rules = OperationRules(lagBudgetSeconds: 5)
        #expect(try await verdict(.replicationLag, world, rules: rules) == .notApplicable)
        world.links = [link()]
        #expect(try await verdict(.replicationLag, world) == .notApplicable)
        #expect(try await verdict(.replicationLag, world, rules: rules) == .pass)
        let at = clock.moment
        world.links = [link(.behind, seconds: .value(6, at: at))]
        let behind = gate(.replicationLag, try await plan(world, rules: rules))
        #expect(behind.verdict == .fail && behind.text.contains("10 bytes, 6 s") && behind.threshold == "≤ 5 s")
        // Nothing left to apply proves it, whatever the seconds say.
        world.links = [link(position: .value(0, at: at), seconds: .unknown(reason: "no history"))]
        #expect(try await verdict(.replicationLag, world, rules: rules) == .pass)
        world.links = [link(.unknown, position: .unknown(reason: "the replica does not answer"))]
        let unknown = try await plan(world, rules: rules)
        #expect(gate(.replicationLag, unknown).verdict == .unknown && unknown.isBlocked)
    }

    @Test func aLinkOutOfTheDarkDoesNotBlockAndIsListed() async throws {
        var world = world
        world.silent = [nodeB, gatewayB]
        world.links = [
            link(
                .sourceDown, position: .unknown(reason: "the master does not answer"),
                seconds: .unknown(reason: "the master does not answer"), live: .value(false, at: clock.moment))
        ]
        let plan = try await plan(world, rules: OperationRules(lagBudgetSeconds: 5))
        #expect(plan.blocking.map(\.name) == [])
        #expect(gate(.replicationLag, plan).verdict == .pass && gate(.receiverRunning, plan).verdict == .pass)
        #expect(plan.zonePlan?.mayBeMissing.count == 1)
    }

    @Test func aReceiverThatHasStoppedBlocks() async throws {
        var world = world
        world.links = [link()]
        #expect(try await verdict(.receiverRunning, world) == .pass)
        world.links = [link(.paused, live: .value(false, at: clock.moment))]
        #expect(try await verdict(.receiverRunning, world) == .fail)
        world.links = [link(.unknown, live: .unknown(reason: "the replica does not answer"))]
        #expect(try await verdict(.receiverRunning, world) == .unknown)
    }

    @Test func aClockFarFromOursBlocksButNotTheZoneThatIsLefts() async throws {
        let plan = try await plan(world)
        #expect(gate(.clockSkew, plan).verdict == .pass)
        func judged(_ zone: String) -> Gate.Verdict? {
            var snapshot = world.snapshot
            for index in snapshot.sources[0].nodes.indices where snapshot.sources[0].nodes[index].zone == zone {
                snapshot.sources[0].nodes[index].facts = [
                    NodeFact(label: "clock", value: "12 s ahead of this host's", severity: .warning)
                ]
            }
            let evidence = Evidence(snapshot: snapshot, now: clock.clock(), sources: world.settings)
            return Gates.judge(plan.subject, on: evidence).first { $0.name == .clockSkew }?.verdict
        }
        #expect(judged("zone-a") == .fail)
        #expect(judged("zone-b") == .pass)
    }

    @Test func aZoneThatCameBackWithinTheHourIsLeftAlone() async throws {
        let plan = try await plan(world)
        func judged(_ minutes: Int64, isBack: Bool, overrides: [String: String] = [:]) -> Gate? {
            var subject = plan.subject
            subject.overrides = overrides
            var evidence = Evidence(snapshot: world.snapshot, now: clock.clock(), sources: world.settings)
            evidence.journal.lastFlip = ZoneFlip(
                operation: "7f3a", kind: .restore,
                at: Timestamp(milliseconds: evidence.now.wall.milliseconds - minutes * 60_000), isBack: isBack)
            return Gates.judge(subject, on: evidence).first { $0.name == .antiFlap }
        }
        #expect(judged(59, isBack: true)?.blocks == true)
        #expect(judged(59, isBack: true, overrides: ["anti-flap": "sick again"])?.blocks == false)
        #expect(judged(60, isBack: true)?.verdict == .pass)
        // Evacuated again what is out already is no flap.
        #expect(judged(1, isBack: false)?.verdict == .pass)
    }

    @Test func thisHostIsNotInTheZoneThatIsLeft() async throws {
        var world = world
        func rules(_ host: String) -> OperationRules { OperationRules(host: [host]) }
        #expect(try await verdict(.outsideZone, world, rules: rules("10.2.0.1")) == .notApplicable)
        world.cidrs = ["zone-a": ["10.1.0.0/16"], "zone-b": ["10.2.0.0/16"]]
        #expect(try await verdict(.outsideZone, world, rules: rules("10.2.0.1")) == .fail)
        #expect(try await verdict(.outsideZone, world, rules: rules("10.1.0.1")) == .pass)
        #expect(try await verdict(.outsideZone, world, rules: rules("192.168.0.1")) == .pass)
    }

    @Test func deadNodesOfTheZoneAreOwedAndOthersWantAName() async throws {
        var world = world
        world.silent = [nodeB, gatewayB]
        let dark = try await plan(world)
        #expect(dark.blocking.map(\.name) == [])
        let atB = dark.steps.filter { [nodeB, gatewayB].contains($0.step.node) }.map(\.step.silence)
        #expect(!atB.isEmpty && atB.allSatisfy { $0 == .owe })
        world.silent = [gatewayA]
        world.mute = [ZoneWorld.gateway(gatewayA)]
        let blocked = try await plan(world)
        #expect(Set(blocked.blocking.map(\.name)) == [.samplesFresh, .writeAccess])
        // What it has is taken from its neighbour: the steps are owed to it, and can be settled.
        #expect(blocked.steps.contains { $0.step.node == gatewayA })
        #expect(try await plan(world, owes: [gatewayA: "rack is off"]).blocking.map(\.name) == [])
    }

    @Test func aReadOnlyGatewayBlocksUnlessItsRoutesNameServices() async throws {
        var world = world
        world.readOnly = [gatewayA]
        #expect(try await verdict(.writeAccess, world) == .fail)
        world.followers = [ZoneWorld.gateway(gatewayA)]
        let plan = try await plan(world)
        #expect(plan.blocking.map(\.name) == [])
        #expect(plan.findings.contains { $0.node?.node == gatewayA && $0.text.contains("needs no write") })
        #expect(!plan.steps.contains { $0.step.node == gatewayA })
    }

    @Test func oneOperationOnAZoneAtATime() async throws {
        let journal = try openJournal(folder, clock: clock)
        let first = try await journal.create(try await plan(world))
        let second = try await plan(world, .shift(percent: 10, from: "zone-a", to: "zone-c"), kind: .shift)
        let inFlight = gate(.nothingInFlight, second)
        #expect(inFlight.verdict == .fail && inFlight.text.contains(first))
        await #expect(throws: OperationError.self) {
            var forced = second
            forced.gates = []
            _ = try await journal.create(forced)
        }
        try await carryOut(first, in: journal)
        let free = try await plan(world, .shift(percent: 10, from: "zone-a", to: "zone-c"), kind: .shift)
        #expect(gate(.nothingInFlight, free).verdict == .pass)
    }

    @Test func whatCannotBeToldHereIsListedAndSaysWhy() async throws {
        let plan = try await plan(world)
        for name in [GateName.errantTransactions, .approval, .rollout] {
            let judged = gate(name, plan)
            #expect(judged.verdict == .notApplicable && !judged.text.isEmpty && !judged.blocks)
        }
        #expect(plan.gates.map(\.name) == GateName.allCases)
    }
}
