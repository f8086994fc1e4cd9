/// Why there is no estate to work with.
public struct EstateError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is; open, so that a new kind breaks no caller.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The name of the kind, as logs print it.
        public let rawValue: String

        /// A kind of this name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// There is no estate file where one was looked for.
        public static let notFound = Code(rawValue: "not-found")
        /// The file is there and cannot be read.
        public static let unreadable = Code(rawValue: "unreadable")
        /// Others may change the file.
        public static let insecure = Code(rawValue: "insecure")
        /// The file has mistakes; `problems` holds each.
        public static let invalid = Code(rawValue: "invalid")
        /// A secret cannot be had.
        public static let secret = Code(rawValue: "secret")
    }

    /// The kind of failure.
    public let code: Code
    /// What failed, where, why, and what to do next; several lines where there are several problems.
    public let message: String
    /// What brought it about, where that is an error of its own.
    public let cause: (any Error)?
    /// Each mistake of the file, in its order.
    public let problems: [Problem]

    /// An error of this kind.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
        problems = []
    }

    /// The mistakes of a file.
    init(problems: [Problem]) {
        code = .invalid
        cause = nil
        self.problems = problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        let shown = self.problems.prefix(30).map(\.description)
        let rest = problems.count - shown.count
        message = shown.joined(separator: "\n") + (rest > 0 ? "\nand \(rest) more" : "")
    }

    /// The message.
    public var description: String { message }
}
