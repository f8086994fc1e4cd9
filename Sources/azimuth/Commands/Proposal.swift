import Collector
import Contract
import Operations
import Topology

/// A plan in front of an operator: shown, confirmed, journaled, and carried out by a runner of its own.
struct Proposal {
    let setup: Setup
    let arguments: Arguments
    let opened: JournalOpening
    let plan: Plan
    /// The sources as they were found, for the script.
    let sources: [SourceSettings]

    /// Options of every command that changes something.
    static let options = [
        OptionSpec("reason", value: "TEXT", help: "why; others read it"),
        OptionSpec("dry-run", short: "n", help: "print the plan and the exact calls, change nothing"),
        OptionSpec("override", value: "GATE=REASON", repeats: true, help: "go on although this gate fails"),
        OptionSpec("owe", value: "NODE=REASON", repeats: true, help: "go on although this server does not answer"),
        OptionSpec("yes", short: "y", help: "do not ask"),
        OptionSpec("output", short: "o", value: "FORMAT", choices: ["text", "json"], help: "text (default) or json"),
    ]

    /// Options of what is about more than instances.
    static let zoneOptions =
        options + [
            OptionSpec("shell", help: "print the plan as a commented shell script of the same calls, change nothing")
        ]

    /// Refuses what nobody could confirm, before anything is asked of any server.
    ///
    /// - Throws: `CommandError` with exit status 2.
    static func check(_ arguments: Arguments) throws {
        let isDry = arguments.has("dry-run") || arguments.has("shell")
        if !isDry, !arguments.has("yes"), !Process.isInteractive || arguments.json {
            throw CommandError.usage("nobody is there to confirm it: add --yes, or --dry-run to see the plan")
        }
    }

    /// Plans on what a collector has just found.
    init(
        _ request: PlanRequest, on snapshot: Snapshot, _ setup: Setup, _ found: ResolvedSources, _ arguments: Arguments
    )
        async throws
    {
        self.setup = setup
        self.arguments = arguments
        opened = await JournalOpening(setup)
        plan = try await setup.planner(snapshot, found, journal: opened.journal, trouble: opened.trouble).plan(request)
        sources = found.settings
    }

    /// Shows it, and where it may be, carries it out.
    func carryOut() async throws -> ExitStatus {
        if arguments.has("shell") {
            Output.text(ShellScript.lines(plan, sources: sources).joined(separator: "\n") + "\n")
            return exitOfLooking
        }
        if arguments.has("dry-run") || plan.isBlocked || plan.isEmpty { return try show() }
        guard let journal = opened.journal else { throw CommandError(.failed, opened.trouble ?? "there is no journal") }
        if !arguments.has("yes"), !confirm() { return .failed }
        let id = try await journal.create(plan)
        return try await Follow(setup, journal, json: arguments.json).start(id, asked: nil)
    }

    private func show() throws -> ExitStatus {
        if arguments.json {
            try Output.json(OperationDocument(plan: plan))
        } else {
            Output.text(PlanText.lines(plan).joined(separator: "\n") + "\n")
        }
        return exitOfLooking
    }

    private var exitOfLooking: ExitStatus { ExitStatus(rawValue: plan.exit.rawValue) }

    /// What moves a whole zone is confirmed by the zone's name: a `yes` is typed out of habit.
    private func confirm() -> Bool {
        Output.text(PlanText.lines(plan).joined(separator: "\n") + "\n")
        Process.discardTypedAhead()
        let word = word
        print("\n\(question) Type \(word) to go on: ", terminator: "")
        Process.flush()
        guard readLine() == word else {
            Output.line("nothing was changed")
            return false
        }
        return true
    }

    private var word: String { plan.zonePlan?.scope.zone ?? "yes" }

    private var question: String {
        switch plan.zonePlan?.scope {
        case .zone(let zone): "\(plan.kind.rawValue) \(zone)?"
        case .shift(let percent, let from, let to):
            "shift \(Self.number(percent)) % of all traffic from \(from) to \(to)?"
        case .weights(let source, let group, _): "set the weights of \(group) on \(source)?"
        case .drift: "repair \(plan.steps.count) step(s) of drift?"
        case .instances, nil: "\(plan.kind.rawValue) \(plan.instances.count) instance(s)?"
        }
    }

    private static func number(_ percent: Double) -> String {
        percent == percent.rounded() ? "\(Int(percent))" : "\(percent)"
    }
}
