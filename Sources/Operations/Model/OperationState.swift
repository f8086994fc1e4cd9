/// Where an operation stands (DESIGN §4, the words of its JSON).
public enum OperationState: String, Codable, CaseIterable, Sendable {
    /// In the journal, and no runner has begun.
    case planned
    /// A runner works on it.
    case running
    /// A runner holds it still until it is told to go on.
    case paused
    /// Every step is done, or owed where the rest counts as done without it (a drain).
    case complete
    /// Done but for nodes that could bring the old state back (a restore, an undo): not complete.
    case owed
    /// Ended before its end; what is done stays.
    case held
    /// Taken back.
    case undone
    /// Being taken back, and that failed.
    case undoFailed = "undo-failed"
    /// Stopped, and only a person can say how it goes on.
    case needsOperator = "needs-operator"
    /// Its runner died in the middle.
    case interrupted

    /// Whether it has come to an end that nothing is expected to follow; its instances are free for others then.
    public var isOver: Bool {
        switch self {
        case .complete, .owed, .held, .undone: true
        case .planned, .running, .paused, .undoFailed, .needsOperator, .interrupted: false
        }
    }

    /// Whether waiting for it makes sense: a runner is, or will be, at work.
    public var isMoving: Bool {
        switch self {
        case .planned, .running, .paused: true
        case .complete, .owed, .held, .undone, .undoFailed, .needsOperator, .interrupted: false
        }
    }
}

/// Which way an operation goes.
public enum Direction: String, Codable, Sendable {
    /// Does what was planned.
    case forward = "do"
    /// Takes it back.
    case undo
}

/// Why a held operation was held: the same state to look at, another exit status.
public enum HoldCause: String, Codable, Sendable {
    /// Somebody asked for it.
    case asked
    /// A gate failed when the runner judged it again; nothing was changed.
    case blocked
    /// A step failed before anything was changed.
    case failed
    /// A stop rule: what receives the traffic is worse than it was before.
    case stopRule = "stop-rule"
}
