import Clients
import Contract
import Lab

/// `azimuth lab`: the simulated estate alone.
enum LabCommand {
    static let spec = CommandSpec(
        "lab", summary: "run a simulated estate on loopback",
        details: """
            Eureka servers, a shop's services that answer at addresses of their own (127.1.0.0/16 is zone-a), Spring Cloud
            Gateways in front of them, and the load on it all. Writes DIR/azimuth.yaml, prints where its servers are and
            what happens, and runs until it is signalled. The same seed makes the same estate.
            """,
        options: options
    ) { arguments in
        do throws(LabError) {
            try LabProcess.main(try labOptions(arguments)) { line in
                Output.line(line)
                Process.flush()
            }
            return .complete
        } catch {
            throw CommandError(error.code == .options ? .usage : .failed, error.message)
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
        if let directory = arguments.value("dir") { options.directory = directory }
        return options
    }

    private static func number(_ arguments: Arguments, _ name: String) throws(LabError) -> Int? {
        guard let text = arguments.value(name) else { return nil }
        guard let number = Int(text), number >= 0 else {
            throw LabError(code: .options, message: "--\(name) \(text): wants a whole number")
        }
        return number
    }
}
