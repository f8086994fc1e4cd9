import FoundationEssentials

/// Starts runners: the program itself, as `azimuth run OPERATION`, detached from this terminal and this process.
///
/// An SSH connection that drops, a SIGHUP or the end of the console changes nothing for it.
public struct RunnerLauncher: Sendable {
    private let executable: String
    private let journal: JournalPlace
    private let config: String
    private let scope: SystemdScope

    /// A launcher.
    ///
    /// - Parameters:
    ///   - executable: the program's own path (what `/proc/self/exe` points to).
    ///   - config: the estate file's absolute path.
    public init(executable: String, journal: JournalPlace, config: String) {
        self.init(executable: executable, journal: journal, config: config, scope: .host)
    }

    init(executable: String, journal: JournalPlace, config: String, scope: SystemdScope) {
        self.executable = executable
        self.journal = journal
        self.config = config
        self.scope = scope
    }

    /// Starts a runner for an operation. The whole environment passes, because secrets may be in it.
    ///
    /// - Parameter arguments: further arguments (`--trace FILE`).
    /// - Throws: `launch`, which says what the system said.
    public func launch(
        _ operation: String, arguments: [String] = [], environment: [String: String]? = nil
    ) throws(OperationError) -> LaunchedRunner {
        let own = command(operation, arguments: arguments)
        let scoped = scope.prefix() + own
        let environment = environment ?? ProcessInfo.processInfo.environment
        // Without a log beside the journal (a read-only directory) it starts all the same: it will say why it cannot
        // run by its exit status.
        var failure = SpawnFailure(number: 0)
        for log in [journal.log, "/dev/null"] {
            switch Spawn.detached(scoped, environment: environment, log: log) {
            case .success(let pid): return LaunchedRunner(pid: pid, log: log)
            case .failure(let found): failure = found
            }
        }
        throw OperationError(
            .launch,
            "the runner of operation \(operation) could not be started (\(scoped[0]): \(failure.text)): "
                + "nothing was changed; azimuth resume \(operation) tries again")
    }

    /// What is run.
    func command(_ operation: String, arguments: [String]) -> [String] {
        [executable, "run", operation, "--journal", journal.path, "--config", config] + arguments
    }
}

/// A runner that this process started.
public struct LaunchedRunner: Hashable, Sendable {
    /// Its process.
    public let pid: Int32
    /// The file that its output goes to.
    public let log: String

    /// How it ended, nothing while it runs: its exit status, or 128 and the signal that killed it. Ask until it says so,
    /// because it also collects what the system keeps of it.
    public func ended() -> Int32? { Spawn.ended(pid) }

    /// Waits until it ends.
    ///
    /// - Throws: what the sleeper throws where the waiting is cancelled; the runner goes on.
    public func wait(everyMs: Int64 = 50, sleep: Sleeper) async throws -> Int32 {
        while true {
            if let status = ended() { return status }
            try await sleep(everyMs)
        }
    }
}
