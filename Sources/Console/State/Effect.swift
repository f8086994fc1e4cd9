import Topology

/// What the console wants done: it does nothing itself, and says here what the executable does for it.
public enum Effect: Equatable, Sendable {
    /// Give the terminal back and end.
    case quit
    /// Give the terminal back and stop until `fg`.
    case suspend
    /// Send every cell anew: something else wrote on the terminal.
    case redraw
    /// Forget what was typed and not handled yet: a question is shown that it was not meant for.
    case discardTypedAhead
    /// Ask every source now.
    case refresh
    /// Put text on the clipboard.
    case copy(String)
    /// These instances are gone on purpose (a scale-in): forget them.
    case acknowledgeGone([InstanceKey])
}
