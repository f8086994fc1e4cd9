import Contract
import FoundationEssentials
import Storage
import Testing
import Topology

@testable import Operations

/// What the journal keeps, and for whom.
@Suite struct JournalTests {
    let world = World()
    let folder = Folder()
    let clock = TestClock()

    private func drain(_ instances: [InstanceKey] = [World.b1]) -> Plan {
        plan(.drain, instances.flatMap { key in world.nodes.map { world.step(key, $0) } }, instances: instances)
    }

    private func error(_ body: () async throws -> Void) async -> OperationError? {
        do {
            try await body()
            return nil
        } catch { return error as? OperationError }
    }

    @Test func anOperationIsReadBackAsItWasConfirmed() async throws {
        let plan = drain()
        let id = try await openJournal(folder, clock: clock).create(plan)
        let other = try openJournal(folder, clock: clock)
        let read = try #require(try await other.operation(id))
        #expect(read.plan == plan)
        #expect(read.planHash == (try plan.hash()))
        #expect(read.state == .planned && read.steps.count == 3 && read.steps.allSatisfy { $0.state == .planned })
        #expect(read.steps[0].undo == plan.steps[0].undo)
        #expect(try await other.operation(String(id.prefix(2)))?.id == id)
        #expect(try await other.operation("zz") == nil)
        #expect(id.count == 4)
    }

    @Test func aBlockedPlanIsNotPutThere() async throws {
        var blocked = drain()
        blocked.gates = [Gate(.capacity, .fail, text: "too few")]
        let journal = try openJournal(folder, clock: clock)
        let refused = await error { _ = try await journal.create(blocked) }
        #expect(refused?.code == .blocked && refused?.message.contains("capacity") == true)
        #expect(try await journal.operations().isEmpty)
    }

    @Test func twoOperationsNeverHaveOneInstance() async throws {
        let journal = try openJournal(folder, clock: clock)
        let first = try await journal.create(drain([World.b1]))
        let refused = await error { _ = try await journal.create(drain([World.b2, World.b1])) }
        #expect(refused?.code == .locked && refused?.message.contains(first) == true)
        // All or nothing: the instance that was free is still free.
        #expect(Set(try await journal.locks().keys) == [World.b1])
        _ = try await journal.create(drain([World.b2]))
        #expect(try await journal.request(Request(.hold, by: "ana", at: clock.clock().wall), of: first) == .done)
        _ = try await journal.create(drain([World.b1]))
    }

    @Test func twoRunnersNeverHaveOneOperation() async throws {
        let journal = try openJournal(folder, clock: clock)
        let other = try openJournal(folder, clock: clock)
        let id = try await journal.create(drain())
        let claim = try await journal.claim(id, by: process(1))
        let refused = await error { _ = try await other.claim(id, by: process(2)) }
        #expect(refused?.code == .running)
        try await journal.beat(claim)

        // Its process is there and tells nothing: it could wake up and go on, so nobody else may.
        clock.advance(RunnerLiveness.silentAfterMs + 1)
        let silent = await error { _ = try await other.claim(id, by: process(2)) }
        #expect(silent?.code == .silent && silent?.message.contains("kill 1") == true)
    }

    @Test func aDeadRunnersOperationIsInterruptedAndTheNextOneTakesItAway() async throws {
        let journal = try openJournal(folder, clock: clock, alive: { $0 != 1 })
        let id = try await journal.create(drain())
        let dead = try await journal.claim(id, by: process(1))
        #expect(try await journal.existing(id).state == .interrupted)
        #expect(try await journal.existing(id).exit() == .needsOperator)
        let claim = try await journal.claim(id, by: process(2))
        #expect(try await journal.existing(id).state == .running)
        // What the dead one would still write, were it not dead, is refused.
        let step = try await journal.existing(id).steps[0]
        let reference = StepReference(direction: .forward, index: 0)
        let lost = await error { _ = try await journal.sending(reference, step.step, attempt: 1, dead) }
        #expect(lost?.code == .lost)
        #expect(await error { try await journal.beat(dead) }?.code == .lost)
        #expect(try await journal.existing(id).steps[0].sends == 0)
        _ = try await journal.sending(reference, step.step, attempt: 1, claim)
        #expect(try await journal.existing(id).steps[0].state == .sent)
    }

    @Test func anotherBootMakesEveryRunnerDead() async throws {
        let id = try await openJournal(folder, clock: clock).create(drain())
        _ = try await openJournal(folder, clock: clock).claim(id, by: process(1))
        let after = try openJournal(folder, clock: clock, boot: "boot-2")
        #expect(try await after.existing(id).state == .interrupted)
    }

    @Test func editedAndRemovedLinesShow() async throws {
        let edits = [
            "UPDATE events SET text = text || '!' WHERE seq = 2", "DELETE FROM events WHERE seq = 2",
            "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)",
            "UPDATE events SET at = at + 1 WHERE seq = 1",
            "UPDATE plans SET plan = replace(plan, 'ticket 4711', 'ticket 4712')",
            "DELETE FROM events",
        ]
        for edit in edits {
            let folder = Folder()
            let journal = try openJournal(folder, clock: clock)
            let id = try await journal.create(drain())
            let claim = try await journal.claim(id, by: process(1))
            try await journal.enter(.paused, "paused", claim)
            #expect(try await journal.verify() == .intact(events: 3))
            try Database(path: folder.journal).runScript(edit)
            guard case .broken = try await journal.verify() else {
                Issue.record("not seen: \(edit)")
                continue
            }
        }
    }

    @Test func aReadOnlyDirectoryAndAFullDiskSayWhatToDo() async throws {
        let full = try openJournal(folder, clock: clock, pageLimit: 30)
        let error = await error {
            for _ in 0..<40 {
                let id = try await full.create(drain())
                _ = try await full.request(Request(.hold, by: "ana", at: clock.clock().wall), of: id)
            }
        }
        #expect(error?.code == .journal && error?.message.contains("Free space") == true)
        #expect(await full.trouble() != nil || error != nil)

        let reader = try openJournal(folder, clock: clock, access: .readOnly)
        #expect(await reader.trouble()?.isEmpty == false)
        #expect(try await reader.operations().isEmpty == false)
    }

    @Test func whatCanBeAskedDependsOnTheState() async throws {
        let journal = try openJournal(folder, clock: clock)
        let id = try await journal.create(drain())
        func ask(_ kind: Request.Kind) async throws -> RequestEffect {
            // A beginning of the id is enough.
            try await journal.request(Request(kind, by: "ana", at: clock.clock().wall), of: String(id.prefix(3)))
        }
        #expect(await error { _ = try await ask(.settle) }?.code == .state)
        #expect(try await ask(.resume) == .needsRunner)
        let claim = try await journal.claim(id, by: process(1))
        #expect(try await ask(.pause) == .delivered)
        #expect(try await journal.takeRequests(claim, isUndoing: false).map(\.kind) == [.resume, .pause])
        #expect(try await journal.takeRequests(claim, isUndoing: false).isEmpty)
        try await journal.finish(claim, .complete)
        #expect(await error { _ = try await ask(.hold) }?.code == .state)
        #expect(try await ask(.undo) == .needsRunner)
        #expect(try await journal.locks().isEmpty)
    }

    @Test func aRestoreTakesOverWhatNobodyWorksOn() async throws {
        let journal = try openJournal(folder, clock: clock, alive: { $0 != 1 })
        let id = try await journal.create(drain())
        _ = try await journal.claim(id, by: process(1))
        let restore = plan(.restore, [world.step(World.b1, world.nodes[0])])
        let taken = try await journal.create(restore)
        #expect(try await journal.locks() == [World.b1: taken])
        #expect(try await journal.existing(id).state == .held)
        #expect(try await journal.existing(id).message?.contains(taken) == true)
    }

    @Test func placesFollowTheirOrder() throws {
        let environment = ["HOME": "/home/ana"]
        let own = JournalPlace.choose(estate: "shop", override: nil, environment: environment, root: folder.path)
        #expect(own.path == "/home/ana/.local/state/azimuth/shop/journal.sqlite")
        #expect(own.notice?.contains("others on this host") == true && own.log.contains("shop/runner-"))
        let state = JournalPlace.choose(
            estate: "../x", override: nil, environment: ["XDG_STATE_HOME": "/s", "HOME": "/h"], root: folder.path)
        #expect(state.path == "/s/azimuth/_.._x/journal.sqlite")
        let named = JournalPlace.choose(estate: "shop", override: "/j/x.sqlite", environment: environment)
        #expect(named.path == "/j/x.sqlite" && named.notice == nil)

        // A directory that is writable to the group: here the group of this process, whatever its name.
        try FileManager.default.setAttributes([.posixPermissions: 0o770], ofItemAtPath: folder.path)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path)
        let group = try #require(attributes[.groupOwnerAccountName] as? String)
        let shared = JournalPlace.choose(
            estate: "shop", override: nil, environment: environment, root: folder.path, group: group)
        #expect(shared.path == "\(folder.path)/shop/journal.sqlite" && shared.isShared && shared.notice == nil)
        try shared.prepare(group: group)
        let made = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/shop")
        #expect((made[.posixPermissions] as? UInt).map { $0 & 0o070 } == 0o070)
    }
}
