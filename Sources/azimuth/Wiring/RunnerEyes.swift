import Collector
import Contract
import Estate
import Operations
import Synchronization
import Topology

/// What a runner sees of the estate: once for its gates, and open for as long as it runs where it waits for traffic or
/// watches the zones that receive it.
actor RunnerEyes {
    /// How far apart the two looks are that rates need, in milliseconds.
    private static let windowMs: Int64 = 2_000
    /// How often fleets are asked while a zone is on the move, in milliseconds: stop rules need fresh figures.
    private static let pollMs: Int64 = 2_000

    private let setup: Setup
    private let plan: Plan
    private var collector: Collector?
    private let found: Mutex<ResolvedSources>

    /// Eyes for a plan; nothing is asked yet.
    init(_ setup: Setup, _ plan: Plan) {
        self.setup = setup
        self.plan = plan
        found = Mutex(ResolvedSources(setup))
    }

    /// What changes a source, at the nodes that are known now.
    nonisolated func actuator(_ source: String) -> (any Actuator)? {
        found.withLock { $0.actuators[source] }
    }

    /// The sources with the nodes that are known now.
    nonisolated var settings: [SourceSettings] { found.withLock { $0.settings } }

    /// Finds the nodes of sources that leave them to a registry, where the plan changes such a source: whoever undoes or
    /// settles judges no gates, and has to know them all the same.
    func prepare() async {
        let needed = setup.file.sources.contains { $0.discover != nil && plan.intents[$0.name] != nil }
        guard needed else { return }
        _ = await opened().once()
        await resolve()
    }

    /// The estate read anew, every instance that the plan changes looked at past the servers' caches.
    func evidence() async -> Snapshot {
        let services = Set(plan.instances.map(\.service))
        guard plan.zonePlan != nil else {
            let collector = setup.collector(only: Set(plan.intents.keys))
            _ = await collector.once(changed: await setup.recentlyChanged())
            let snapshot = await collector.verified(services)
            await collector.stop()
            return snapshot
        }
        let collector = opened()
        await collector.setOut(await setup.zonesOut())
        _ = await collector.once(windowMs: Self.windowMs, changed: await setup.recentlyChanged())
        await resolve()
        let snapshot = await collector.verified(services)
        await collector.start()
        return snapshot
    }

    /// The newest snapshot of eyes that stay open; nothing where the plan is not about a zone.
    func watch() async -> Snapshot? {
        guard plan.zonePlan != nil else { return nil }
        let collector = opened()
        await collector.start()
        return await collector.current
    }

    /// Closes them.
    func close() async {
        await collector?.stop()
        collector = nil
    }

    private func opened() -> Collector {
        if let collector { return collector }
        let made = setup.collector(fleetsEveryMs: Self.pollMs)
        collector = made
        return made
    }

    private func resolve() async {
        guard let collector else { return }
        let now = await ResolvedSources(setup, collector)
        found.withLock { $0 = now }
    }
}
