import Clients
import Contract
import FoundationEssentials
import Lab

/// `azimuth lab`: the simulated estate alone.
enum LabCommand {
    static let spec = CommandSpec(
        "lab", operands: "[fault FAULT…]", count: 0...8, summary: "run a simulated estate on loopback",
        details: """
            Eureka servers, a shop's services that answer at addresses of their own (127.1.0.0/16 is zone-a), Spring Cloud
            Gateways in front of them, a Redis master with replicas, and the load on it all. Writes DIR/azimuth.yaml, prints
            where its servers are and what happens, and runs until it is signalled. The same seed makes the same estate.

            azimuth lab fault FAULT… makes something go wrong in the estate that runs in DIR (the demo's, where there is one):

            \(LabControl.help.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "  \($0)" }
                .joined(separator: "\n"))

            A scenario has such faults by the clock, one a line: a time, then the fault (1m30s zone zone-b dark).
            """,
        options: options
    ) { arguments in
        do throws(LabError) {
            guard arguments.operands.isEmpty else { return try fault(arguments) }
            try LabProcess.main(try labOptions(arguments)) { line in
                Output.line(line)
                Process.flush()
            }
            return .complete
        } catch {
            throw CommandError([.options, .fault].contains(error.code) ? .usage : .failed, error.message)
        }
    }

    static let options = [
        OptionSpec("instances", value: "N", help: "how many instances (60)"),
        OptionSpec("seed", value: "S", help: "which estate (1)"),
        OptionSpec("servers", value: "N", help: "how many Eureka servers, each in a zone of its own (3)"),
        OptionSpec("port", value: "PORT", help: "the first server's port; free ones by default"),
        OptionSpec("quiet", help: "renewals alone: nothing is deployed, flaps or dies"),
        OptionSpec("fast", help: "short clocks: renewals each second, caches of a second"),
        OptionSpec("dir", value: "DIR", help: "the folder of its files (azimuth-lab)"),
        OptionSpec("scenario", value: "FILE", help: "what goes wrong by the clock, a fault a line"),
        OptionSpec("incident", help: "after half a minute an incident that heals by itself within five minutes"),
        OptionSpec("until-unused", help: "end when no console and no runner has used it for some seconds"),
    ]

    private static func labOptions(_ arguments: Arguments) throws(LabError) -> LabOptions {
        var options = LabOptions()
        options.instances = try number(arguments, "instances") ?? options.instances
        options.servers = try number(arguments, "servers") ?? options.servers
        options.seed = UInt64(try number(arguments, "seed") ?? 1)
        options.basePort = try number(arguments, "port").map { UInt16(clamping: $0) }
        options.traffic = true
        options.kinds = Set(ConnectorTable(loop: TransferLoop()).all.map(\.kind))
        options.quiet = arguments.has("quiet")
        options.fast = arguments.has("fast")
        options.untilUnused = arguments.has("until-unused")
        if let file = arguments.value("scenario") {
            options.scenario = try Scenario(file: file)
        } else if arguments.has("incident") {
            options.scenario = .incident
        }
        if let directory = arguments.value("dir") { options.directory = directory }
        return options
    }

    /// Makes something go wrong in an estate that runs.
    private static func fault(_ arguments: Arguments) throws(LabError) -> ExitStatus {
        guard arguments.operands[0] == "fault" else {
            throw LabError(
                code: .options, message: "\(arguments.operands[0]): not an operand of lab; did you mean lab fault?")
        }
        let words = Array(arguments.operands.dropFirst())
        let chosen = arguments.value("dir")
        let directory = if let chosen { chosen } else { try folder() }
        Output.line(try LabControl.run(words, dir: directory))
        return .complete
    }

    /// The folder of the one estate that runs: the one that is started without `--dir`, else the demo's.
    private static func folder() throws(LabError) -> String {
        let usual = LabOptions().directory
        guard !LabControl.isEstate(dir: usual) else { return usual }
        let base = DemoCommand.folders
        let names = (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []
        let demos = names.filter { $0.hasPrefix(DemoCommand.prefix) }.map { "\(base)/\($0)" }
            .filter { LabControl.isEstate(dir: $0) }.sorted()
        guard demos.count <= 1 else {
            throw LabError(
                code: .options, message: "several demos run: choose one with --dir: \(demos.joined(separator: ", "))")
        }
        return demos.first ?? usual
    }

    private static func number(_ arguments: Arguments, _ name: String) throws(LabError) -> Int? {
        guard let text = arguments.value(name) else { return nil }
        guard let number = Int(text), number >= 0 else {
            throw LabError(code: .options, message: "--\(name) \(text): wants a whole number")
        }
        return number
    }
}
