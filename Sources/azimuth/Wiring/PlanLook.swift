import Collector
import Contract
import Operations
import Topology

/// The estate looked at for a plan: what a request is about past the servers' caches; where it is about more than
/// instances twice, because rates need two readings.
struct PlanLook: Sendable {
    let snapshot: Snapshot
    let found: ResolvedSources

    /// Looks; it takes no longer than the slowest source's deadlines, and the window.
    init(_ setup: Setup, _ request: PlanRequest) async {
        let collector = setup.collector()
        await collector.setOut(await setup.zonesOut())
        let isOfInstances = !request.instances.isEmpty
        let listed = await collector.once(
            windowMs: isOfInstances ? 0 : Self.windowMs(request.pace), changed: await setup.recentlyChanged())
        var services = Set(request.instances.map(\.service))
        if let zone = request.scope.zone {
            services.formUnion(listed.services.filter { $0.instances.contains { $0.zone == zone } }.map(\.key))
        }
        snapshot = services.isEmpty ? listed : await collector.verified(services)
        found = await ResolvedSources(setup, collector)
        await collector.stop()
    }

    /// How far apart the two looks are, in milliseconds.
    private static func windowMs(_ pace: OperationPace) -> Int64 { pace == .now ? 2_000 : 5_000 }
}
