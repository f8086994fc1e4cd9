import Collector
import Contract
import Estate
import Topology

/// `azimuth check`: validates the estate file and connects to every node.
enum CheckCommand {
    static let spec = CommandSpec(
        "check", summary: "validate the estate file and connect to every node",
        details: """
            Prints, for each node: whether it answers, its version, how long it took, what can be read and written there
            (probed without changing anything), and the servers that a source names but the file does not.
            Exit status 0, 1 if a node falls short, 2 for the file.
            """,
        options: [
            OptionSpec(
                "output", short: "o", value: "FORMAT", choices: ["text", "json"], help: "text (default) or json")
        ],
        run: run)

    private static func run(_ arguments: Arguments) async throws -> ExitStatus {
        let setup = try Setup(arguments)
        let missing = setup.file.missingSecrets()
        if !missing.isEmpty {
            throw CommandError(.usage, missing.map(\.description).joined(separator: "\n"))
        }
        let collector = setup.collector()
        let snapshot = await collector.once()
        let capabilities = await collector.probeWrites()
        await collector.stop()
        let report = CheckReport(snapshot, capabilities: capabilities, mode: setup.file.estate.mode)
        if arguments.json {
            try Output.json(report)
        } else {
            Output.text(report.lines.joined(separator: "\n") + "\n")
        }
        return report.nodes.allSatisfy(\.isSound) ? .complete : .failed
    }
}

/// What a check found.
struct CheckReport: Encodable {
    var version = 1
    var estate: String
    var nodes: [Node]
    var named: [Named]

    /// One configured node.
    struct Node: Encodable {
        var source: String
        var node: String
        var kind: String
        var zone: String?
        var reachable: Bool
        var serverVersion: String?
        var latencyMs: Double?
        var reads: [String]
        var writes: [String]
        var writesReason: String?
        var error: String?

        /// Whether it does all that the estate file wants of it.
        var isSound: Bool { reachable && error == nil && writesReason == nil }
    }

    /// A server that a source names and the estate file does not.
    struct Named: Encodable {
        var source: String
        var node: String
        var namedBy: String?
    }

    init(_ snapshot: Snapshot, capabilities: [NodeID: Capability], mode: EstateDescription.Mode) {
        estate = snapshot.estate.name
        let all = snapshot.sources.flatMap { source in source.nodes.map { (source, $0) } }
        nodes = all.filter { $0.1.state != .named }.map { source, view in
            var writes: [String] = []
            var reason: String?
            switch capabilities[view.id] {
            case .writable(let kinds): writes = kinds
            case .readOnly(let why): reason = "read-only: \(why)"
            case .silent(let why): reason = why
            case nil: reason = nil
            }
            return Node(
                source: source.name, node: view.id.node, kind: source.kind, zone: view.zone,
                reachable: view.state == .live || view.state == .partial, serverVersion: view.serverVersion,
                latencyMs: view.latencyMs, reads: view.reads, writes: writes, writesReason: reason, error: view.error)
        }
        named = all.filter { $0.1.state == .named }.map { source, view in
            Named(source: source.name, node: view.id.node, namedBy: view.error)
        }
    }

    /// The table for people.
    var lines: [String] {
        let rows = nodes.map { node in
            [
                node.source, node.node, node.kind, node.reachable ? "yes" : "no", node.serverVersion ?? "?",
                node.latencyMs.map { "\(Int($0.rounded())) ms" } ?? "–", node.reads.joined(separator: " "),
                node.writes.isEmpty ? "–" : node.writes.joined(separator: " "),
                [node.error, node.writesReason].compactMap { $0 }.first ?? "",
            ]
        }
        var lines = Table.lines(
            ["source", "node", "kind", "reachable", "version", "latency", "reads", "writes", "what is wrong"], rows,
            right: [5])
        if !named.isEmpty {
            lines += ["", "named, but not configured (no credentials go there):"]
            lines += named.map { "  \($0.source)  \(Output.sanitised($0.node))  \(Output.sanitised($0.namedBy ?? ""))" }
        }
        let short = nodes.count { !$0.isSound }
        lines += ["", short == 0 ? "every node answers" : "\(short) of \(nodes.count) nodes fall short"]
        return lines
    }
}
