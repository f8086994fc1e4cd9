import Glibc
import Ncurses

/// An error of this room.
public struct TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of error; open, so that a new one breaks no caller.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The code's name.
        public let rawValue: String

        /// A code from its name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Standard input or output is no terminal.
        public static let notATerminal = Code(rawValue: "not-a-terminal")
        /// terminfo has no entry to draw with.
        public static let unknownTerminal = Code(rawValue: "unknown-terminal")
        /// The system refused a descriptor or a mode.
        public static let system = Code(rawValue: "system")
        /// A theme file cannot be read or has a line that makes no sense.
        public static let theme = Code(rawValue: "theme")
        /// A text is too long for the clipboard's escape sequence.
        public static let clipboard = Code(rawValue: "clipboard")
    }

    /// What kind of error.
    public let code: Code
    /// What failed, where, why, and what to do next.
    public let message: String
    /// What the system said; empty where it said nothing.
    public let cause: String

    /// An error.
    public init(_ code: Code, _ message: String, cause: String = "") {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// What the system says of the call that has just failed.
    static var lastCause: String { strerror(errno).map { String(cString: $0) } ?? "" }

    /// The message and its cause.
    public var description: String {
        cause.isEmpty ? message : "\(message): \(cause)"
    }
}
