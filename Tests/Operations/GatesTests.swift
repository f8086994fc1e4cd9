import Contract
import Testing
import Topology

@testable import Operations

/// Each gate blocks where it should and passes where it should.
@Suite struct GatesTests {
    @Test func aServiceKeepsOneInstanceUpInSomeZone() {
        var world = World()
        #expect(gate(.lastZoneStanding, world.subject([World.b1]), world.evidence).verdict == .pass)
        world.states = [World.a1: .down, World.a2: .unknown, World.b1: .up, World.b2: .out]
        let blocked = gate(.lastZoneStanding, world.subject([World.b1]), world.evidence)
        #expect(blocked.verdict == .fail && blocked.blocks)
        #expect(blocked.text.contains("payment") && blocked.text.contains("1 unknown"))
    }

    @Test func theLastInstanceCannotBeOverridden() {
        let world = World()
        var subject = world.subject([World.a1, World.a2, World.b1, World.b2])
        subject.overrides = ["last-zone-standing": "because", "capacity": "because"]
        let gates = Gates.judge(subject, on: world.evidence)
        #expect(Gates.blocking(gates, of: .drain).map(\.name) == [.lastZoneStanding])
        #expect(gates[0].text.contains("cannot be overridden"))
    }

    @Test func aServiceThatNobodyListsIsUnknownAndBlocks() {
        let world = World()
        let other = InstanceKey(service: ServiceKey(name: "order"), address: "10.1.4.9:80")
        let subject = GateSubject(kind: .drain, instances: [other], steps: [])
        for name in [GateName.lastZoneStanding, .capacity] {
            #expect(gate(name, subject, world.evidence).verdict == .unknown)
            #expect(gate(name, subject, world.evidence).blocks)
        }
    }

    @Test(arguments: [
        ([World.b1], Gate.Verdict.pass), ([World.b1, World.b2], .pass), ([World.b1, World.b2, World.a1], .fail),
    ])
    func halfOfWhatIsUpStaysUp(drained: [InstanceKey], verdict: Gate.Verdict) {
        let world = World()
        let judged = gate(.capacity, world.subject(drained), world.evidence)
        #expect(judged.verdict == verdict)
        #expect(judged.text.contains("because nothing measures requests"))
    }

    @Test func capacityCountsOnlyWhatIsUp() {
        var world = World()
        world.states[World.a1] = .starting
        world.states[World.a2] = .down
        // Two up, one leaves: half stays. A drained one that was down takes nothing away.
        #expect(gate(.capacity, world.subject([World.b1]), world.evidence).verdict == .pass)
        #expect(gate(.capacity, world.subject([World.a2]), world.evidence).value == "payment 2 of 2")
    }

    @Test func aGivenFigureIsNotSilentlyIgnored() {
        let world = World()
        var evidence = world.evidence
        evidence.snapshot.estate.safeRequestsPerSecond = ["pay*": 40]
        #expect(gate(.capacity, world.subject([World.b1]), evidence).text.contains("safeRequestsPerSecond"))
    }

    @Test func oldSamplesBlock() {
        var world = World()
        world.ageMs = 13_000
        #expect(gate(.samplesFresh, world.subject([World.b1]), world.evidence).verdict == .pass)
        world.ageMs = 13_001
        let old = gate(.samplesFresh, world.subject([World.b1]), world.evidence)
        #expect(old.verdict == .fail && old.threshold == "≤ 13 s")
        // A survey that a silent node delayed makes no sample older.
        world.ageMs = 13_000
        var slow = world.evidence
        slow.now = ClockReading(wall: slow.now.wall, moment: slow.now.moment + 6_000)
        #expect(gate(.samplesFresh, world.subject([World.b1]), slow).verdict == .pass)
        var kept = World().evidence
        kept.snapshot.kept = true
        #expect(gate(.samplesFresh, world.subject([World.b1]), kept).verdict == .fail)
    }

    @Test func samplesOfTheZoneThatIsLeftMayBeMissingButNotAll() {
        var world = World()
        world.silent = [nodeB]
        #expect(gate(.samplesFresh, world.subject([World.b1]), world.evidence).verdict == .pass)
        #expect(gate(.samplesFresh, world.subject([World.a1]), world.evidence).verdict == .fail)
        world.silent = [nodeA, nodeB, nodeC]
        var subject = world.subject([World.b1])
        subject.owes = [nodeA: "dark", nodeC: "dark"]
        #expect(gate(.samplesFresh, subject, world.evidence).verdict == .fail)
    }

    @Test func aSilentNodeOfTheZoneThatIsLeftIsOwed() {
        var world = World()
        world.silent = [nodeB]
        let judged = gate(.writeAccess, world.subject([World.b1]), world.evidence)
        #expect(judged.verdict == .pass && judged.text.contains("will be owed"))
        #expect(judged.value == "2 of 3")
    }

    @Test func aSilentNodeElsewhereBlocksUntilItIsOwedByName() {
        var world = World()
        world.silent = [nodeC]
        var subject = world.subject([World.b1])
        let blocked = gate(.writeAccess, subject, world.evidence)
        #expect(blocked.verdict == .fail && blocked.text.contains("--owe '\(nodeC)=REASON'"))
        subject.owes = [nodeC: "rack is off"]
        #expect(gate(.writeAccess, subject, world.evidence).verdict == .pass)
    }

    @Test func aNodeThatRefusesOrWasNotProbedBlocks() {
        var world = World()
        world.readOnly = [nodeB]
        #expect(gate(.writeAccess, world.subject([World.b1]), world.evidence).verdict == .fail)
        var evidence = World().evidence
        evidence.capabilities[world.id(nodeA)] = nil
        #expect(gate(.writeAccess, world.subject([World.b1]), evidence).verdict == .unknown)
    }

    @Test func anInstanceThatIsOutByItselfIsNotOurs() {
        let world = World()
        var evidence = world.evidence
        #expect(gate(.wouldHold, world.subject([World.b1]), evidence).verdict == .pass)
        evidence.findings = [Finding(.wouldNotHold, instance: World.b1, text: "it says OUT_OF_SERVICE of itself")]
        #expect(gate(.wouldHold, world.subject([World.b1]), evidence).verdict == .fail)
        #expect(gate(.wouldHold, world.subject([World.b2]), evidence).verdict == .pass)
        let zoneWide = gate(.wouldHold, world.subject([World.b1], kind: .evacuate), evidence)
        #expect(zoneWide.verdict == .pass, "who empties a zone is not stopped by what has no traffic")
        #expect(zoneWide.text.contains(World.b1.description), "and it is named")
    }

    @Test func anotherOperationOnTheSameInstanceBlocks() {
        let world = World()
        var evidence = world.evidence
        evidence.journal.locks = [World.b1: "7f3a"]
        let blocked = gate(.nothingInFlight, world.subject([World.b1]), evidence)
        #expect(blocked.verdict == .fail && blocked.text.contains("7f3a"))
        #expect(gate(.nothingInFlight, world.subject([World.b2]), evidence).verdict == .pass)
    }

    @Test func everyChangeNeedsAnUndoThatIsStillRight() {
        let world = World()
        var subject = world.subject([World.b1])
        #expect(gate(.undoSaved, subject, world.evidence).verdict == .pass)
        var evidence = world.evidence
        evidence.freshBefore = [StepPlace(subject.steps[0].step): [Step.savedOverride: "DOWN"]]
        let changed = gate(.undoSaved, subject, evidence)
        #expect(changed.verdict == .fail && changed.text.contains("plan again"))
        subject.steps[1].undo = nil
        #expect(gate(.undoSaved, subject, world.evidence).verdict == .fail)
    }

    @Test func theJournalTheEstateAndTheFreezeAreGatesToo() {
        var world = World()
        var evidence = world.evidence
        let subject = world.subject([World.b1])
        #expect(gate(.journalDurable, subject, evidence).verdict == .pass)
        evidence.journal.trouble = "the disk is full"
        #expect(gate(.journalDurable, subject, evidence).verdict == .fail)

        #expect(gate(.readOnlyEstate, subject, world.evidence).verdict == .pass)
        world.mode = .readOnly
        #expect(gate(.readOnlyEstate, subject, world.evidence).verdict == .fail)

        #expect(gate(.freezeWindow, subject, evidence).verdict == .notApplicable)
        let now = evidence.now.wall.milliseconds
        func window(_ from: Int64, _ to: Int64) -> FreezeWindow {
            FreezeWindow(
                from: Timestamp(milliseconds: now + from), to: Timestamp(milliseconds: now + to), reason: "sale")
        }
        evidence.rules.freeze = [window(-2, -1), window(1, 2)]
        #expect(gate(.freezeWindow, subject, evidence).verdict == .pass)
        evidence.rules.freeze = [window(-1, 1)]
        #expect(gate(.freezeWindow, subject, evidence).verdict == .fail)
    }

    @Test func whatNothingCanTellIsListedAndNeverBlocks() {
        let world = World()
        let rollout = gate(.rollout, world.subject([World.b1]), world.evidence)
        #expect(rollout.verdict == .notApplicable && !rollout.blocks)
        #expect(Gates.judge(world.subject([World.b1]), on: world.evidence).map(\.name) == GateName.allCases)
    }

    @Test func anOverrideOutweighsWithItsReason() {
        let world = World()
        var subject = world.subject([World.b1, World.b2, World.a1])
        #expect(gate(.capacity, subject, world.evidence).blocks)
        subject.overrides = ["capacity": "night, no load"]
        let gate = gate(.capacity, subject, world.evidence)
        #expect(gate.verdict == .fail && gate.overriddenBecause == "night, no load" && !gate.blocks)
    }

    @Test func aRestoreIsNeverBlocked() {
        var world = World()
        world.states = [World.b1: .out]
        world.silent = [nodeA, nodeB, nodeC]
        world.mode = .readOnly
        let gates = Gates.judge(world.subject([World.b1], kind: .restore), on: world.evidence)
        #expect(gates.contains { $0.verdict == .fail })
        #expect(Gates.blocking(gates, of: .restore).isEmpty)
    }

    @Test func unknownGatesAndNodesAndMissingReasonsAreRefusedWithWhatThereIs() {
        func refusal(overrides: [String: String] = [:], owes: [String: String] = [:]) -> String? {
            do {
                try PlanRequest.validate(overrides: overrides, owes: owes, nodes: [nodeA])
                return nil
            } catch {
                return error.exit == .usage ? error.message : nil
            }
        }
        #expect(refusal(overrides: ["capacty": "x"])?.contains("capacity") == true)
        #expect(refusal(overrides: ["capacity": " \n"])?.contains("reason") == true)
        #expect(refusal(owes: ["http://x": "x"])?.contains(nodeA) == true)
        #expect(refusal(owes: [nodeA: ""])?.contains("reason") == true)
        #expect(refusal(overrides: ["capacity": "x"], owes: [nodeA: "y"]) == nil)
    }
}
