/// What went wrong with a file of ours, in words for whoever has to mend it.
public struct StorageError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is; open, so that a new kind breaks no caller.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The name of the kind, as logs print it.
        public let rawValue: String

        /// A kind of this name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Another connection holds the lock, for longer than the busy timeout.
        public static let busy = Code(rawValue: "busy")
        /// The disk, the quota or the file's own limit is full.
        public static let full = Code(rawValue: "full")
        /// The file or its directory cannot be written.
        public static let readOnly = Code(rawValue: "read-only")
        /// The content is damaged, or was never a database.
        public static let corrupt = Code(rawValue: "corrupt")
        /// There is no such file, or no right to open it.
        public static let cannotOpen = Code(rawValue: "cannot-open")
        /// A row breaks a rule of its table (unique, not null, check, foreign key).
        public static let constraint = Code(rawValue: "constraint")
        /// The program used the database wrongly: a defect of ours.
        public static let misuse = Code(rawValue: "misuse")
        /// A disk error other than being full. Whether the last transaction will survive a crash is not known.
        public static let io = Code(rawValue: "io")
        /// The file was written by a newer version of the program.
        public static let newer = Code(rawValue: "newer")
        /// The file is older than the program and may not be brought up to date here.
        public static let older = Code(rawValue: "older")
        /// The file belongs to something else.
        public static let foreign = Code(rawValue: "foreign")
        /// Others may write the file.
        public static let insecure = Code(rawValue: "insecure")
        /// A column does not hold what was asked of it.
        public static let typeMismatch = Code(rawValue: "type-mismatch")
        /// Memory ran out.
        public static let memory = Code(rawValue: "memory")
    }

    /// The kind of failure.
    public let code: Code
    /// What failed, on which file, why, and what to do next.
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
}
