/// What a command that waited for an operation exits with (DESIGN §8).
public enum OperationExit: Int32, CaseIterable, Sendable {
    /// It did what was asked.
    case complete = 0
    /// It failed before anything was changed.
    case failed = 1
    /// The command line or the estate file.
    case usage = 2
    /// Steps are owed.
    case owed = 3
    /// A gate blocks it.
    case blocked = 4
    /// Held or undone, and this command did not ask for that.
    case stopped = 5
    /// Needs an operator, was interrupted, or an undo failed.
    case needsOperator = 6

    /// The exit of an operation's end.
    ///
    /// - Parameter asked: what the waiting command asked for: `hold` and `undo` got what they wanted where it ends so.
    public init(state: OperationState, cause: HoldCause?, owed: Int, asked: Request.Kind? = nil) {
        switch state {
        case .complete: self = owed > 0 ? .owed : .complete
        case .owed: self = .owed
        case .held:
            switch cause {
            case .blocked: self = .blocked
            case .failed: self = .failed
            case .stopRule: self = .stopped
            case .asked, nil: self = asked == .hold ? .complete : .stopped
            }
        case .undone: self = asked == .undo || asked == .settle ? .complete : .stopped
        case .paused: self = asked == .pause ? .complete : .needsOperator
        // One that is still planned when nobody waits for it any more never got a runner: it can be resumed.
        case .planned, .running, .undoFailed, .needsOperator, .interrupted: self = .needsOperator
        }
    }
}
