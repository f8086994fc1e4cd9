/// What `TerminalDriver.wait` answers.
public enum TerminalEvent: Equatable, Sendable {
    /// A key was pressed.
    case key(Key)
    /// Text was pasted: line ends are `\n`, other control characters are left out. Never to be taken as keys.
    case paste(String)
    /// The terminal has a new size; draw for it.
    case resize(width: Int, height: Int)
    /// The program was stopped and goes on; the terminal is set up again and the next frame is sent whole.
    case resumed
    /// `Waker.wake` was called.
    case wake
    /// The deadline has come.
    case timeout
    /// The program is asked to end by a signal (TERM, HUP, INT, QUIT).
    case quit(signal: Int32)
    /// The terminal is gone: nothing can be shown or read any more.
    case hangup
}
