import Contract
import Operations
import Topology

/// How far an operation is, counted once a change of the journal: an evacuation has tens of thousands of steps.
struct OperationStanding: Sendable {
    /// One stage of the way that it goes.
    struct Stage: Sendable {
        /// As its steps name it.
        var name: String
        /// Steps that are done, owed or not needed any more.
        var done = 0
        /// All of them.
        var all = 0
        /// Whether one was begun.
        var begun = false
        /// A wait that goes on: since when on the host's clock, and how long it takes.
        var wait: (since: Moment, takesMs: Int64)?
    }

    /// In the order of the steps.
    private(set) var stages: [Stage] = []
    /// Steps done, owed or not needed any more, of all.
    private(set) var done = 0
    private(set) var all = 0
    /// Steps that are owed, of both ways.
    private(set) var owed = 0
    /// Whether anything was sent that may have taken effect.
    private(set) var changedSomething = false
    /// The operation's revision that was counted.
    let revision: Int64

    /// Counts an operation's steps.
    init(_ operation: Operation) {
        revision = operation.revision
        owed = operation.owedSteps.count
        changedSomething = operation.changedSomething
        var index: [String: Int] = [:]
        for step in operation.currentSteps {
            let name = step.step.stage
            let place = index[name] ?? stages.count
            if place == stages.count {
                index[name] = place
                stages.append(Stage(name: name))
            }
            let isDone = step.state != .planned && step.state != .sent && step.state != .failed
            stages[place].all += 1
            stages[place].done += isDone ? 1 : 0
            if step.state != .planned { stages[place].begun = true }
            if step.step.kind == .wait, step.state == .sent, let sent = step.sent {
                stages[place].wait = (sent.moment, step.step.patienceMs)
            }
            all += 1
            done += isDone ? 1 : 0
        }
    }

    /// How much of the planned time is over, from 0 to 1, and how much is left, in milliseconds; nothing where the plan
    /// tells no times, or it goes back.
    func time(of operation: Operation, now: Moment) -> (part: Double, leftMs: Int64)? {
        guard let zone = operation.plan.zonePlan, operation.direction == .forward, zone.takesMs > 0 else { return nil }
        let counted = Dictionary(stages.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var left = 0.0
        for planned in zone.stages {
            guard let stage = counted[planned.name], stage.all > 0 else { continue }
            var part = Double(stage.done) / Double(stage.all)
            if let wait = stage.wait, wait.takesMs > 0 {
                let waited = min(1, Double(max(0, now - wait.since)) / Double(wait.takesMs))
                part += waited / Double(stage.all)
            }
            left += Double(planned.takesMs) * max(0, 1 - part)
        }
        return (1 - left / Double(zone.takesMs), Int64(left))
    }
}
