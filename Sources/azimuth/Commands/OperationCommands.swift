import Collector
import Contract
import Operations
import Topology

/// `operations`, `show` and `overrides`: what was done, what is under way, what others left.
enum OperationCommands {
    private static let output = OptionSpec(
        "output", short: "o", value: "FORMAT", choices: ["text", "json"], help: "text (default) or json")

    static let operations = CommandSpec(
        "operations", summary: "list operations, newest first",
        options: [output, OptionSpec("verify", help: "check the journal's chain: that no line was removed or edited")]
    ) { arguments in
        let setup = try Setup(arguments)
        if arguments.has("verify") { return try await verify(try setup.journal()) }
        let watch = JournalWatch(path: setup.journalPlace.path, clock: setup.clock)
        let all = try await watch.poll() ?? []
        if arguments.json {
            try Output.json(all.map { OperationDocument($0) })
        } else if all.isEmpty {
            Output.line("no operations in \(setup.journalPlace.path)")
        } else {
            Output.text(OperationText.table(all).joined(separator: "\n") + "\n")
        }
        if let notice = setup.journalPlace.notice, !arguments.json { Output.error("azimuth: \(notice)") }
        return .complete
    }

    /// Exit status 1 where somebody removed or edited a line.
    private static func verify(_ journal: Journal) async throws -> ExitStatus {
        switch try await journal.verify() {
        case .intact(let events):
            Output.line("\(journal.path): intact, \(events) lines, each follows from the one before")
            return .complete
        case .broken(let line, let why):
            Output.line("\(journal.path): BROKEN at line \(line): \(why)")
            return .failed
        }
    }

    static let show = CommandSpec(
        "show", operands: "OPERATION", count: 1...1, summary: "one operation, step by step", options: [output]
    ) { arguments in
        let setup = try Setup(arguments)
        let journal = try setup.journal()
        let operation = try await journal.existing(arguments.operands[0])
        if arguments.json {
            try Output.json(OperationDocument(operation))
        } else {
            Output.text(OperationText.lines(operation).joined(separator: "\n") + "\n")
        }
        return .complete
    }

    static let overrides = CommandSpec(
        "overrides", summary: "list instances that an override keeps out, ours and others'",
        details: "Ours are restored with `azimuth restore`, those of others cleared with `azimuth clear-override`.",
        options: [output]
    ) { arguments in
        let setup = try Setup(arguments)
        let collector = setup.collector()
        let snapshot = await collector.once(changed: await setup.recentlyChanged())
        await collector.stop()
        let watch = JournalWatch(path: setup.journalPlace.path, clock: setup.clock)
        let ours = Dictionary(
            try await watch.drains().map { ($0.instance, $0.operation) }, uniquingKeysWith: { first, _ in first })
        let found = OverrideLine.lines(in: snapshot, ours: ours)
        if arguments.json {
            try Output.json(found)
        } else if found.isEmpty {
            Output.line("no override on any instance")
        } else {
            Output.text(OverrideLine.table(found).joined(separator: "\n") + "\n")
        }
        return .complete
    }
}

/// An override that some server holds on an instance.
struct OverrideLine: Encodable {
    var instance: String
    var zone: String?
    var override: String
    var nodes: [String]
    var operation: String?

    /// All overrides of a snapshot, with the operation that left them where it is one of ours.
    static func lines(in snapshot: Snapshot, ours: [InstanceKey: String]) -> [OverrideLine] {
        snapshot.services.flatMap(\.instances).flatMap { instance -> [OverrideLine] in
            let held = instance.registrations.filter { $0.registration.override != nil }
            return Dictionary(grouping: held) { $0.registration.override ?? "" }.sorted { $0.key < $1.key }.map {
                OverrideLine(
                    instance: instance.key.description, zone: instance.zone, override: $0.key,
                    nodes: $0.value.map(\.node.node), operation: ours[instance.key])
            }
        }
    }

    static func table(_ lines: [OverrideLine]) -> [String] {
        Table.lines(
            ["instance", "zone", "override", "whose", "held by"],
            lines.map { line in
                [
                    line.instance, line.zone ?? "–", line.override,
                    line.operation.map { "ours: operation \($0)" } ?? "not ours", line.nodes.joined(separator: " "),
                ]
            })
    }
}
