import Contract
import Estate
import Operations
import Topology

/// `resume`, `pause`, `hold`, `undo` and `settle`: what can be asked of an operation that is there.
enum ControlCommands {
    static let resume = spec(
        .resume, "go on with an operation that was interrupted, paused, or needs an operator",
        "Reads the world anew first: what holds is not sent again.")
    static let hold = spec(
        .hold, "end an operation here; what is done stays", "Exit status 0 once it is held.")
    static let undo = spec(
        .undo, "take back what an operation did", "Exit status 0 once it is undone, 6 where an undo failed.")
    static let pause = spec(
        .pause, "let an operation stand still until `resume`", "It stands still between two steps.")

    static let settle = CommandSpec(
        "settle", operands: "[OPERATION]", count: 0...1, summary: "send what is owed, where its node answers now",
        details: "Without an operation: all that owe something. Exit status 3 while something is still owed.",
        options: [output], run: settleAll)

    static let extend = CommandSpec(
        "extend", operands: "OPERATION TIME", count: 2...2, summary: "move an operation's expiry: so long from now",
        details: "azimuth extend 7f3a 4h. Nothing returns by itself when an expiry is reached: it is shown until then.",
        options: [output]
    ) { arguments in
        let setup = try Setup(arguments)
        let journal = try setup.journal()
        let time = try Arguments.milliseconds(arguments.operands[1], what: "TIME")
        let until = try await journal.extend(arguments.operands[0], byMs: time, by: setup.operatorName)
        if arguments.json {
            try Output.json(OperationDocument(try await journal.existing(arguments.operands[0])))
        } else {
            Output.line("to be looked at again at \(until.rfc3339)")
        }
        return .complete
    }

    private static let output = OptionSpec(
        "output", short: "o", value: "FORMAT", choices: ["text", "json"], help: "text (default) or json")

    private static func spec(_ kind: Request.Kind, _ summary: String, _ details: String) -> CommandSpec {
        CommandSpec(
            kind.rawValue, operands: "OPERATION", count: 1...1, summary: summary, details: details,
            options: [
                OptionSpec("override", value: "GATE=REASON", repeats: true, help: "go on although this gate fails"),
                OptionSpec(
                    "owe", value: "NODE=REASON", repeats: true, help: "go on although this server does not answer"),
                output,
            ]
        ) { arguments in
            let setup = try Setup(arguments)
            let journal = try setup.journal()
            let owes = try arguments.reasons("owe", what: "NODE")
            let overrides = try arguments.reasons("override", what: "GATE")
            // Nodes that a registry listed when it was planned are not in the file.
            let planned = owes.isEmpty ? [] : try await journal.existing(arguments.operands[0]).steps.map(\.step.node)
            try PlanRequest.validate(
                overrides: overrides, owes: owes,
                nodes: setup.file.sources.flatMap(\.nodes).map(\.address) + planned)
            return try await ask(
                Request(kind, by: setup.operatorName, at: setup.clock().wall, owes: owes, overrides: overrides),
                of: arguments.operands[0], Follow(setup, journal, json: arguments.json))
        }
    }

    private static func ask(_ request: Request, of id: String, _ follow: Follow) async throws -> ExitStatus {
        switch try await follow.journal.request(request, of: id) {
        case .needsRunner: try await follow.start(id, asked: request.kind)
        case .delivered, .done: try await follow.follow(id, runner: nil, asked: request.kind)
        }
    }

    private static func settleAll(_ arguments: Arguments) async throws -> ExitStatus {
        let setup = try Setup(arguments)
        let journal = try setup.journal()
        let request = Request(.settle, by: setup.operatorName, at: setup.clock().wall)
        if let id = arguments.operands.first {
            return try await ask(request, of: id, Follow(setup, journal, json: arguments.json))
        }
        let owing = try await journal.operations().filter { !$0.owedSteps.isEmpty && $0.state.isOver }
        for operation in owing {
            if case .needsRunner = try await journal.request(request, of: operation.id) {
                try await Follow(setup, journal, json: true).untilEnded(try setup.launch(operation.id))
            }
        }
        var after: [Operation] = []
        for operation in owing { after.append(try await journal.existing(operation.id)) }
        if arguments.json {
            try Output.json(after.map { OperationDocument($0) })
        } else if after.isEmpty {
            Output.line("nothing is owed")
        } else {
            Output.text(OperationText.table(after).joined(separator: "\n") + "\n")
        }
        return after.allSatisfy(\.owedSteps.isEmpty) ? .complete : .owed
    }
}
