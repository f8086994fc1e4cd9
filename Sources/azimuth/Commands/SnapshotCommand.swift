import Collector
import Estate
import Topology

/// `azimuth snapshot`: every source asked once, and what that makes.
enum SnapshotCommand {
    static let spec = CommandSpec(
        "snapshot", summary: "ask every source once and print what the console would show",
        details: """
            Exit status 0 once printed, whatever it says; 2 for the estate file. With -o json the document of version 1:
            sources, zones, services, instances, routes, links, attention; what is not known is null, with its reason.
            """,
        options: [
            OptionSpec(
                "output", short: "o", value: "FORMAT", choices: ["text", "json"], help: "text (default) or json"),
            OptionSpec("window", value: "TIME", help: "ask twice, this far apart (5s), which rates need"),
            OptionSpec(
                "filter", short: "f", value: "EXPR",
                help: "only instances that match, as in the console: zone=b state!=up"),
        ],
        run: run)

    private static func run(_ arguments: Arguments) async throws -> ExitStatus {
        let windowMs = try arguments.milliseconds("window") ?? 0
        let setup = try Setup(arguments)
        let filter = try arguments.value("filter").map(InstanceFilter.init)
        let collector = setup.collector()
        await collector.setOut(await setup.zonesOut())
        var snapshot = await collector.once(probe: true, windowMs: windowMs, changed: await setup.recentlyChanged())
        await collector.stop()
        let now = setup.clock()
        if let filter { snapshot.services = matching(filter, snapshot, now.moment) }
        if arguments.json {
            try Output.json(SnapshotDocument(snapshot, now: now))
        } else {
            Output.text(SnapshotText.lines(snapshot, now: now).joined(separator: "\n") + "\n")
        }
        return .complete
    }

    private static func matching(_ filter: InstanceFilter, _ snapshot: Snapshot, _ now: Moment) -> [ServiceView] {
        snapshot.services.compactMap { service in
            let instances = service.instances.filter { filter.matches($0, at: now) }
            return instances.isEmpty ? nil : ServiceView(key: service.key, instances: instances)
        }
    }
}
