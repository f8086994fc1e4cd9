import Contract
import Topology

/// An operation as the journal has it.
public struct Operation: Hashable, Sendable {
    /// Short and unique in its journal (`7f3a`).
    public var id: String
    /// What was confirmed.
    public var plan: Plan
    /// SHA-256 of the plan's canonical JSON.
    public var planHash: String
    /// Where it stands; `interrupted` where the journal says that it runs and its runner is dead.
    public var state: OperationState
    /// Why it is held, where it is.
    public var cause: HoldCause?
    /// Which way it goes.
    public var direction: Direction
    /// When it was put into the journal.
    public var createdAt: Timestamp
    /// When a runner first took it.
    public var startedAt: Timestamp?
    /// When it came to its end, or to where a person is needed.
    public var endedAt: Timestamp?
    /// The gates as judged last.
    public var gates: [Gate]
    /// What does, in order.
    public var steps: [OperationStep]
    /// What takes back, in order; empty unless an undo was begun.
    public var undoSteps: [OperationStep]
    /// Reasons by node, those of the plan and those given since.
    public var owes: [String: String]
    /// Reasons by gate, those of the plan and those given since.
    public var overrides: [String: String]
    /// What there is to say of its state, in an operator's words, with what to do next.
    public var message: String?
    /// When the last client knows at worst, once every node tells of a drain.
    public var clientsFollowBy: Timestamp?
    /// The runner that has it, or had it last.
    public var runner: RunnerRecord?
    /// Whether that runner lives; nothing where there never was one, or it ended by itself.
    public var liveness: RunnerLiveness?
    /// Rises with every change of it; nothing changed where it is the same.
    public var revision: Int64
    /// When it is to be looked at again, as it was extended last; nothing where it has no expiry.
    public var expiresAt: Timestamp?

    /// The kind of change.
    public var kind: OperationKind { plan.kind }

    /// Its instances: those of the plan and those that were added while it ran.
    public var instances: [InstanceKey] {
        var seen = Set(plan.instances)
        return plan.instances + steps.compactMap(\.added?.target?.instance).filter { seen.insert($0).inserted }
    }

    /// The steps of the way it goes.
    public var currentSteps: [OperationStep] { direction == .undo ? undoSteps : steps }

    /// Its owed steps, of both ways.
    public var owedSteps: [OperationStep] { (steps + undoSteps).filter { $0.state == .owed } }

    /// Whether anything was sent that may have taken effect.
    public var changedSomething: Bool { steps.contains { $0.mayHaveTakenEffect || $0.state == .undone } }

    /// What a command exits with that waited for it.
    public func exit(asked: Request.Kind? = nil) -> OperationExit {
        OperationExit(state: state, cause: cause, owed: owedSteps.count, asked: asked)
    }
}
