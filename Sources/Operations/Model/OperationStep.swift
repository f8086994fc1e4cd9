import Contract
import Topology

/// A step of an operation as the journal has it: what it is, and what has become of it.
public struct OperationStep: Hashable, Sendable {
    /// Whether it does, or takes back.
    public var direction: Direction
    /// Its place in that direction, from 0.
    public var index: Int
    /// What is sent, read back, waited for.
    public var step: Step
    /// What takes it back, saved before it was sent.
    public var undo: Step?
    /// The step that it takes back, where it is one of an undo.
    public var undoes: Int?
    /// Where it stands.
    public var state: StepState
    /// How often it was sent.
    public var sends: Int
    /// Whether some sending of it may have taken effect, whatever came of the later ones.
    public var touched: Bool
    /// When it was sent last, nothing where it never was.
    public var sent: SentRecord?
    /// What came of sending it last, nothing while that is not known.
    public var outcome: StepOutcome?
    /// What its outcome gave for the undo.
    public var receipt: [String: String]
    /// Why it is owed, failed or skipped, or what it waits for.
    public var error: String?
    /// When it was read back, on the host's monotonic clock of boot `sent.boot`.
    public var doneAt: Moment?
    /// How long the last call took, in milliseconds.
    public var callMs: Int64?

    /// What its source was asked for, where it was added while the operation ran.
    public var added: AddedStep?

    /// Its node.
    public var node: NodeID { NodeID(source: step.source, node: step.node) }

    /// Whether its effect may be there by this operation's doing, so that an undo must take it back.
    public var mayHaveTakenEffect: Bool {
        switch state {
        case .planned, .sent, .done, .owed, .failed: touched && step.kind == .change
        case .undone, .skipped: false
        }
    }
}

/// When a step was sent, so that another process can tell how long it may still be under way.
public struct SentRecord: Codable, Hashable, Sendable {
    /// On the host's monotonic clock.
    public var moment: Moment
    /// Which boot that clock counts from.
    public var boot: String
    /// By the wall clock, for people.
    public var wall: Timestamp

    /// A record.
    public init(moment: Moment, boot: String, wall: Timestamp) {
        self.moment = moment
        self.boot = boot
        self.wall = wall
    }

    /// How long until nothing of it can be under way any more, in milliseconds; 0 where that is so now.
    ///
    /// After another boot its sender is gone for at least as long as the host is up, whatever the wall clock says.
    public func remaining(deadlineMs: Int64, now: Moment, boot: String) -> Int64 {
        let passed = boot == self.boot ? now - moment : now.milliseconds
        return max(0, deadlineMs - max(0, passed))
    }
}

/// What came of sending a step, as the journal keeps it.
public enum StepOutcome: String, Codable, Sendable {
    /// The node said that it is done.
    case done
    /// The node refused.
    case rejected
    /// Somebody else changed it first.
    case conflict
    /// It did not reach the node.
    case notSent = "not-sent"
    /// It may have been done.
    case unknown

    /// Whether nothing can have come of it.
    var changedNothing: Bool {
        switch self {
        case .rejected, .conflict, .notSent: true
        case .done, .unknown: false
        }
    }
}
