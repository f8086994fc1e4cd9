import Contract
import Storage
import Synchronization
import Topology

@testable import Operations

/// A host: an estate, a scripted system, a journal on disk, and runners that can be killed.
final class Bench: Sendable {
    let clock = TestClock()
    let folder = Folder()
    let system: ScriptedSystem
    let dead = Mutex<Set<Int32>>([])
    private let pids = Mutex<Int32>(0)
    let estateFile = Mutex(testEstate)
    let program = Mutex("0.1.0")
    let states = Mutex<[InstanceKey: InstanceState]>([:])
    /// What a runner's open eyes see.
    let watched = Mutex<(@Sendable () -> Snapshot)?>(nil)

    init(replicates: Bool = false, comparesAndSets: Bool = false, watchMs: Int64 = 0) {
        system = ScriptedSystem(
            clock, nodes: World().nodes, replicates: replicates, comparesAndSets: comparesAndSets, watchMs: watchMs)
    }

    static func target(_ instance: InstanceKey) -> String { "PAYMENT/host:\(instance.address)" }

    /// The estate as it is now.
    var world: World {
        var world = World()
        world.now = clock.clock()
        world.silent = Set(world.nodes.map(\.address).filter(system.isSilent))
        for (key, state) in states.withLock({ $0 }) { world.states[key] = state }
        for key in world.states.keys where world.states[key] == .up {
            let isOut = world.nodes.contains { system.value($0.address, Self.target(key)) == "OUT_OF_SERVICE" }
            if isOut { world.states[key] = .out }
        }
        return world
    }

    func journal(
        pageLimit: Int? = nil, observer: (@Sendable (Journal.WritePoint) throws -> Void)? = nil
    ) throws -> Journal {
        try openJournal(
            folder, clock: clock, alive: { [self] pid in dead.withLock { !$0.contains(pid) } }, pageLimit: pageLimit,
            observer: observer)
    }

    func plan(
        _ kind: OperationKind = .drain, _ instances: [InstanceKey] = [World.b1], overrides: [String: String] = [:],
        owes: [String: String] = [:]
    ) async throws -> Plan {
        let world = world
        let actuator = ScriptedActuator(system: system)
        return try await Planner(
            snapshot: world.snapshot, sources: [world.settings], actuator: { _ in actuator }, journal: try journal(),
            estateFile: testEstate, program: "0.1.0", clock: clock.clock
        ).plan(
            PlanRequest(
                kind: kind, instances: instances, reason: "ticket 4711", by: "ana@bastion", overrides: overrides,
                owes: owes))
    }

    /// Plans, confirms and journals.
    func start(
        _ kind: OperationKind = .drain, _ instances: [InstanceKey] = [World.b1], overrides: [String: String] = [:],
        owes: [String: String] = [:]
    ) async throws -> String {
        try await journal().create(try await plan(kind, instances, overrides: overrides, owes: owes))
    }

    /// A fresh runner process runs the operation to where it ends.
    func run(_ id: String, journal given: Journal? = nil) async throws -> Operation {
        let pid = pids.withLock { pids in
            pids += 1
            return pids
        }
        defer {
            dead.withLock { _ = $0.insert(pid) }
            // What a test hangs on the calls usually holds this bench, which would keep its folder for ever.
            system.onCall { _ in }
        }
        let world = world
        let actuator = ScriptedActuator(system: system)
        let clock = clock
        let runner = Runner(
            journal: try given ?? journal(), actuator: { $0 == "registry" ? actuator : nil },
            evidence: { [self] in self.world.snapshot }, watch: { [self] in watched.withLock { $0 }?() },
            sources: { [world.settings] },
            estateFile: estateFile.withLock { $0 }, program: program.withLock { $0 }, process: process(pid),
            clock: clock.clock, sleep: { try await clock.sleep($0) },
            heartbeat: { _ in try await Task.sleep(for: .seconds(3_600)) })
        return try await runner.run(id)
    }

    @discardableResult
    func ask(
        _ kind: Request.Kind, _ id: String, owes: [String: String] = [:], overrides: [String: String] = [:]
    ) async throws -> RequestEffect {
        try await journal().request(
            Request(kind, by: "ana@bastion", at: clock.clock().wall, owes: owes, overrides: overrides), of: id)
    }

    func overrides(_ instance: InstanceKey = World.b1) -> [String?] {
        system.nodes.map { system.value($0.address, Self.target(instance)) }
    }
}

let out: String? = "OUT_OF_SERVICE"
