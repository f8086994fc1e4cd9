import Contract
import Operations
import Topology

/// Starts the runner of an operation and waits until the operation ends, or needs a person.
struct Follow {
    let setup: Setup
    let journal: Journal
    let json: Bool

    init(_ setup: Setup, _ journal: Journal, json: Bool) {
        self.setup = setup
        self.journal = journal
        self.json = json
    }

    /// Starts a runner and follows the operation; `asked` is what this command wants of it, which exits with 0 where it comes.
    func start(_ id: String, asked: Request.Kind?) async throws -> ExitStatus {
        let runner = try setup.launch(id)
        return try await follow(id, runner: runner, asked: asked)
    }

    /// Follows an operation that a runner is at work on.
    func follow(_ id: String, runner: LaunchedRunner?, asked: Request.Kind?) async throws -> ExitStatus {
        var progress = OperationProgress()
        var ended: Int32?
        while true {
            let operation = try await journal.existing(id)
            if !json {
                for line in progress.lines(operation) {
                    Output.line(line)
                    Process.flush()
                }
            }
            let over =
                ended != nil || (runner == nil && !operation.state.isMoving)
                || (asked == .pause && operation.state == .paused)
            if over { return try finish(operation, ended, asked) }
            ended = runner?.ended()
            // Reading an operation of thousands of steps takes a while itself: the runner has the first right to the disk.
            let pauseMs: Int64 = operation.steps.count > 200 ? 500 : 50
            if ended == nil { try await Task.sleep(for: .milliseconds(pauseMs)) }
        }
    }

    /// Waits until a runner's process ends.
    func untilEnded(_ runner: LaunchedRunner) async throws {
        _ = try await runner.wait(sleep: RunCommand.sleep)
    }

    private func finish(_ operation: Operation, _ ended: Int32?, _ asked: Request.Kind?) throws -> ExitStatus {
        if json {
            try Output.json(OperationDocument(operation))
        } else {
            Output.line("")
            Output.text(OperationText.lines(operation).joined(separator: "\n") + "\n")
        }
        if let trouble = RunCommand.trouble(ended) {
            Output.error(
                "azimuth: \(trouble). Operation \(operation.id) stopped before its next call; when that is mended: "
                    + "azimuth resume \(operation.id)")
        } else if let message = operation.message, json {
            Output.error("azimuth: \(message)")
        }
        return ExitStatus(rawValue: operation.exit(asked: asked).rawValue)
    }
}
