/// What went wrong with a plan, the journal or a run, in words for whoever has to go on from there.
public struct OperationError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure.
    public let code: Code
    /// What failed, where, why, and what to do next; no secrets.
    public let message: String
    /// What brought it about, where that is an error of its own.
    public let cause: (any Error)?

    /// An error of this kind.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The message.
    public var description: String { message }

    /// What a command exits with that ends in this error before its operation ended.
    public var exit: OperationExit {
        switch code {
        case .usage, .notFound: .usage
        case .locked, .blocked: .blocked
        case .running, .silent, .changed, .lost, .cancelled: .needsOperator
        default: .failed
        }
    }

    /// Kinds of failures; open, so that a new one breaks nobody.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The kind's name.
        public let rawValue: String

        /// A kind by its name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// What was asked for makes no sense: an unknown gate, node or instance, a reason that is missing.
        public static let usage = Code(rawValue: "usage")
        /// There is no such operation.
        public static let notFound = Code(rawValue: "not-found")
        /// Another operation that is not finished works on the same instance.
        public static let locked = Code(rawValue: "locked")
        /// A gate stands in the way.
        public static let blocked = Code(rawValue: "blocked")
        /// A runner works on the operation already.
        public static let running = Code(rawValue: "running")
        /// A runner's process is there but has stopped telling that it lives.
        public static let silent = Code(rawValue: "silent")
        /// The operation's state does not allow what was asked.
        public static let state = Code(rawValue: "state")
        /// The estate file or the program is another one than the operation was planned with.
        public static let changed = Code(rawValue: "changed")
        /// Another runner has taken the operation over.
        public static let lost = Code(rawValue: "lost")
        /// The journal cannot be read or written.
        public static let journal = Code(rawValue: "journal")
        /// The runner's process could not be started.
        public static let launch = Code(rawValue: "launch")
        /// The run was ended from outside.
        public static let cancelled = Code(rawValue: "cancelled")
    }
}
