import Collector
import Contract
import Operations
import Topology

/// `drain`, `restore` and `clear-override`: plan, gates, confirmation, then a runner of its own.
enum ChangeCommands {
    static let drain = spec(
        .drain, "take instances out of rotation, reversibly",
        """
        Plans, judges the gates, asks, and starts a runner that outlives this command; waits until it ends.
        Exit status: 0 drained on every server, 1 failed before anything was changed, 2 usage, 3 steps owed, 4 blocked
        by a gate, 5 held or undone, 6 needs an operator.
        """)
    static let restore = spec(
        .restore, "put back what was there before a drain",
        "Never blocked: the gates are shown. A server that does not answer is owed (exit status 3): azimuth settle.",
        more: [
            OptionSpec("force-up", help: "at once, where the instance's own health endpoint says UP")
        ])
    static let clearOverride = spec(
        .clearOverride, "take away overrides that others left",
        "`azimuth overrides` lists them. The plan says whose they are not.")

    private static let options = [
        OptionSpec("reason", value: "TEXT", help: "why; others read it"),
        OptionSpec("dry-run", short: "n", help: "print the plan and the exact calls, change nothing"),
        OptionSpec("override", value: "GATE=REASON", repeats: true, help: "go on although this gate fails"),
        OptionSpec("owe", value: "NODE=REASON", repeats: true, help: "go on although this server does not answer"),
        OptionSpec("yes", short: "y", help: "do not ask"),
        OptionSpec("output", short: "o", value: "FORMAT", choices: ["text", "json"], help: "text (default) or json"),
    ]

    private static func spec(
        _ kind: OperationKind, _ summary: String, _ details: String, more: [OptionSpec] = []
    ) -> CommandSpec {
        CommandSpec(
            kind.rawValue, operands: "SERVICE/ADDRESS…", count: 1...10_000, summary: summary, details: details,
            options: options + more
        ) { arguments in
            try await run(kind, arguments)
        }
    }

    private static func run(_ kind: OperationKind, _ arguments: Arguments) async throws -> ExitStatus {
        let overrides = try arguments.reasons("override", what: "GATE")
        let owes = try arguments.reasons("owe", what: "NODE")
        let dryRun = arguments.has("dry-run")
        if kind == .drain, (arguments.value("reason") ?? "").isEmpty {
            throw CommandError.usage(
                "a drain wants --reason TEXT: whoever reads the journal tonight will want to know why")
        }
        if !dryRun, !arguments.has("yes"), !Process.isInteractive || arguments.json {
            throw CommandError.usage("nobody is there to confirm it: add --yes, or --dry-run to see the plan")
        }
        let setup = try Setup(arguments)
        let collector = setup.collector()
        let listed = await collector.once(changed: await setup.recentlyChanged())
        let instances = try arguments.operands.map { try InstanceOperand.find($0, in: listed) }
        let snapshot = await collector.verified(Set(instances.map(\.service)))
        await collector.stop()
        let opened = await JournalOpening(setup)
        let request = PlanRequest(
            kind: kind, instances: instances, reason: arguments.value("reason") ?? "", by: setup.operatorName,
            overrides: overrides, owes: owes,
            forceUp: arguments.has("force-up"))
        let plan = try await setup.planner(snapshot, journal: opened.journal, trouble: opened.trouble).plan(request)
        if dryRun || plan.isBlocked || plan.isEmpty { return try show(plan, arguments, dryRun: dryRun) }
        guard let journal = opened.journal else { throw CommandError(.failed, opened.trouble ?? "there is no journal") }
        if !arguments.has("yes"), try !confirm(plan) { return .failed }
        let id = try await journal.create(plan)
        return try await Follow(setup, journal, json: arguments.json).start(id, asked: nil)
    }

    /// Prints a plan that is not started.
    private static func show(_ plan: Plan, _ arguments: Arguments, dryRun: Bool) throws -> ExitStatus {
        if arguments.json {
            try Output.json(OperationDocument(plan: plan))
        } else {
            Output.text(PlanText.lines(plan).joined(separator: "\n") + "\n")
        }
        guard plan.isBlocked else { return .complete }
        // A journal that cannot be written is no judgement about the estate: it failed, and nothing was changed.
        return plan.blocking.allSatisfy { $0.name == .journalDurable } ? .failed : .blocked
    }

    private static func confirm(_ plan: Plan) throws -> Bool {
        Output.text(PlanText.lines(plan).joined(separator: "\n") + "\n")
        Process.discardTypedAhead()
        print("\n\(plan.kind.rawValue) \(plan.instances.count) instance(s)? Type yes to go on: ", terminator: "")
        Process.flush()
        guard readLine() == "yes" else {
            Output.line("nothing was changed")
            return false
        }
        return true
    }
}

/// The journal for a plan: opened where it can be, else why not, which a gate says.
struct JournalOpening {
    var journal: Journal?
    var trouble: String?

    init(_ setup: Setup) async {
        do {
            journal = try setup.journal()
        } catch {
            trouble = error.message
        }
    }
}
