import Collector
import Console
import Estate
import Operations
import Terminal
import Topology

/// `azimuth` alone: the console.
enum ConsoleCommand {
    static let spec = CommandSpec(
        "", summary: "Azimuth: the console", details: "Opens the console on an estate. `?` inside lists the keys.",
        options: options
    ) { arguments in
        try await open(try Setup(arguments), arguments)
    }

    static let options = [
        OptionSpec("theme", value: "NAME", help: "a theme by name or path; btop's are read too"),
        OptionSpec("ascii", help: "draw with ASCII alone"),
        OptionSpec("language", value: "LANGUAGE", choices: ["en", "zh"], help: "by default the locale's"),
        OptionSpec("wide-ambiguous", help: "the terminal draws ambiguous East-Asian characters two columns wide"),
    ]

    /// Opens the console on an estate that is read.
    @MainActor
    static func open(_ setup: Setup, _ arguments: Arguments) async throws -> ExitStatus {
        guard Process.isInteractive else {
            throw CommandError.usage("the console wants a terminal; without one: azimuth snapshot, azimuth --help")
        }
        let clock = setup.clock
        let driver: TerminalDriver
        do {
            driver = try TerminalDriver(options: try terminalOptions(arguments))
        } catch {
            throw CommandError(.usage, error.description)
        }
        let mailbox = Mailbox(waker: driver.waker)
        let language =
            arguments.value("language").map(Language.init(locale:)) ?? Language(environment: Process.environment)
        var state = ConsoleState(
            estate: setup.file.estate, now: clock(), columns: driver.width, lines: driver.height, language: language,
            operatorName: setup.operatorName, isSimulated: LabFault.isSimulated(setup))
        let keptPath = keptPath(setup)
        let kept = KeptSnapshot.rollup(at: keptPath, of: setup.file.estate, now: clock())
        if let kept { _ = state.handle(.snapshot(kept), at: clock()) }
        let collector = setup.collector()
        let effects = ConsoleEffects(setup: setup, collector: collector, mailbox: mailbox)
        var loop = ConsoleLoop(state: state, driver: driver, mailbox: mailbox, effects: effects, clock: clock)
        loop.begin()
        let background = Background(
            collector: collector, mailbox: mailbox, effects: effects, keptPath: keptPath, hasKept: kept != nil,
            clock: clock)
        let tasks = background.start()
        loop.run()
        driver.stop()
        for task in tasks { task.cancel() }
        await background.finish()
        return .complete
    }

    private static func terminalOptions(_ arguments: Arguments) throws(TerminalError) -> TerminalOptions {
        TerminalOptions(
            theme: try ThemeFile().load(arguments.value("theme")), asciiOnly: arguments.has("ascii"),
            ambiguousWidth: arguments.has("wide-ambiguous") ? 2 : 1)
    }

    /// Where the last snapshot of an estate is kept.
    private static func keptPath(_ setup: Setup) -> String {
        let state = Process.environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = state ?? "\(Process.environment("HOME") ?? "/tmp")/.local/state"
        let name = String(setup.file.estate.name.map { $0 == "/" ? "_" : $0 })
        return "\(home)/azimuth/\(name)/snapshot.sqlite"
    }
}
