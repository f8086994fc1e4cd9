/// Why a node could not be read.
public struct ReadError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure.
    public var code: Code
    /// What failed, where, why, and what to do; no secrets, sanitised.
    public var message: String
    /// The reader's state is lost: the collector makes a new one, whose first answer is all of it.
    public var startAnew: Bool

    /// A failure.
    public init(_ code: Code, _ message: String, startAnew: Bool = false) {
        self.code = code
        self.message = message
        self.startAnew = startAnew
    }

    /// The message.
    public var description: String { message }

    /// Kinds of failures; open, so that a new one breaks nobody.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The kind's name.
        public let rawValue: String

        /// A kind by its name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// No answer in time, or no connection.
        public static let unreachable = Code(rawValue: "unreachable")
        /// The node answers and refuses us (401, 403).
        public static let refused = Code(rawValue: "refused")
        /// The node answers that it is not ready (warming up).
        public static let notReady = Code(rawValue: "not-ready")
        /// The answer is not what the protocol says.
        public static let malformed = Code(rawValue: "malformed")
        /// The answer is larger than the bound.
        public static let tooLarge = Code(rawValue: "too-large")
        /// Our side: a secret that cannot be read, a bad address.
        public static let settings = Code(rawValue: "settings")
        /// The call was cancelled.
        public static let cancelled = Code(rawValue: "cancelled")
    }
}
