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
        self.init(setup, settings: setup.file.sources)
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
