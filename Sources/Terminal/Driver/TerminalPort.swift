import Glibc
import Ncurses

/// Where a driver reads and writes, and what it may assume there.
struct TerminalPort {
    let input: Int32
    let output: Int32
    /// The terminal's type: a terminfo name.
    let type: String
    /// Whether text goes out in UTF-8.
    let isUTF8: Bool
    /// Whether the process's signals, exit and standard error are the driver's to look after. Not in tests, where the
    /// terminal is a pseudo-terminal of theirs.
    let ownsProcess: Bool

    /// The terminal that the process was started in.
    static func ofProcess() -> TerminalPort {
        TerminalPort(
            input: STDIN_FILENO, output: STDOUT_FILENO, type: TerminalDescription.environment("TERM") ?? "",
            isUTF8: TerminalDescription.prepareLocale(), ownsProcess: true)
    }
}
