import Contract
import Storage
import Synchronization
import Testing
import Topology

@testable import Operations

/// A runner that is killed at any write, or in the middle of any call: the next one goes on from the journal alone.
///
/// The oracle is the scripted system's own log: no call may be sent whose effect a read would have shown.
@Suite struct CrashTests {
    struct Killed: Error {}

    /// Kills the process at its nth edge of a write: that one and all that it would write after it throw.
    final class Killer: Sendable {
        private let left: Mutex<Int>
        let killed = Mutex(false)

        init(at edge: Int) { left = Mutex(edge) }

        func kill() { killed.withLock { $0 = true } }

        var observer: @Sendable (Journal.WritePoint) throws -> Void {
            { [self] _ in
                let remaining = left.withLock { left in
                    left -= 1
                    return left
                }
                if remaining <= 0 { kill() }
                if killed.withLock({ $0 }) { throw Killed() }
            }
        }
    }

    /// Runs an operation with the first runner killed at an edge; answers whether it got that far.
    private func isKilled(_ bench: Bench, _ id: String, at edge: Int) async throws -> Bool {
        let killer = Killer(at: edge)
        do {
            _ = try await bench.run(id, journal: try bench.journal(observer: killer.observer))
        } catch {
            #expect(killer.killed.withLock { $0 })
            return true
        }
        return killer.killed.withLock { $0 }
    }

    /// Goes on with fresh runners until the operation is over.
    private func resume(_ bench: Bench, _ id: String) async throws -> Operation {
        let found = try await bench.journal().existing(id)
        if found.state.isOver { return found }
        #expect(found.state == .interrupted || found.state == .planned)
        try await bench.ask(.resume, id)
        return try await bench.run(id)
    }

    private func checkNothingLost(_ bench: Bench, _ edge: Int) async throws {
        #expect(bench.overrides() == [out, out, out], "killed at edge \(edge)")
        #expect(!bench.system.calls.contains { $0.pointless }, "killed at edge \(edge): \(bench.system.calls)")
        guard case .intact = try await bench.journal().verify() else {
            Issue.record("the chain is broken after edge \(edge)")
            return
        }
    }

    @Test(arguments: [false, true]) func killedAtAnyWriteADrainGoesOn(replicates: Bool) async throws {
        for edge in 1...200 {
            let bench = Bench(replicates: replicates)
            let id = try await bench.start()
            guard try await isKilled(bench, id, at: edge) else {
                #expect(edge > 12)
                return
            }
            let ended = try await resume(bench, id)
            #expect(ended.state == .complete, "killed at edge \(edge)")
            try await checkNothingLost(bench, edge)
        }
        Issue.record("it was still killed at edge 200")
    }

    @Test func killedTwiceARunStillEnds() async throws {
        for edge in stride(from: 1, to: 40, by: 3) {
            let bench = Bench()
            let id = try await bench.start()
            _ = try await isKilled(bench, id, at: edge)
            if try await !bench.journal().existing(id).state.isOver {
                try await bench.ask(.resume, id)
                _ = try await isKilled(bench, id, at: edge / 2 + 1)
            }
            let ended = try await resume(bench, id)
            #expect(ended.state == .complete)
            try await checkNothingLost(bench, edge)
        }
    }

    @Test func killedAtAnyWriteOfAnUndoTheUndoGoesOn() async throws {
        for edge in 1...200 {
            let bench = Bench()
            let id = try await bench.start()
            _ = try await bench.run(id)
            try await bench.ask(.undo, id)
            guard try await isKilled(bench, id, at: edge) else { return }
            let found = try await bench.journal().existing(id)
            if found.state != .undone {
                // Asked for once, it stays asked for: going on is enough, and is an undo.
                if !found.state.isOver { try await bench.ask(.resume, id) }
                #expect(try await bench.run(id).state == .undone, "killed at edge \(edge)")
            }
            #expect(bench.overrides() == [nil, nil, nil], "killed at edge \(edge)")
            #expect(!bench.system.calls.contains { $0.pointless }, "killed at edge \(edge): \(bench.system.calls)")
        }
        Issue.record("it was still killed at edge 200")
    }

    @Test(arguments: 1...3) func aCallUnderWayIsWaitedOut(call: Int) async throws {
        let bench = Bench()
        let killer = Killer(at: .max)
        bench.system.die.withLock { $0 = { killer.kill() } }
        // Within its deadline of 3 s, and after the next runner has had time to look.
        bench.system.twist(call, .diesUnderWay(arrivesAfterMs: 2_900))
        let id = try await bench.start()
        await #expect(throws: OperationError.self) {
            _ = try await bench.run(id, journal: try bench.journal(observer: killer.observer))
        }
        #expect(try await bench.journal().existing(id).steps[call - 1].state == .sent)
        let ended = try await resume(bench, id)
        #expect(ended.state == .complete && bench.system.calls.count == 3)
        try await checkNothingLost(bench, 0)
        #expect(try await bench.journal().events(of: id).contains { $0.text.contains("may still be under way") })
    }

    @Test func anUndoWaitsOutACallUnderWay() async throws {
        let bench = Bench()
        let killer = Killer(at: .max)
        bench.system.die.withLock { $0 = { killer.kill() } }
        bench.system.twist(2, .diesUnderWay(arrivesAfterMs: 2_900))
        let id = try await bench.start()
        _ = try? await bench.run(id, journal: try bench.journal(observer: killer.observer))
        try await bench.ask(.undo, id)
        #expect(try await bench.run(id).state == .undone)
        bench.clock.advance(10_000)
        #expect(bench.overrides() == [nil, nil, nil])
    }

    @Test func anInterruptedRunIsHeldWithoutARunner() async throws {
        let bench = Bench()
        let id = try await bench.start()
        #expect(try await isKilled(bench, id, at: 14))
        #expect(try await bench.journal().existing(id).state == .interrupted)
        #expect(try await bench.ask(.hold, id) == .done)
        let held = try await bench.journal().existing(id)
        #expect(held.state == .held && held.exit(asked: .hold) == .complete)
        #expect(try await bench.journal().locks().isEmpty)
    }

    @Test func aFullDiskStopsItBeforeTheNextCallAndItGoesOnWhenThereIsRoom() async throws {
        var stoppedInTheMiddle = 0
        let bench0 = Bench()
        _ = try await bench0.start()
        let pages = try Database(path: bench0.folder.journal).first("PRAGMA page_count") { try $0.int(0) } ?? 0
        for room in 0..<8 {
            let bench = Bench()
            // Long calls, so that few lines fill a page.
            let id = try await bench.start(.drain, [World.b1, World.b2])
            let journal: Journal
            do {
                journal = try bench.journal(pageLimit: pages + room)
                _ = try await bench.run(id, journal: journal)
            } catch let error as OperationError {
                #expect(error.code == .journal && error.message.contains("Free space"))
                if !bench.system.calls.isEmpty { stoppedInTheMiddle += 1 }
            }
            // Every call that went out was in the journal before.
            let found = try await bench.journal().existing(id)
            #expect(found.steps.reduce(0) { $0 + $1.sends } >= bench.system.calls.count)
            if found.state.isOver { continue }
            #expect(found.state == .interrupted || found.state == .planned)
            try await bench.ask(.resume, id)
            #expect(try await bench.run(id).state == .complete)
            try await checkNothingLost(bench, room)
            #expect(bench.overrides(World.b2) == [out, out, out])
        }
        #expect(stoppedInTheMiddle > 0)
    }

    @Test func afterAnotherBootWhatWasSentIsOnlyWaitedForAsLongAsTheHostIsUp() {
        let sent = SentRecord(
            moment: Moment(milliseconds: 900_000), boot: "boot-1", wall: Timestamp(milliseconds: 0))
        func left(_ now: Int64, _ boot: String) -> Int64 {
            sent.remaining(deadlineMs: 3_000, now: Moment(milliseconds: now), boot: boot)
        }
        #expect(left(901_000, "boot-1") == 2_000)
        #expect(left(904_000, "boot-1") == 0)
        #expect(left(1_000, "boot-2") == 2_000)
        #expect(left(60_000, "boot-2") == 0)
    }
}
