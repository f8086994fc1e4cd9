import Operations
import Terminal
import Topology

/// What happens to the console; each comes with the clocks' reading of its moment.
public enum ConsoleEvent: Sendable {
    /// A key was pressed.
    case key(Key)
    /// Text was pasted (bracketed, so that a newline in it presses nothing).
    case paste(String)
    /// The terminal has this size now, in columns and rows.
    case resized(columns: Int, rows: Int)
    /// The world changed.
    case snapshot(Snapshot)
    /// The journal changed: all operations, newest first, and what drains of ours keep out.
    case journal(operations: [Operation], drains: [DrainRecord])
    /// New lines of the journal of the operation that is watched (``Effect/watch(operation:)``), oldest first.
    case progress(operation: String, events: [JournalEvent])
    /// The journal cannot be read: what to say about it.
    case journalTrouble(String)
    /// What came of ``Effect/plan(_:number:)``.
    case planned(number: Int, Result<Plan, OperationError>)
    /// A plan became an operation and its runner is under way.
    case started(operation: String)
    /// An effect was done, and there is this to say.
    case told(String)
    /// An effect failed: what to say, which names what to do next.
    case failed(String)
    /// The moment that the last drawing named has come: something shown changes with time alone.
    case timer
    /// The process is in the foreground again after a suspension.
    case resumed
}
