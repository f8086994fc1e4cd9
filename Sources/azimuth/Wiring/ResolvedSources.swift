import Collector
import Contract
import Estate
import Topology

/// The sources with the nodes that were found for them, and what changes each.
struct ResolvedSources: Sendable {
    /// The estate file's sources; where it leaves the nodes to a registry, those that the registry lists.
    let settings: [SourceSettings]
    /// By source; none in a read-only estate.
    let actuators: [String: any Actuator]

    /// What a collector has found so far.
    init(_ setup: Setup, _ collector: Collector) async {
        let found = Dictionary(
            await collector.settings().map { ($0.name, $0.nodes) }, uniquingKeysWith: { first, _ in first })
        self.init(
            setup,
            settings: setup.file.sources.map { source in
                var source = source
                source.nodes = found[source.name] ?? source.nodes
                return source
            })
    }

    /// What the estate file says.
    init(_ setup: Setup) {
        self.init(setup, settings: setup.file.sources)
    }

    private init(_ setup: Setup, settings: [SourceSettings]) {
        self.settings = settings
        actuators = setup.actuators(of: settings)
    }
}
