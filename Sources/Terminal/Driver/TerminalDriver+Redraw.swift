import Glibc
import Ncurses

extension TerminalDriver {
    /// Sends the next frame whole: something else wrote on the terminal.
    public func redraw() {
        painter.forget()
        screen_forget()
    }

    /// Forgets what was typed and not read yet: it was not meant for the question that is shown next.
    public func discardInput() {
        guard !isGone else { return }
        tcflush(port.input, TCIFLUSH)
        decoder = InputDecoder()
    }
}
