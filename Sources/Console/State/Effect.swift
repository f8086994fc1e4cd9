import Operations
import Topology

/// What the console wants done: it does nothing itself, and says here what the executable does for it.
public enum Effect: Hashable, Sendable {
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
    /// Make a plan and answer with ``ConsoleEvent/planned(number:_:)`` of the same number; nothing is changed.
    case plan(PlanRequest, number: Int)
    /// Put a confirmed plan into the journal, start its runner, answer ``ConsoleEvent/started(operation:)``.
    case start(Plan)
    /// Ask something of an operation, with reasons for nodes that are owed and gates that are passed over from now on.
    case request(Request.Kind, operation: String, owes: [String: String] = [:], overrides: [String: String] = [:])
    /// Look at an operation later than it says: so much is added to its expiry, in milliseconds.
    case extend(operation: String, byMs: Int64)
    /// Play a fault of the simulated estate, in the words of `azimuth lab fault`.
    case lab(String)
    /// Send the journal's lines of this operation from now on, of none where it is nothing.
    case watch(operation: String?)
}
