import Clients
import Collector
import Contract
import Estate
import FoundationEssentials
import Operations
import Terminal
import Topology

/// An estate file, read, with what the commands make of it.
struct Setup: Sendable {
    let file: EstateFile
    let sources: [Collector.Source]
    let clock: Clock = SystemClock.read
    private let tracePath: String?

    /// Finds and reads the estate file of a command line.
    ///
    /// - Throws: `CommandError` with exit status 2, every mistake with its line and column.
    init(_ arguments: Arguments) throws {
        tracePath = arguments.value("trace").map(Self.absolute)
        let connectors = ConnectorTable(loop: TransferLoop(trace: try Self.trace(arguments)))
        do throws(EstateError) {
            let path = try EstateLocation.find(config: arguments.value("config"))
            file = try EstateFile.read(path, kinds: connectors.kinds)
        } catch {
            throw CommandError(.usage, error.message)
        }
        sources = file.sources.compactMap { settings in
            connectors.connector(settings.kind).map { (settings, $0) }
        }
        for warning in file.warnings { Output.error("azimuth: warning: \(warning)") }
    }

    /// The runner works in another directory.
    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
    }

    private static func trace(_ arguments: Arguments) throws -> Trace? {
        do throws(ClientError) {
            return try arguments.value("trace").map(Trace.init)
        } catch {
            throw CommandError(.usage, error.message)
        }
    }

    /// What changes each of these sources; a read-only estate has no actuators at all.
    func actuators(of settings: [SourceSettings]) -> [String: any Actuator] {
        guard file.estate.mode == .operate else { return [:] }
        let connectors = Dictionary(
            sources.map { ($0.settings.name, $0.connector) }, uniquingKeysWith: { first, _ in first })
        return Dictionary(
            settings.compactMap { source in
                connectors[source.name]?.actuator(of: source, clock: clock).map { (source.name, $0) }
            }, uniquingKeysWith: { first, _ in first })
    }

    /// A collector of the estate's sources, or of some of them.
    ///
    /// - Parameter fleetsEveryMs: how often gateways are asked at least, in milliseconds.
    func collector(only names: Set<String>? = nil, fleetsEveryMs: Int64 = .max) -> Collector {
        // Whoever lists the nodes of a source is asked as well.
        let named = names.map { names in
            names.union(sources.filter { names.contains($0.settings.name) }.compactMap(\.settings.discover?.source))
        }
        let chosen = sources.filter { named?.contains($0.settings.name) ?? true }.map { source in
            var source = source
            if source.connector.isFleet { source.settings.pollMs = min(source.settings.pollMs, fleetsEveryMs) }
            return source
        }
        return Collector(estate: file.estate, sources: chosen, timing: Timing(clock: clock))
    }

    /// Where the estate's journal is.
    var journalPlace: JournalPlace {
        JournalPlace.choose(
            estate: file.estate.name, override: file.operations.journal, environment: Process.environment)
    }

    /// The instances that operations of this host change now or changed in the last minute: servers' caches may
    /// still say what was before.
    func recentlyChanged() async -> Set<InstanceKey> {
        let operations = try? await JournalWatch(path: journalPlace.path, clock: clock).poll()
        let since = clock().wall.milliseconds - 60_000
        return Set(
            (operations ?? []).filter { $0.state.isMoving || ($0.endedAt?.milliseconds ?? 0) >= since }
                .flatMap(\.instances))
    }

    /// Zones that operations have taken out, as the journal says; none where there is no journal.
    func zonesOut() async -> [ZoneOut] {
        (try? await JournalWatch(path: journalPlace.path, clock: clock).zonesOut()) ?? []
    }

    /// The journal, made where there is none yet.
    func journal() throws(OperationError) -> Journal {
        let place = journalPlace
        try place.prepare()
        return try Journal(path: place.path, sharing: place.sharing, clock: clock)
    }

    /// Starts a runner, detached; it writes its trace where this process does.
    func launch(_ operation: String) throws(OperationError) -> LaunchedRunner {
        let launcher = RunnerLauncher(
            executable: ThemeFile.executablePath ?? CommandLine.arguments[0], journal: journalPlace, config: file.path)
        return try launcher.launch(operation, arguments: tracePath.map { ["--trace", $0] } ?? [])
    }

    /// The estate file as plans carry it.
    var fileReference: EstateFileReference { EstateFileReference(path: file.path, text: file.text) }

    /// Who runs this, as journals say it.
    var operatorName: String { "\(Process.userName)@\(Process.hostName)" }

    /// A planner on a snapshot taken just now, with the sources as they were found then.
    func planner(
        _ snapshot: Snapshot, _ found: ResolvedSources, journal: Journal?, trouble: String? = nil
    ) -> Planner {
        Planner(
            snapshot: snapshot, sources: found.settings, actuator: { found.actuators[$0] }, journal: journal,
            journalTrouble: trouble, rules: OperationRules(file.operations), estateFile: fileReference,
            program: CommandTable.version, clock: clock)
    }
}
