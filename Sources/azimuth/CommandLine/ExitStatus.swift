/// What the shell is told (DESIGN §8); operations map their end to it in one place.
struct ExitStatus: RawRepresentable, Hashable, Sendable {
    let rawValue: Int32

    /// It did what was asked.
    static let complete = ExitStatus(rawValue: 0)
    /// It failed before anything was changed; `check`: a node falls short.
    static let failed = ExitStatus(rawValue: 1)
    /// The command line or the estate file.
    static let usage = ExitStatus(rawValue: 2)
    /// Steps are owed.
    static let owed = ExitStatus(rawValue: 3)
    /// A gate blocks it.
    static let blocked = ExitStatus(rawValue: 4)
    /// Held or undone, and nobody asked this command for it.
    static let stopped = ExitStatus(rawValue: 5)
    /// Needs an operator, was interrupted, or an undo failed.
    static let needsOperator = ExitStatus(rawValue: 6)
}

/// An error that ends the command: what is printed, and the exit status.
struct CommandError: Error {
    let status: ExitStatus
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    static func usage(_ message: String) -> CommandError { CommandError(.usage, message) }
}
