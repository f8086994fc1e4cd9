import Contract
import Synchronization
import Testing
import Topology

@testable import Operations

/// Every way an operation can end, and what a waiting command exits with.
@Suite struct RunnerTests {
    private func error(_ body: () async throws -> Void) async -> OperationError? {
        do {
            try await body()
            return nil
        } catch { return error as? OperationError }
    }

    @Test func aDrainIsDoneWhenEveryNodeReadsItBack() async throws {
        let bench = Bench()
        let ended = try await bench.run(try await bench.start())
        #expect(ended.state == .complete && ended.exit() == .complete)
        #expect(ended.steps.map(\.state) == [.done, .done, .done])
        #expect(bench.overrides() == [out, out, out])
        #expect(bench.system.calls.count == 3 && !bench.system.calls.contains { $0.pointless })
        let follow = try #require(ended.clientsFollowBy)
        #expect(follow.milliseconds >= bench.clock.clock().wall.milliseconds + 94_000)
        #expect(try await bench.journal().locks().isEmpty)
        #expect(try await bench.journal().verify() == .intact(events: Int64(try await bench.journal().events().count)))
    }

    @Test func whatReplicationBringsIsNotSent() async throws {
        let bench = Bench(replicates: true)
        let ended = try await bench.run(try await bench.start())
        #expect(ended.state == .complete && ended.steps.map(\.sends) == [1, 0, 0])
        #expect(bench.system.calls.count == 1)
        // It came to hold by our doing, so the way back goes to every node.
        try await bench.ask(.undo, ended.id)
        let undone = try await bench.run(ended.id)
        #expect(undone.state == .undone && bench.overrides() == [nil, nil, nil])
        #expect(undone.steps.map(\.state) == [.undone, .undone, .undone])
    }

    @Test func aSilentNodeOfTheZoneThatIsLeftIsOwedAndSettledLater() async throws {
        let bench = Bench()
        bench.system.silence([nodeB])
        let id = try await bench.start()
        let ended = try await bench.run(id)
        #expect(ended.state == .complete && ended.owedSteps.map(\.step.node) == [nodeB] && ended.exit() == .owed)
        #expect(bench.system.calls.count == 2)

        // Still silent: still owed.
        #expect(try await bench.ask(.settle, id) == .needsRunner)
        #expect(try await bench.run(id).exit() == .owed)
        bench.system.silence([])
        try await bench.ask(.settle, id)
        let settled = try await bench.run(id)
        #expect(settled.state == .complete && settled.exit() == .complete)
        #expect(bench.overrides() == [out, out, out] && bench.system.calls.count == 3)
        #expect(await error { try await bench.ask(.settle, id) }?.code == .state)
    }

    @Test func aSilentNodeElsewhereIsAskedAboutAndThenOwedByName() async throws {
        let bench = Bench()
        let id = try await bench.start()
        // It falls silent after the gates: in the middle.
        bench.system.onCall { call in if call == 1 { bench.system.silence([nodeC]) } }
        let asking = try await bench.run(id)
        #expect(asking.state == .needsOperator && asking.exit() == .needsOperator)
        let message = try #require(asking.message)
        #expect(message.contains(nodeC) && message.contains("azimuth resume \(id) --owe '\(nodeC)=REASON'"))
        #expect(asking.steps.map(\.state) == [.done, .done, .planned])
        #expect(try await bench.journal().locks().count == 1)

        try await bench.ask(.resume, id, owes: [nodeC: "rack is off"])
        let ended = try await bench.run(id)
        #expect(ended.state == .complete && ended.exit() == .owed)
        #expect(ended.owedSteps.first?.error?.contains("rack is off") == true)
        #expect(bench.system.calls.count == 2)
    }

    @Test func aRestoreAsksNothingAndIsOwedWhereANodeIsSilent() async throws {
        let bench = Bench(watchMs: 60_000)
        _ = try await bench.run(try await bench.start())
        bench.system.silence([nodeC])
        let id = try await bench.start(.restore)
        let ended = try await bench.run(id)
        #expect(ended.state == .owed && ended.exit() == .owed)
        #expect(bench.overrides() == [nil, nil, out])
        bench.system.silence([])
        try await bench.ask(.settle, id)
        let settled = try await bench.run(id)
        #expect(settled.state == .complete && settled.exit() == .complete && bench.overrides() == [nil, nil, nil])
        #expect(!bench.system.calls.contains { $0.pointless })
    }

    @Test func aRestoreGivesBackWhatEachNodeHad() async throws {
        let bench = Bench()
        bench.system.set(nodeC, Bench.target(World.b1), "DOWN")
        _ = try await bench.run(try await bench.start())
        #expect(bench.overrides() == [out, out, out])
        let ended = try await bench.run(try await bench.start(.restore))
        #expect(ended.state == .complete && bench.overrides() == [nil, nil, "DOWN"])
        #expect(await error { _ = try await bench.start(.restore) }?.message.contains("restored already") == true)
        #expect(await error { _ = try await bench.start(.restore, [World.b2]) }?.code == .usage)
    }

    @Test func aDrainThatWasRepairedGivesBackWhatWasThereBeforeTheFirst() async throws {
        let bench = Bench()
        bench.system.set(nodeB, Bench.target(World.b1), "DOWN")
        _ = try await bench.run(try await bench.start())
        bench.system.set(nodeC, Bench.target(World.b1), nil)
        let repair = try await bench.run(try await bench.start())
        #expect(repair.state == .complete && bench.overrides() == [out, out, out])
        let ended = try await bench.run(try await bench.start(.restore))
        #expect(ended.state == .complete && bench.overrides() == [nil, "DOWN", nil])
    }

    @Test func aRestoreThatIsLostAgainIsSentAgain() async throws {
        let bench = Bench(watchMs: 60_000)
        _ = try await bench.run(try await bench.start())
        let before = bench.system.calls.count
        bench.system.onCall { call in
            // A peer brings the old state back, as after a healed cut.
            if call == before + 3 { bench.system.set(nodeA, Bench.target(World.b1), out) }
        }
        let ended = try await bench.run(try await bench.start(.restore))
        #expect(ended.state == .complete && bench.overrides() == [nil, nil, nil])
        #expect(bench.system.calls.count == before + 4)
        #expect(try await bench.journal().events(of: ended.id).contains { $0.kind == .lost })
    }

    @Test func whatIsLostAgainAndAgainNeedsAnOperator() async throws {
        let bench = Bench(watchMs: 600_000)
        _ = try await bench.run(try await bench.start())
        bench.system.onCall { _ in bench.system.set(nodeA, Bench.target(World.b1), out) }
        bench.system.twist(4, .doneUnheard)
        let ended = try await bench.run(try await bench.start(.restore))
        #expect(ended.state == .needsOperator)
        #expect(bench.system.calls.count < 20)
    }

    @Test func aRefusalBeforeAnythingWasChangedHoldsIt() async throws {
        let bench = Bench()
        bench.system.twist(1, .rejected)
        let ended = try await bench.run(try await bench.start())
        #expect(ended.state == .held && ended.cause == .failed && ended.exit() == .failed)
        #expect(ended.steps[0].state == .failed && ended.message?.contains("403") == true)
        #expect(bench.system.calls.count == 1 && bench.overrides() == [nil, nil, nil])
        #expect(try await bench.journal().locks().isEmpty)
    }

    @Test func aRefusalInTheMiddleNeedsAnOperatorAndIsTriedAgainByAResume() async throws {
        let bench = Bench()
        bench.system.twist(2, .rejected)
        let id = try await bench.start()
        let stopped = try await bench.run(id)
        #expect(stopped.state == .needsOperator && stopped.steps.map(\.state) == [.done, .failed, .planned])
        try await bench.ask(.resume, id)
        let ended = try await bench.run(id)
        #expect(ended.state == .complete && bench.overrides() == [out, out, out])
        #expect(bench.system.calls.count == 4 && !bench.system.calls.contains { $0.pointless })
    }

    @Test func aLostCompareAndSetNeedsAnOperator() async throws {
        let bench = Bench(comparesAndSets: true)
        let id = try await bench.start()
        bench.system.onCall { call in
            if call == 1 { bench.system.set(nodeB, Bench.target(World.b1), "DOWN") }
        }
        let ended = try await bench.run(id)
        #expect(ended.state == .needsOperator && ended.exit() == .needsOperator)
        #expect(ended.steps[1].outcome == .conflict && bench.overrides() == [out, "DOWN", nil])
        // The undo takes back what was ours, with the token of its own outcome, and not what another did.
        try await bench.ask(.undo, id)
        #expect(try await bench.run(id).state == .undone)
        #expect(bench.overrides() == [nil, "DOWN", nil])
    }

    @Test func anAnswerThatNeverCameIsReadBackBeforeAnythingIsSentAgain() async throws {
        let heard = Bench()
        heard.system.twist(1, .doneUnheard)
        #expect(try await heard.run(try await heard.start()).state == .complete)
        #expect(heard.system.calls.count == 3)

        let lost = Bench()
        lost.system.twist(1, .lostUnheard)
        #expect(try await lost.run(try await lost.start()).state == .complete)
        #expect(lost.system.calls.count == 4 && !lost.system.calls.contains { $0.pointless })

        // What must not be sent twice is not.
        let once = Bench(comparesAndSets: true)
        once.system.twist(1, .lostUnheard)
        #expect(try await once.run(try await once.start()).state == .needsOperator)
        #expect(once.system.calls.count == 1)
    }

    @Test func whatSurelyDidNotArriveIsSentAgainAFewTimes() async throws {
        let bench = Bench()
        bench.system.twist(1, .notSent)
        #expect(try await bench.run(try await bench.start()).state == .complete)
        #expect(bench.system.calls.count == 4)
    }

    @Test func aNodeThatSaysDoneAndDoesNothingFails() async throws {
        let bench = Bench()
        for call in 1...3 { bench.system.twist(call, .pretends) }
        let ended = try await bench.run(try await bench.start())
        #expect(ended.state == .needsOperator && ended.steps[0].state == .failed && ended.steps[0].sends == 3)
    }

    @Test func anInstanceThatIsNoMoreIsSkipped() async throws {
        let bench = Bench()
        let id = try await bench.start()
        bench.system.onCall { call in if call == 1 { bench.system.forget(Bench.target(World.b1)) } }
        let ended = try await bench.run(id)
        #expect(ended.state == .complete && ended.steps.map(\.state) == [.skipped, .skipped, .skipped])
    }

    @Test func gatesAreJudgedAgainAndBlockBeforeTheFirstCall() async throws {
        let bench = Bench()
        let id = try await bench.start()
        bench.states.withLock { $0 = [World.a1: .down, World.a2: .down, World.b2: .down] }
        let ended = try await bench.run(id)
        #expect(ended.state == .held && ended.cause == .blocked && ended.exit() == .blocked)
        #expect(ended.gates.first { $0.name == .lastZoneStanding }?.verdict == .fail)
        #expect(bench.system.calls.isEmpty)
    }

    @Test func whatSomebodyChangedSinceThePlanBlocks() async throws {
        let bench = Bench()
        let id = try await bench.start()
        bench.system.set(nodeA, Bench.target(World.b1), "DOWN")
        let ended = try await bench.run(id)
        #expect(ended.exit() == .blocked && ended.message?.contains("undo-saved") == true)
        #expect(bench.system.calls.isEmpty)
    }

    @Test func anotherEstateFileOrProgramIsRefusedWithWhatDiffers() async throws {
        let bench = Bench()
        let id = try await bench.start()
        bench.estateFile.withLock {
            $0 = EstateFileReference(path: testEstate.path, text: "estate: shop\nmode: operate\n")
        }
        let changed = await error { _ = try await bench.run(id) }
        #expect(changed?.code == .changed && changed?.message.contains("line 2 was added") == true)
        #expect(try await bench.journal().existing(id).exit() == .failed)

        let other = Bench()
        let second = try await other.start()
        other.program.withLock { $0 = "0.2.0" }
        #expect(await error { _ = try await other.run(second) }?.message.contains("0.1.0") == true)
        let third = Bench()
        let patched = try await third.start()
        third.program.withLock { $0 = "0.1.9" }
        #expect(try await third.run(patched).state == .complete)
    }

    @Test func holdEndsItHereAndUndoTakesItBack() async throws {
        for kind in [Request.Kind.hold, .undo] {
            let bench = Bench()
            let id = try await bench.start()
            let journal = try bench.journal()
            bench.system.onCall { call in
                guard call == 2 else { return }
                _ = try? await journal.request(Request(kind, by: "ben", at: Timestamp(milliseconds: 0)), of: id)
            }
            let ended = try await bench.run(id)
            if kind == .hold {
                #expect(ended.state == .held && ended.exit() == .stopped && ended.exit(asked: .hold) == .complete)
                #expect(ended.steps.map(\.state) == [.done, .done, .planned] && bench.overrides() == [out, out, nil])
            } else {
                #expect(ended.state == .undone && ended.exit() == .stopped && ended.exit(asked: .undo) == .complete)
                #expect(bench.overrides() == [nil, nil, nil])
                #expect(ended.steps.map(\.state) == [.undone, .undone, .skipped])
                #expect(bench.system.calls.map(\.action) == ["PUT", "PUT", "DELETE", "DELETE"])
                // In reverse order.
                #expect(bench.system.calls.map(\.node) == [nodeA, nodeB, nodeB, nodeA])
            }
        }
    }

    @Test func pauseStandsStillUntilItIsToldToGoOn() async throws {
        let bench = Bench()
        let id = try await bench.start()
        let journal = try bench.journal()
        bench.system.onCall { call in
            guard call == 1 else { return }
            _ = try? await journal.request(Request(.pause, by: "ben", at: Timestamp(milliseconds: 0)), of: id)
        }
        async let running = bench.run(id)
        while try await journal.existing(id).state != .paused { await Task.yield() }
        #expect(bench.system.calls.count == 1)
        #expect(
            try await journal.request(Request(.resume, by: "ben", at: Timestamp(milliseconds: 0)), of: id) == .delivered
        )
        let ended = try await running
        #expect(ended.state == .complete && bench.system.calls.count == 3)
        let states = try await journal.events(of: id).filter { $0.kind == .state }.map(\.text)
        #expect(states == ["paused by ben", "resumed by ben", "complete"])
    }

    @Test func anUndoThatFailsSaysSoAndIsTriedAgain() async throws {
        let bench = Bench()
        let id = try await bench.start()
        _ = try await bench.run(id)
        bench.system.twist(4, .rejected)
        try await bench.ask(.undo, id)
        let failed = try await bench.run(id)
        #expect(failed.state == .undoFailed && failed.exit() == .needsOperator)
        try await bench.ask(.resume, id)
        let undone = try await bench.run(id)
        #expect(undone.state == .undone && bench.overrides() == [nil, nil, nil])
    }

    @Test func anUndoOwesWhatIsSilentAndSettlesIt() async throws {
        let bench = Bench()
        let id = try await bench.start()
        _ = try await bench.run(id)
        bench.system.silence([nodeC])
        try await bench.ask(.undo, id)
        #expect(try await bench.run(id).state == .owed)
        bench.system.silence([])
        try await bench.ask(.settle, id)
        let settled = try await bench.run(id)
        #expect(settled.state == .undone && bench.overrides() == [nil, nil, nil])
    }

    @Test func whatALaterOperationReplacedIsNotSettled() async throws {
        let bench = Bench()
        bench.system.silence([nodeB])
        let drain = try await bench.start()
        #expect(try await bench.run(drain).exit() == .owed)
        bench.system.silence([])
        let restore = try await bench.start(.restore)
        #expect(try await bench.run(restore).state == .complete)
        try await bench.ask(.settle, drain)
        let settled = try await bench.run(drain)
        #expect(settled.exit() == .complete)
        #expect(settled.steps[1].state == .skipped && settled.steps[1].error?.contains(restore) == true)
        #expect(bench.overrides() == [nil, nil, nil])
    }

    @Test func severalInstancesRunSideBySide() async throws {
        let bench = Bench()
        let ended = try await bench.run(try await bench.start(.drain, [World.b1, World.b2]))
        #expect(ended.state == .complete && ended.steps.count == 6)
        #expect(bench.overrides(World.b2) == [out, out, out])
        let drains = try await bench.journal().drains()
        #expect(Set(drains.map(\.instance)) == [World.b1, World.b2] && drains.allSatisfy { $0.nodes.count == 3 })
    }

    @Test func aClockThatJumpsChangesNoDeadline() async throws {
        let bench = Bench()
        bench.system.onCall { _ in bench.clock.jumpWall(by: -3_600_000) }
        #expect(try await bench.run(try await bench.start()).state == .complete)
        #expect(bench.system.calls.count == 3)
    }
}
