import Collector
import Contract
import Estate
import FoundationEssentials
import Lab
import Operations
import Topology

/// `azimuth run`: the runner's process. Not for people: `drain`, `resume` … and the console start it, detached.
enum RunCommand {
    static let spec = CommandSpec(
        "run", operands: "OPERATION", count: 1...1, summary: "carry an operation out (started by the other commands)",
        options: [OptionSpec("journal", value: "FILE", help: "the journal that the operation is in")], hidden: true,
        run: run)

    /// What the exit status of a runner that could not go on says; nothing where the journal tells itself.
    static func trouble(_ status: Int32?) -> String? {
        switch status {
        case journalTrouble: "the journal cannot be written: its disk is full, or it may only be read"
        case estateTrouble: "the runner cannot read the estate file"
        case nil, 0, otherTrouble: nil
        case let number?:
            number > 128 ? "the runner was killed (signal \(number - 128))" : "the runner ended with status \(number)"
        }
    }

    private static let journalTrouble: Int32 = 74
    private static let estateTrouble: Int32 = 78
    private static let otherTrouble: Int32 = 70

    private static func run(_ arguments: Arguments) async throws -> ExitStatus {
        let setup: Setup
        do {
            setup = try Setup(arguments)
        } catch let error as CommandError {
            Output.error("azimuth run: \(error.message)")
            return ExitStatus(rawValue: estateTrouble)
        }
        let hold = labHold(setup.file.path)
        defer { withExtendedLifetime(hold) {} }
        do {
            let journal =
                try arguments.value("journal").map {
                    try Journal(path: $0, sharing: setup.journalPlace.sharing, clock: setup.clock)
                } ?? setup.journal()
            let id = arguments.operands[0]
            let eyes = RunnerEyes(setup, try await journal.existing(id).plan)
            await eyes.prepare()
            let operation = try await runner(setup, journal, eyes).run(id)
            await eyes.close()
            Output.line("\(setup.clock().wall.rfc3339) \(id) \(operation.state.rawValue) \(operation.message ?? "")")
            return .complete
        } catch let error as OperationError {
            Output.error("\(setup.clock().wall.rfc3339) azimuth run: \(error.message)")
            return ExitStatus(rawValue: error.code == .journal ? journalTrouble : otherTrouble)
        }
    }

    /// A simulated estate stays as long as a runner is at work on it.
    private static func labHold(_ config: String) -> LabHold? {
        guard let slash = config.lastIndex(of: "/") else { return nil }
        let directory = String(config[..<slash])
        guard FileManager.default.fileExists(atPath: "\(directory)/holders") else { return nil }
        return try? LabHold(dir: directory)
    }

    static let sleep: Sleeper = { milliseconds in
        try await Task.sleep(for: .milliseconds(milliseconds), clock: .continuous)
    }

    /// A runner whose gates and stop rules see what it reads itself.
    private static func runner(_ setup: Setup, _ journal: Journal, _ eyes: RunnerEyes) -> Runner {
        Runner(
            journal: journal, actuator: { eyes.actuator($0) }, evidence: { await eyes.evidence() },
            watch: { await eyes.watch() }, sources: { eyes.settings }, rules: OperationRules(setup.file.operations),
            estateFile: setup.fileReference, program: CommandTable.version, process: .current, clock: setup.clock,
            sleep: sleep, heartbeat: sleep)
    }
}
