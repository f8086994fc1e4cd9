/// A command, as data.
struct CommandSpec: Sendable {
    /// Its word on the command line; empty for the console.
    let name: String
    /// What follows the name in the usage line (`SERVICE/ADDRESS…`).
    let operands: String
    /// How many operands it takes.
    let operandCount: ClosedRange<Int>
    /// One sentence for the list of commands.
    let summary: String
    /// What `--help` says below it: what it changes, what it prints, its exit status.
    let details: String
    /// Its options, besides those that every command has.
    let options: [OptionSpec]
    /// Not for people: left out of help.
    let hidden: Bool
    /// Does it, beginning on the main thread: the console draws there, and the Lab takes its signals before any other thread is.
    let run: @MainActor @Sendable (Arguments) async throws -> ExitStatus

    init(
        _ name: String, operands: String = "", count: ClosedRange<Int> = 0...0, summary: String, details: String = "",
        options: [OptionSpec] = [], hidden: Bool = false,
        run: @escaping @MainActor @Sendable (Arguments) async throws -> ExitStatus
    ) {
        self.name = name
        self.operands = operands
        self.operandCount = count
        self.summary = summary
        self.details = details
        self.options = options
        self.hidden = hidden
        self.run = run
    }
}
