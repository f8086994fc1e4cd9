import Contract
import Topology

/// Asks every node of every source on its own schedule and merges what they say into snapshots.
///
/// One dead host never delays another: each node has a task of its own, a deadline a poll, and a back-off. Only the
/// services that an answer touched are merged again. A snapshot is published at most ten times a second, and only when
/// something changed.
public actor Collector {
    /// A source and what reads it.
    public typealias Source = (settings: SourceSettings, connector: any Connector)

    /// The snapshots, newest only: whoever is slow misses those in between.
    public nonisolated let snapshots: AsyncStream<Snapshot>
    private let publishing: AsyncStream<Snapshot>.Continuation

    let estate: EstateDescription
    let sources: [Source]
    let timing: Timing
    var nodes: [NodeID: NodeRecord] = [:]
    /// Configured nodes in the file's order, then adopted ones.
    var order: [NodeID] = []
    var reviews: [SourceReview]
    var actuators: [(any Actuator)?]

    var merge: EstateMerge
    var board = AttentionBoard()
    var services: [ServiceKey: ServiceView] = [:]
    var sorted: [ServiceView]?
    /// Services to merge again.
    var dirty: Set<ServiceKey> = []
    /// Those of them that a node spoke of for the first time: what is new to us need not be new.
    var firstHeard: Set<ServiceKey> = []
    var log = EventLog()
    var last: Snapshot?
    var generation: UInt64 = 0
    var publishedAt: Moment?
    var publication: Task<Void, Never>?
    var changed = false
    /// Waits for the moment when time alone changes something.
    var alarm: Task<Void, Never>?
    var loops: [Task<Void, Never>] = []

    /// A collector of these sources; nothing is asked before `start` or `once`.
    public init(estate: EstateDescription, sources: [Source], timing: Timing) {
        self.estate = estate
        self.sources = sources
        self.timing = timing
        (snapshots, publishing) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        reviews = sources.map { _ in SourceReview() }
        actuators = sources.map { source in
            estate.mode == .operate ? source.connector.actuator(of: source.settings, clock: timing.clock) : nil
        }
        merge = EstateMerge(estate)
        let now = timing.now
        for (index, source) in sources.enumerated() {
            for node in source.settings.nodes {
                let id = source.settings.id(of: node)
                nodes[id] = NodeRecord(
                    id: id, settings: node, source: index, configured: true,
                    reader: source.connector.reader(of: node, in: source.settings, clock: timing.clock), since: now)
                order.append(id)
            }
        }
    }

    /// The newest snapshot; one of nothing but waiting nodes before the first answer.
    public var current: Snapshot { last ?? rebuild() }

    /// Starts asking; the first poll of each node goes out at once.
    public func start() {
        guard loops.isEmpty else { return }
        for id in order { follow(id) }
        startProbing()
        publish(rebuild())
    }

    /// Ends asking and frees connections.
    public func stop() async {
        for loop in loops { loop.cancel() }
        for id in order { nodes[id]?.pause?.cancel() }
        publication?.cancel()
        alarm?.cancel()
        for loop in loops { await loop.value }
        loops = []
        for id in order { await nodes[id]?.reader.close() }
        publishing.finish()
    }

    /// Asks every node now, whatever its schedule or back-off.
    public func pollNow() {
        for id in order { nodes[id]?.pause?.cancel() }
    }

    /// Forgets the instances of a service that are gone: the operator says that it was meant.
    public func acknowledgeGone(_ service: ServiceKey) {
        guard merge.acknowledge(service) else { return }
        dirty.insert(service)
        noteChange()
    }

    func publish(_ snapshot: Snapshot) {
        publishedAt = timing.now
        changed = false
        publishing.yield(snapshot)
    }
}
