/// What went wrong while a server was set up: which call on which address failed, and what to try.
public struct ServingError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure; open, so that a new one breaks no caller.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The code's text, as logs show it.
        public let rawValue: String

        /// A code of the given text.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The address given is not an IPv4 address.
        public static let badAddress = Code(rawValue: "bad-address")
        /// The socket could not be made, bound or listened on: the port is taken, or the address is not this machine's.
        public static let socket = Code(rawValue: "socket")
        /// The library refused to start a daemon.
        public static let daemon = Code(rawValue: "daemon")
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
