import FoundationEssentials
import Lab
import Operations
import Terminal
import Topology

/// `azimuth demo`: the console on a simulated estate, which ends when neither console nor runner needs it.
enum DemoCommand {
    static let spec = CommandSpec(
        "demo", summary: "open the console on a simulated estate",
        details: """
            Starts `azimuth lab` as a process of its own and opens the console on it. A little always happens there: a
            deploy, an instance that flaps; and after half a minute an incident, which heals by itself within five minutes
            (not with --quiet, nor with a --scenario of your own). Without a terminal it prints one snapshot instead.
            """,
        options: LabCommand.options.filter {
            ["instances", "seed", "servers", "quiet", "fast", "scenario"].contains($0.name)
        }
            + ConsoleCommand.options
    ) { arguments in
        let directory = try folder()
        let lab = try start(directory, arguments)
        // Held from before the lab looks for the first time until this process ends.
        let hold: LabHold
        do throws(LabError) { hold = try LabHold(dir: directory) } catch { throw CommandError(.failed, error.message) }
        defer { withExtendedLifetime(hold) {} }
        try await wait(for: LabProcess.estateFile(in: directory), lab)
        let estate = try Arguments(
            ["--config", LabProcess.estateFile(in: directory)] + shown(arguments),
            options: ConsoleCommand.options + CommandTable.common, command: "demo")
        if Process.isInteractive {
            return try await ConsoleCommand.open(try Setup(estate), estate)
        }
        Output.error("azimuth demo: no terminal, so one snapshot of the simulated estate instead of the console")
        return try await SnapshotCommand.spec.run(
            try Arguments(
                ["--config", LabProcess.estateFile(in: directory)],
                options: SnapshotCommand.spec.options + CommandTable.common, command: "demo"))
    }

    /// Where demos have their folders, and how the folders' names begin.
    static var folders: String { Process.environment("XDG_RUNTIME_DIR") ?? Process.environment("TMPDIR") ?? "/tmp" }
    static let prefix = "azimuth-demo-"

    /// A folder of this demo's own, private to the user.
    private static func folder() throws -> String {
        let path = "\(folders)/\(prefix)\(Process.id)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return path
    }

    private static func start(_ directory: String, _ arguments: Arguments) throws -> LaunchedRunner {
        var words = ["lab", "--dir", directory, "--until-unused"]
        for name in ["instances", "seed", "servers"] {
            if let value = arguments.value(name) { words += ["--\(name)", value] }
        }
        if let file = arguments.value("scenario") {
            // What is wrong with it is said here and now, not in the log of another process.
            do throws(LabError) { _ = try Scenario(file: file) } catch { throw CommandError(.usage, error.message) }
            words += ["--scenario", file]
        } else if !arguments.has("quiet") {
            words.append("--incident")
        }
        for name in ["quiet", "fast"] where arguments.has(name) { words.append("--\(name)") }
        return try DetachedProcess.start(
            [ThemeFile.executablePath ?? CommandLine.arguments[0]] + words, log: "\(directory)/lab.log")
    }

    private static func shown(_ arguments: Arguments) -> [String] {
        var words: [String] = []
        for option in ConsoleCommand.options where arguments.has(option.name) {
            words.append("--\(option.name)")
            if option.value != nil { words.append(arguments.value(option.name) ?? "") }
        }
        return words
    }

    /// Waits until the lab's servers answer, which it says by writing the estate file.
    private static func wait(for file: String, _ lab: LaunchedRunner) async throws {
        while !FileManager.default.fileExists(atPath: file) {
            if let status = lab.ended() {
                let log = FileManager.default.contents(atPath: lab.log).map {
                    String(decoding: $0.suffix(500), as: UTF8.self)
                }
                throw CommandError(.failed, "the simulated estate ended with \(status): \(log ?? "it said nothing")")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
