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
    /// The moment that the last drawing named has come: something shown changes with time alone.
    case timer
    /// The process is in the foreground again after a suspension.
    case resumed
}
