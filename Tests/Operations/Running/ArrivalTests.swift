import Contract
import Testing
import Topology

@testable import Operations

/// A zone that is being left stays out: what comes up in it meanwhile is drained as well.
@Suite struct ArrivalTests {
    private let soak = EstateStep.soak(stage: "soak", milliseconds: 60_000)
    private let late = InstanceKey(service: World.payment, address: "10.2.4.9:8080")
    private let elsewhere = InstanceKey(service: World.payment, address: "10.1.4.9:8080")

    private func evacuated(_ bench: Bench, except: [String] = []) async throws -> Operation {
        let began = bench.clock.moment
        bench.watch { [late, elsewhere] bench in
            bench.seen(
                ["zone-a": TrafficRate(requestsPerSecond: 100)],
                also: bench.clock.moment - began > 20_000 ? [late, elsewhere] : [])
        }
        return try await bench.run(try await bench.evacuate(then: [soak], except: except))
    }

    @Test func whatComesUpIsDrained() async throws {
        let bench = Bench()
        let ended = try await evacuated(bench)
        #expect(ended.state == .complete)
        #expect(bench.overrides(late) == [out, out, out] && bench.overrides(elsewhere) == [nil, nil, nil])
        #expect(ended.instances.contains(late) && !ended.plan.instances.contains(late))
        #expect(ended.steps.filter { $0.step.stage == Arrivals.stage }.map(\.state) == [.done, .done, .done])
        let journal = try bench.journal()
        #expect(try await journal.drains().map(\.instance).contains(late))
        #expect(try await journal.locks().isEmpty)
        guard case .intact = try await journal.verify() else {
            Issue.record("the chain is broken")
            return
        }
    }

    @Test func itIsTakenBackWithTheRest() async throws {
        let bench = Bench()
        bench.system.set(nodeA, Bench.target(late), "DOWN")
        let ended = try await evacuated(bench)
        try await bench.ask(.undo, ended.id)
        #expect(try await bench.run(ended.id).state == .undone)
        #expect(bench.overrides(late) == ["DOWN", nil, nil] && bench.overrides() == [nil, nil, nil])
    }

    @Test func aRestoreGivesBackWhatWasThere() async throws {
        let bench = Bench()
        bench.system.set(nodeA, Bench.target(late), "DOWN")
        _ = try await evacuated(bench)
        #expect(bench.overrides(late) == [out, out, out])
        bench.states.withLock { [late] in $0[late] = .out }
        let ended = try await bench.run(try await bench.start(.restore, [late]))
        #expect(ended.state == .complete && bench.overrides(late) == ["DOWN", nil, nil])
    }

    @Test func whatIsLeftWhereItIsStays() async throws {
        let bench = Bench()
        _ = try await evacuated(bench, except: ["pay*"])
        #expect(bench.overrides(late) == [nil, nil, nil])
    }

    @Test func aRunnerThatDiesAfterAddingThemGoesOn() async throws {
        let bench = Bench()
        let began = bench.clock.moment
        bench.watch { [late] bench in
            bench.seen(
                ["zone-a": TrafficRate(requestsPerSecond: 100)],
                also: bench.clock.moment - began > 20_000 ? [late] : [])
        }
        let id = try await bench.evacuate(then: [soak])
        for edge in stride(from: 40, to: 90, by: 7) {
            let killer = CrashTests.Killer(at: edge)
            _ = try? await bench.run(id, journal: try bench.journal(observer: killer.observer))
            if try await bench.journal().existing(id).state.isOver { break }
            try await bench.ask(.resume, id)
        }
        if try await !bench.journal().existing(id).state.isOver { _ = try await bench.run(id) }
        #expect(try await bench.journal().existing(id).state == .complete)
        #expect(bench.overrides(late) == [out, out, out] && !bench.system.calls.contains { $0.pointless })
    }
}
