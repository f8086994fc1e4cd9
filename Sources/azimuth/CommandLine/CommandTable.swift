import Operations

/// All commands: parsing, help and completions are made from this one table.
enum CommandTable {
    /// The version that `--version` prints and that operations are planned with.
    static let version = "0.1.0"

    /// Options that every command has.
    static let common = [
        OptionSpec("config", short: "c", value: "FILE", help: "the estate file"),
        OptionSpec("trace", value: "FILE", help: "write every call and answer to FILE, secrets redacted"),
        OptionSpec("help", short: "h", help: "this text"),
    ]

    static let all: [CommandSpec] = [
        ConsoleCommand.spec, CheckCommand.spec, SnapshotCommand.spec, ChangeCommands.drain, ChangeCommands.restore,
        ChangeCommands.clearOverride, ZoneCommands.evacuate, ZoneCommands.shift, ZoneCommands.setWeights,
        ZoneCommands.repair, OperationCommands.overrides, OperationCommands.operations, OperationCommands.show,
        ControlCommands.resume, ControlCommands.pause, ControlCommands.hold, ControlCommands.undo,
        ControlCommands.settle, ControlCommands.extend, InitCommand.spec, DemoCommand.spec, LabCommand.spec,
        RunCommand.spec,
    ]

    /// Runs the command of a command line and answers its exit status; prints what went wrong.
    @MainActor
    static func run(_ words: [String]) async -> ExitStatus {
        do {
            return try await dispatch(words)
        } catch let error as CommandError {
            Output.error("azimuth: \(error.message)")
            return error.status
        } catch let error as OperationError {
            Output.error("azimuth: \(error.message)")
            return ExitStatus(rawValue: error.exit.rawValue)
        } catch {
            Output.error("azimuth: \(error)")
            return .failed
        }
    }

    @MainActor
    private static func dispatch(_ words: [String]) async throws -> ExitStatus {
        let first = words.first ?? ""
        if first == "--version" || first == "version" {
            Output.line("azimuth \(version)")
            return .complete
        }
        if first == "--help" || first == "-h" || first == "help" {
            Output.line(Help.overview(all))
            return .complete
        }
        if first == "completions" {
            Output.line(Help.bashCompletion(all, common: common))
            return .complete
        }
        let name = first.hasPrefix("-") ? "" : first
        guard let command = all.first(where: { $0.name == name }) else {
            let near = Spelling.nearest(to: name, among: all.filter { !$0.hidden }.map(\.name))
            throw CommandError.usage(
                "\(Output.sanitised(name)): no such command" + (near.map { "; did you mean \($0)?" } ?? "")
                    + "\nazimuth --help lists them")
        }
        let arguments = try Arguments(
            Array(words.dropFirst(name.isEmpty ? 0 : 1)), options: command.options + common, command: name)
        if arguments.has("help") {
            Output.line(Help.page(command, common: common))
            return .complete
        }
        guard command.operandCount.contains(arguments.operands.count) else {
            throw CommandError.usage(
                "wants \(command.operands.isEmpty ? "no operands" : command.operands)"
                    + "\nazimuth \(name) --help says more")
        }
        return try await command.run(arguments)
    }
}
