import Ncurses

/// Wakes the loop that waits in `TerminalDriver.wait`, from any thread.
///
/// It stands for the one event descriptor of the process, which is never closed (signal handlers write to it at any
/// time), so a waker can be kept and used as long as one likes, also after the driver has stopped.
public struct Waker: Sendable {
    let descriptor: Int32

    init() {
        descriptor = guard_event_descriptor()
    }

    /// Has `wait` answer `.wake`; several calls before it looks are one.
    public func wake() {
        guard_wake()
    }
}
