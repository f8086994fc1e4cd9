import FoundationEssentials

/// Starts another part of the program as a process of its own, as runners are started.
public enum DetachedProcess {
    /// Starts a program that outlives this process: a session of its own, nothing inherited but the environment.
    ///
    /// - Parameter log: the file that its output is appended to.
    /// - Throws: `launch`, which says what the system said.
    public static func start(_ command: [String], log: String) throws(OperationError) -> LaunchedRunner {
        switch Spawn.detached(command, environment: ProcessInfo.processInfo.environment, log: log) {
        case .success(let pid): return LaunchedRunner(pid: pid, log: log)
        case .failure(let failure):
            throw OperationError(.launch, "\(command.first ?? "") could not be started: \(failure.text)")
        }
    }
}
