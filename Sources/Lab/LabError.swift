/// What went wrong in the simulated estate: what failed, and what to do about it.
public struct LabError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure; open, so that a new one breaks no caller.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The code's text.
        public let rawValue: String

        /// A code of the given text.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A number of instances or servers that cannot be simulated.
        public static let options = Code(rawValue: "options")
        /// A fault that cannot be: its words are not understood, or it names what is not there.
        public static let fault = Code(rawValue: "fault")
        /// There is no simulated estate to talk to.
        public static let notRunning = Code(rawValue: "not-running")
        /// A server could not be started.
        public static let server = Code(rawValue: "server")
        /// A file or folder could not be written.
        public static let file = Code(rawValue: "file")
    }

    /// The kind of failure.
    public let code: Code
    /// What failed, where, why, and what to do next.
    public let message: String
    /// The failure below this one, where there is one.
    public let cause: (any Error)?

    /// An error with its code and its message.
    public init(code: Code, message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The message, with its code.
    public var description: String {
        "\(message) [\(code.rawValue)]"
    }
}
