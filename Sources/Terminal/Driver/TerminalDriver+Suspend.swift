import Ncurses

extension TerminalDriver {
    /// Gives the terminal back and stops the process group, as Ctrl-Z does everywhere; returns when it goes on.
    ///
    /// Where nobody could continue the group (the console is what `ssh` runs, without a shell) the system does not stop
    /// it. In either case `wait` answers `.resumed` next, and the frame after that is sent whole.
    public func suspend() {
        guard screen != nil, !isGone else { return }
        leaveScreen()
        disarm()
        isSuspended = true
        guard_stop()
        waker.wake()
    }

    /// Takes the terminal again after the process was stopped, by whomever.
    func resume() {
        guard screen != nil, !isGone else { return }
        reset_prog_mode()
        isShown = false
        arm()
    }
}
