import Contract
import Topology

/// Asks every node of every source on its own schedule and merges what they say into snapshots.
///
/// One dead host never delays another: each node has a task of its own, a deadline a poll, and a back-off. Only the
/// services that an answer touched are merged again. A snapshot is published at most ten times a second, and only when
/// something changed; the moving of ages and counters alone counts as a change every ten seconds.
public actor Collector {
    /// A source and what reads it.
    public typealias Source = (settings: SourceSettings, connector: any Connector)

    /// The snapshots, newest only: whoever is slow misses those in between. For one reader.
    public nonisolated let snapshots: AsyncStream<Snapshot>
    private let publishing: AsyncStream<Snapshot>.Continuation

    let estate: EstateDescription
    let sources: [Source]
    let timing: Timing
    let policy = CollectorPolicy()
    let zones: ZoneResolver
    var nodes: [NodeID: NodeRecord] = [:]
    /// Configured nodes in the file's order, then adopted ones.
    var order: [NodeID] = []
    var reviews: [SourceReview]
    /// When a server was first named, by its place in the review.
    var namedSince: [NodeID: Moment] = [:]
    /// When each source was reviewed last.
    var reviewedAt: [Moment?]
    /// Sources whose nodes said something that only the review understands.
    var reviewsDue: Set<Int> = []
    var links = LinkLedger()
    var actuators: [(any Actuator)?]
    let samplers: [(any UpstreamSampler)?]
    var upstreams = UpstreamWatch()
    /// The round of samples that is under way.
    var sampling: Task<Void, Never>?
    var traffic = TrafficView()
    /// When traffic was rolled up last.
    var trafficAt: Moment?
    /// Routes, counters or freshness moved since.
    var isTrafficTouched = true
    /// Weight groups whose requests go elsewhere than they are set to.
    var splits: [SplitCheck.Finding] = []
    /// Zones that operations have taken out.
    var out: [ZoneOut] = []
    var histories: [String: (requests: HistoryRing, errors: HistoryRing)] = [:]

    var merge: EstateMerge
    var board = AttentionBoard()
    var log = EventLog()
    var services: [ServiceKey: ServiceView] = [:]
    /// The same in order; nothing where it has to be ordered anew.
    var sorted: [ServiceView]?
    /// Services to merge again, and what may be made of the difference.
    var touched: [ServiceKey: MergeTrust] = [:]
    var last: Snapshot?
    var generation: UInt64 = 0

    /// Something other than services changed since the last snapshot.
    var isChanged = false
    var publishedAt: Moment?
    var publication: Task<Void, Never>?
    /// Waits for the moment when time alone changes something.
    var alarm: Task<Void, Never>?
    /// What follows no node: probing, sampling.
    var loops: [Task<Void, Never>] = []
    /// What follows each node.
    var followers: [NodeID: Task<Void, Never>] = [:]
    /// Nodes are followed.
    var isRunning = false

    /// Sources whose nodes a registry names.
    let discovering: [Int]
    /// Those of them whose registry has answered.
    var hasDiscovered: Set<Int> = []
    /// The nodes that were found, by source.
    var discovered: [[NodeSettings]]
    /// Nodes that are listed and not counted, by source.
    var lapsed: [[(id: NodeID, zone: String?, reason: String, since: Moment)]]
    /// When those began to be asked whose nodes are asked at the same moment.
    var rhythm: Moment

    /// A collector of these sources; nothing is asked before `start` or `once`.
    public init(estate: EstateDescription, sources: [Source], timing: Timing) {
        self.estate = estate
        self.sources = sources
        self.timing = timing
        (snapshots, publishing) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        reviews = sources.map { _ in SourceReview() }
        reviewedAt = sources.map { _ in nil }
        discovering = sources.indices.filter { sources[$0].settings.discover != nil }
        discovered = sources.map { _ in [] }
        lapsed = sources.map { _ in [] }
        rhythm = timing.now
        samplers = sources.map { $0.connector.sampler(of: $0.settings, clock: timing.clock) }
        actuators = sources.map { source in
            estate.mode == .operate ? source.connector.actuator(of: source.settings, clock: timing.clock) : nil
        }
        merge = EstateMerge(estate)
        let zones = ZoneResolver(estate)
        self.zones = zones
        let now = timing.now
        for (index, source) in sources.enumerated() {
            for node in source.settings.nodes {
                let id = source.settings.id(of: node)
                guard nodes[id] == nil else { continue }
                nodes[id] = NodeRecord(
                    id: id, settings: node, source: index,
                    zone: node.zone ?? HostName.of(node.address).flatMap { zones.resolve(host: $0).zone },
                    reader: source.connector.reader(of: node, in: source.settings, clock: timing.clock), since: now)
                order.append(id)
            }
        }
    }

    /// The newest snapshot; one of nothing but waiting nodes before the first answer.
    public var current: Snapshot { last ?? assemble() }

    /// Starts asking; the first poll of each node goes out at once.
    public func start() {
        guard !isRunning else { return }
        isRunning = true
        rhythm = timing.now
        publish(assemble())
        for id in order { follow(id) }
        startProbing()
        startSampling()
    }

    /// Ends asking and frees connections; it waits for no node.
    public func stop() async {
        let ending = loops + followers.values
        (loops, followers, isRunning) = ([], [:], false)
        for loop in ending { loop.cancel() }
        for id in order { nodes[id]?.pause?.cancel() }
        for id in order { nodes[id]?.calling?.cancel() }
        publication?.cancel()
        alarm?.cancel()
        for loop in ending { await loop.value }
        let readers = order.compactMap { nodes[$0]?.reader }
        _ = await Bounded.run(until: timing.now + policy.firstRetryMs, timing) {
            for reader in readers { await reader.close() }
        }
        publishing.finish()
    }

    /// Asks every node now, whatever its schedule or back-off; one that is being asked is not asked twice.
    public func pollNow() {
        for id in order { nodes[id]?.pause?.cancel() }
    }

    /// Forgets the instances of a service that are gone, in one zone or in all: the operator says that it was meant.
    public func acknowledgeGone(_ service: ServiceKey, zone: String?? = nil) {
        guard merge.acknowledge(service, zone: zone) else { return }
        touch([service])
        noteChange()
    }

    /// Takes in which zones operations have taken out, as the journal says: what comes up there meanwhile is drift.
    public func setOut(_ zones: [ZoneOut]) {
        guard out != zones else { return }
        out = zones
        isChanged = true
        noteChange()
    }

    /// Marks services to be merged again.
    func touch(_ keys: some Sequence<ServiceKey>, _ trust: MergeTrust = MergeTrust()) {
        for key in keys {
            let before = touched[key] ?? trust
            touched[key] = MergeTrust(
                arrivals: before.arrivals && trust.arrivals, departures: before.departures && trust.departures)
        }
    }

    func publish(_ snapshot: Snapshot) {
        publishedAt = timing.now
        publishing.yield(snapshot)
    }
}
