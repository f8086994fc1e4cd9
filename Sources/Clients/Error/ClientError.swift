/// Why a call failed, or why its answer could not be used.
///
/// The message says where, in which phase and after what time (`10.1.0.5:8761: connect timed out after 3.0 s`), without
/// credentials and without bytes that a terminal would obey.
public struct ClientError: Error, CustomStringConvertible {
    /// What kind of failure.
    public var code: Code
    /// What failed, where and why.
    public var message: String
    /// What it follows from, where that is an error of its own.
    public var cause: (any Error)?
    /// Whether the other side may have received the request. Only where this is false was a write surely not done.
    public var mayHaveBeenSent: Bool

    /// A failure.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil, mayHaveBeenSent: Bool = false) {
        self.code = code
        self.message = message
        self.cause = cause
        self.mayHaveBeenSent = mayHaveBeenSent
    }

    /// The message.
    public var description: String { message }

    /// Kinds of failures; open, so that a new one breaks nobody.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The kind's name.
        public let rawValue: String

        /// A kind by its name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The deadline, the connect timeout or the longest silence passed.
        public static let timeout = Code(rawValue: "timeout")
        /// Nobody listens there, or there is no way to it.
        public static let connectionRefused = Code(rawValue: "connection-refused")
        /// The connection ended before the answer did.
        public static let connectionLost = Code(rawValue: "connection-lost")
        /// The name has no address, or nobody told it in time.
        public static let nameNotResolved = Code(rawValue: "name-not-resolved")
        /// No trust, another name, no handshake, or a certificate of ours that cannot be used.
        public static let tls = Code(rawValue: "tls")
        /// The proxy does not answer or refuses.
        public static let proxy = Code(rawValue: "proxy")
        /// The answer, its headers or one of its elements is larger than its bound.
        public static let tooLarge = Code(rawValue: "too-large")
        /// The answer is not what its protocol says (no HTTP, no JSON).
        public static let malformed = Code(rawValue: "malformed")
        /// The answer ended in the middle.
        public static let truncated = Code(rawValue: "truncated")
        /// The server answers and lets us not in, or not do this.
        public static let refused = Code(rawValue: "refused")
        /// The server answers that it is not ready.
        public static let notReady = Code(rawValue: "not-ready")
        /// The server answers that it failed.
        public static let serverError = Code(rawValue: "server-error")
        /// The caller gave up.
        public static let cancelled = Code(rawValue: "cancelled")
        /// Our side: an address, a header, a secret or a file that cannot be used.
        public static let settings = Code(rawValue: "settings")
    }
}
