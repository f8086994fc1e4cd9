import Contract
import Testing
import Topology

@testable import Operations

/// A console watches what other processes do.
@Suite struct WatchTests {
    @Test func nothingIsThereUntilSomethingHappensAndThenOnlyChangesAre() async throws {
        let bench = Bench()
        let watch = JournalWatch(path: bench.folder.journal, clock: bench.clock.clock)
        #expect(try await watch.poll() == nil)
        let id = try await bench.start()
        #expect(try await watch.poll()?.map(\.id) == [id])
        #expect(try await watch.poll() == nil)
        let ended = try await bench.run(id)
        let seen = try #require(try await watch.poll())
        #expect(seen.map(\.state) == [.complete] && seen[0].steps == ended.steps)
        #expect(try await watch.poll() == nil)
        let other = try await bench.start(.drain, [World.b2])
        #expect(try await watch.poll()?.map(\.id) == [other, id])
        #expect(try await watch.drains().map(\.instance) == [World.b1])
        let events = try await watch.events(of: id)
        #expect(events.first?.kind == .created && events.last?.text == "complete")
        let call = try #require(events.first { $0.kind == .outcome })
        #expect(call.callMs != nil && call.fields["status"] == "200" && call.fields["node"] == nodeA)
        #expect(try await watch.events(of: id, after: events[2].sequence).first == events[3])
    }

    @Test func aRunnerThatDiesIsSeenAlthoughItWritesNothing() async throws {
        let bench = Bench()
        let id = try await bench.start()
        let journal = try bench.journal()
        // A runner with the number of a process that is really there, then is not.
        let own = ProcessIdentity.current
        let claim = try await journal.claim(id, by: own)
        try await journal.beat(claim)
        let watch = JournalWatch(path: bench.folder.journal, clock: bench.clock.clock)
        #expect(try await watch.poll()?.first?.state == .running)
        bench.clock.advance(RunnerLiveness.silentAfterMs + 1)
        guard case .silent = try await watch.poll()?.first?.liveness else {
            Issue.record("its silence was not seen")
            return
        }
        var gone = own
        gone.startTicks += 1
        let late = try openJournal(bench.folder, clock: bench.clock, alive: { _ in false }, boot: own.boot)
        _ = try await late.claim(id, by: gone)
        let dead = try #require(try await watch.poll()?.first)
        #expect(dead.state == .interrupted && dead.liveness == .dead && dead.message?.contains("resume") == true)
    }
}
