import Contract
import Synchronization
import Topology

@testable import Operations

/// A registry in memory, of several nodes that replicate to each other: the oracle of what was sent and when.
final class ScriptedSystem: Sendable {
    /// What a node is to do with a call, instead of doing it and saying so.
    enum Twist: Sendable {
        case rejected, conflict, notSent
        /// Done, but no answer arrives.
        case doneUnheard
        /// Not done, and no answer arrives.
        case lostUnheard
        /// Says done and does nothing.
        case pretends
        /// The sender dies while it is under way; it arrives this much later.
        case diesUnderWay(arrivesAfterMs: Int64)
    }

    struct Call: Equatable, CustomStringConvertible {
        var node: String
        var action: String
        var target: String
        /// A read just before would have shown its effect: it should not have been sent.
        var pointless: Bool
        var description: String { "\(action) \(target) on \(node)\(pointless ? " (pointless)" : "")" }
    }

    private struct Override { var value: String?; var version: Int }
    private struct State {
        var overrides: [String: [String: Override]] = [:]
        var arriving: [(at: Int64, node: String, target: String, value: String?)] = []
        var calls: [Call] = []
        var twists: [Int: Twist] = [:]
        var silent: Set<String> = []
        var gone: Set<String> = []
        var onCall: (@Sendable (Int) async -> Void)?
        var silenceMs: Int64 = 0
        var checks: [String: Int] = [:]
    }

    private let state = Mutex(State())
    let clock: TestClock
    let nodes: [(address: String, zone: String)]
    let replicates: Bool
    let comparesAndSets: Bool
    let watchMs: Int64
    /// Tells that the process that called is to die.
    let die = Mutex<(@Sendable () -> Void)?>(nil)

    init(
        _ clock: TestClock, nodes: [(address: String, zone: String)], replicates: Bool = false,
        comparesAndSets: Bool = false, watchMs: Int64 = 0
    ) {
        self.clock = clock
        self.nodes = nodes
        self.replicates = replicates
        self.comparesAndSets = comparesAndSets
        self.watchMs = watchMs
    }

    var calls: [Call] { state.withLock { $0.calls } }
    func twist(_ call: Int, _ twist: Twist) { state.withLock { $0.twists[call] = twist } }
    func silence(_ nodes: Set<String>) { state.withLock { $0.silent = nodes } }
    /// How long a silent node keeps whoever asks it waiting.
    func silenceTakes(_ milliseconds: Int64) { state.withLock { $0.silenceMs = milliseconds } }
    /// How often a node was read.
    func checks(_ node: String) -> Int { state.withLock { $0.checks[node] ?? 0 } }
    /// What asking a node costs.
    func delay(_ node: String) -> Int64 { state.withLock { $0.silent.contains(node) ? $0.silenceMs : 0 } }
    func forget(_ target: String) { state.withLock { _ = $0.gone.insert(target) } }
    func onCall(_ body: @escaping @Sendable (Int) async -> Void) { state.withLock { $0.onCall = body } }

    /// Sets an override as somebody else would.
    func set(_ node: String, _ target: String, _ value: String?) {
        state.withLock { put(node, target, value, &$0) }
    }

    func value(_ node: String, _ target: String) -> String? {
        state.withLock { state in
            arrive(&state)
            return state.overrides[node]?[target]?.value
        }
    }

    private func put(_ node: String, _ target: String, _ value: String?, _ state: inout State) {
        let version = state.overrides[node]?[target]?.version ?? 0
        state.overrides[node, default: [:]][target] = Override(value: value, version: version + 1)
    }

    /// Lets what is under way arrive whose time has come.
    private func arrive(_ state: inout State) {
        let now = clock.moment.milliseconds
        for late in state.arriving where late.at <= now { put(late.node, late.target, late.value, &state) }
        state.arriving.removeAll { $0.at <= now }
    }

    func check(_ step: Step) -> Standing {
        state.withLock { state in
            arrive(&state)
            state.checks[step.node, default: 0] += 1
            if state.silent.contains(step.node) { return .unknown("no answer in 3 s") }
            if state.gone.contains(step.target) { return .moot("\(step.target) is listed no more") }
            let there = state.overrides[step.node]?[step.target]?.value
            return there == step.action.fields["value"] ? .holds : .doesNot("override is \(there ?? "none")")
        }
    }

    func version(_ node: String, _ target: String) -> Int {
        state.withLock { $0.overrides[node]?[target]?.version ?? 0 }
    }

    func saved(_ node: String, _ target: String) -> [String: String] {
        state.withLock { state in
            arrive(&state)
            var before: [String: String] = [:]
            before[Step.savedOverride] = state.overrides[node]?[target]?.value
            return before
        }
    }

    func isSilent(_ node: String) -> Bool { state.withLock { $0.silent.contains(node) } }

    func apply(_ step: Step) async -> Outcome {
        let value = step.action.fields["value"]
        let (outcome, dies, hook, number): (Outcome, Bool, (@Sendable (Int) async -> Void)?, Int) = state.withLock {
            state in
            arrive(&state)
            let there = state.overrides[step.node]?[step.target]
            state.calls.append(
                Call(
                    node: step.node, action: value == nil ? "DELETE" : "PUT", target: step.target,
                    pointless: there?.value == value))
            let number = state.calls.count
            let hook = state.onCall
            if state.silent.contains(step.node) { return (.unknown("no answer in 3 s"), false, hook, number) }
            switch state.twists[number] {
            case .rejected: return (.rejected("403"), false, hook, number)
            case .conflict: return (.conflict("version differs"), false, hook, number)
            case .notSent: return (.notSent("connection refused"), false, hook, number)
            case .lostUnheard: return (.unknown("reset"), false, hook, number)
            case .pretends: return (.done(receipt: ["status": "200"]), false, hook, number)
            case .diesUnderWay(let later):
                state.arriving.append((clock.moment.milliseconds + later, step.node, step.target, value))
                return (.unknown("killed"), true, hook, number)
            case .doneUnheard, nil: break
            }
            if comparesAndSets, let wanted = step.action.fields["version"], wanted != "\(there?.version ?? 0)" {
                return (.conflict("version is \(there?.version ?? 0), not \(wanted)"), false, hook, number)
            }
            put(step.node, step.target, value, &state)
            if replicates {
                for node in nodes where node.address != step.node && !state.silent.contains(node.address) {
                    state.arriving.append((clock.moment.milliseconds + 1_000, node.address, step.target, value))
                }
            }
            if case .doneUnheard = state.twists[number] { return (.unknown("reset"), false, hook, number) }
            let version = state.overrides[step.node]?[step.target]?.version ?? 0
            return (.done(receipt: ["status": "200", "version": "\(version)"]), false, hook, number)
        }
        await hook?(number)
        if dies { die.withLock { $0 }?() }
        return outcome
    }
}

/// Changes a `ScriptedSystem` as a connector would.
struct ScriptedActuator: Actuator {
    let system: ScriptedSystem

    func capabilities(until deadline: Moment) async -> [NodeID: Capability] {
        var all: [NodeID: Capability] = [:]
        for node in system.nodes {
            all[NodeID(source: "registry", node: node.address)] =
                system.isSilent(node.address) ? .silent("no answer in 3 s") : .writable(["drain", "restore"])
        }
        return all
    }

    func plan(_ intent: Intent, until deadline: Moment) async -> PlanDraft {
        var draft = PlanDraft(clientDelay: ClientDelay(milliseconds: 95_000, text: "30 s + 30 s + 35 s"))
        for target in intent.targets {
            for (index, node) in system.nodes.enumerated() {
                let name = "\(target.sourceService)/\(target.id)"
                let value: String? = intent.kind == .drain ? "OUT_OF_SERVICE" : target.saved[node.address]
                var step = Step(
                    stage: "registry", lane: "\(target.instance)", source: "registry", node: node.address,
                    nodeZone: node.zone, target: name, instance: target.instance, targetZone: target.zone,
                    call: "curl -X PUT '\(node.address)/\(name)?value=\(value ?? "")'",
                    action: StepAction(name: "scripted.set", fields: [:]), before: system.saved(node.address, name),
                    patienceMs: index > 0 && intent.kind == .drain && system.replicates ? 5_000 : 0,
                    watchMs: intent.kind == .drain ? 0 : system.watchMs, idempotent: !system.comparesAndSets,
                    silence: node.zone == target.zone ? .owe : .ask)
                step.action.fields["value"] = value
                if system.comparesAndSets {
                    step.action.fields["version"] = "\(system.version(node.address, name))"
                }
                draft.steps.append(step)
            }
        }
        return draft
    }

    func check(_ step: Step, until deadline: Moment) async -> Standing {
        let delay = system.delay(step.node)
        if delay > 0 { try? await system.clock.sleep(delay) } else { await Task.yield() }
        return system.check(step)
    }

    func apply(_ step: Step, until deadline: Moment) async -> Outcome {
        await Task.yield()
        return await system.apply(step)
    }

    func undo(of step: Step, receipt: [String: String]) -> Step? {
        var undo = step
        undo.action.fields["value"] = step.before[Step.savedOverride]
        undo.action.fields["version"] = receipt["version"]
        undo.before[Step.savedOverride] = step.action.fields["value"]
        undo.call = "curl -X DELETE '\(step.node)/\(step.target)'"
        undo.patienceMs = 0
        return undo
    }
}
