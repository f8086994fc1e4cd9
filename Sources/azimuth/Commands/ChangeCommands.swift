import Collector
import Contract
import Estate
import Operations
import Topology

/// `drain`, `restore` and `clear-override`: plan, gates, confirmation, then a runner of its own.
enum ChangeCommands {
    static let drain = spec(
        .drain, operands: "SERVICE/ADDRESS…", "take instances out of rotation, reversibly",
        """
        Plans, judges the gates, asks, and starts a runner that outlives this command; waits until it ends.
        Exit status: 0 drained on every server, 1 failed before anything was changed, 2 usage, 3 steps owed, 4 blocked
        by a gate, 5 held or undone, 6 needs an operator. A whole zone: azimuth evacuate.
        """)
    static let restore = spec(
        .restore, operands: "ZONE | SERVICE/ADDRESS…",
        "put back what was there before a drain, or before a zone was left",
        """
        A word without a slash is a zone: its shares, and the instances that were drained with it.
        Never blocked: the gates are shown. A server that does not answer is owed (exit status 3): azimuth settle.
        """,
        more: [
            OptionSpec("force-up", help: "at once, where the instance's own health endpoint says UP"),
            ZoneCommands.pace,
            OptionSpec("shell", help: "print the plan as a commented shell script of the same calls, change nothing"),
        ])
    static let clearOverride = spec(
        .clearOverride, operands: "SERVICE/ADDRESS…", "take away overrides that others left",
        "`azimuth overrides` lists them. The plan says whose they are not.")

    private static func spec(
        _ kind: OperationKind, operands: String, _ summary: String, _ details: String, more: [OptionSpec] = []
    ) -> CommandSpec {
        CommandSpec(
            kind.rawValue, operands: operands, count: 1...10_000, summary: summary, details: details,
            options: Proposal.options + more
        ) { arguments in
            try await run(kind, arguments)
        }
    }

    private static func run(_ kind: OperationKind, _ arguments: Arguments) async throws -> ExitStatus {
        let overrides = try arguments.reasons("override", what: "GATE")
        let owes = try arguments.reasons("owe", what: "NODE")
        if kind == .drain, (arguments.value("reason") ?? "").isEmpty {
            throw CommandError.usage(
                "a drain wants --reason TEXT: whoever reads the journal tonight will want to know why")
        }
        try Proposal.check(arguments)
        let setup = try Setup(arguments)
        let zones = arguments.operands.filter { !$0.contains("/") }
        if kind == .restore, zones.count == 1, arguments.operands.count == 1 {
            return try await ZoneCommands.restore(zones[0], setup, arguments, overrides: overrides, owes: owes)
        }
        if let zone = zones.first(where: { word in setup.file.estate.zones.contains { $0.name == word } }) {
            throw CommandError.usage(
                kind == .restore
                    ? "\(zone) is a zone: restore one zone, or instances (SERVICE/ADDRESS), not both at once"
                    : "\(zone) is a zone: azimuth evacuate \(zone) --reason TEXT takes it out, with its share at the gateways"
            )
        }
        let collector = setup.collector()
        let listed = await collector.once(changed: await setup.recentlyChanged())
        let instances = try arguments.operands.map { try InstanceOperand.find($0, in: listed) }
        let snapshot = await collector.verified(Set(instances.map(\.service)))
        let found = await ResolvedSources(setup, collector)
        await collector.stop()
        let request = PlanRequest(
            kind: kind, instances: instances, reason: arguments.value("reason") ?? "", by: setup.operatorName,
            overrides: overrides, owes: owes, forceUp: arguments.has("force-up"))
        return try await Proposal(request, on: snapshot, setup, found, arguments).carryOut()
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
