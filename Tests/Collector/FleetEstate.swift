import Contract
import Synchronization
import Topology

@testable import Collector

/// A kind of gateways, or of replicators, whose readers, samples and reviews are scripted.
final class FleetConnector: Connector {
    let kind = "fleet"
    let title = "Fleet"
    let nodeForm = NodeForm.address
    let isFleet: Bool
    let pollsTogether: Bool
    private let readers: Mutex<[String: ScriptedReader]>
    private let upstreams: ScriptedSampler?
    private let reviewing: (@Sendable ([ReviewedNode], Moment) -> SourceReview)?
    private let settingsOfActuators = Mutex<[[String]]>([])

    init(
        _ readers: [String: ScriptedReader], isFleet: Bool = true, pollsTogether: Bool = false,
        sampler: ScriptedSampler? = nil, review: (@Sendable ([ReviewedNode], Moment) -> SourceReview)? = nil
    ) {
        self.readers = Mutex(readers)
        self.isFleet = isFleet
        self.pollsTogether = pollsTogether
        upstreams = sampler
        reviewing = review
    }

    func reader(of node: NodeSettings, in source: SourceSettings, clock: @escaping Clock) -> any Reader {
        readers.withLock { $0[node.address] ?? ScriptedReader() }
    }

    func sampler(of source: SourceSettings, clock: @escaping Clock) -> (any UpstreamSampler)? { upstreams }

    func actuator(of source: SourceSettings, clock: @escaping Clock) -> (any Actuator)? {
        settingsOfActuators.withLock { $0.append(source.nodes.map(\.address)) }
        return ProbedActuator(all: [:])
    }

    /// The nodes that actuators were made for, oldest first.
    var actuated: [[String]] { settingsOfActuators.withLock { $0 } }

    func review(_ source: SourceSettings, nodes: [ReviewedNode], now: Moment) -> SourceReview {
        reviewing?(nodes, now) ?? SourceReview()
    }
}

/// Counters of instances, as a test sets them; those without any refuse.
final class ScriptedSampler: UpstreamSampler {
    let most: Int
    private let state: Mutex<(readings: [String: [CounterReading]], asked: [String])>

    init(most: Int = 500, _ readings: [String: [CounterReading]]) {
        self.most = most
        state = Mutex((readings, []))
    }

    /// Who was asked, in order.
    var asked: [String] { state.withLock { $0.asked } }

    func sample(_ target: UpstreamTarget, until deadline: Moment) async throws(ReadError) -> CounterReading {
        let reading = state.withLock { state -> CounterReading? in
            state.asked.append(target.instance.address)
            guard let all = state.readings[target.instance.address], let first = all.first else { return nil }
            if all.count > 1 { state.readings[target.instance.address]?.removeFirst() }
            return first
        }
        guard let reading else { throw ReadError(.refused, "HTTP 404: no counters") }
        return reading
    }
}

/// A registry and a source behind it.
struct FleetEstate {
    let time = ManualTime()
    let registry: ScriptedReader
    let connector: FleetConnector
    let collector: Collector
    private var iterator: AsyncStream<Snapshot>.AsyncIterator

    init(
        _ connector: FleetConnector, nodes: [NodeSettings] = [], discovers: Bool = false, grouping: Grouping = .none,
        mode: EstateDescription.Mode = .readOnly, registry: ScriptedReader = ScriptedReader()
    ) {
        self.connector = connector
        self.registry = registry
        let estate = EstateDescription(
            name: "shop", mode: mode,
            regions: [
                Region(
                    name: "east",
                    zones: [
                        Zone(name: "zone-a", cidrs: [CIDR("10.1.0.0/16")].compactMap { $0 }),
                        Zone(name: "zone-b", cidrs: [CIDR("10.2.0.0/16")].compactMap { $0 }),
                    ])
            ])
        let registrySettings = SourceSettings(name: "registry", kind: "scripted", nodes: [NodeSettings(address: "r")])
        let settings = SourceSettings(
            name: "edge", kind: "fleet", nodes: nodes,
            discover: discovers ? Discovery(source: "registry", service: "GATEWAY") : nil,
            groupBy: grouping)
        collector = Collector(
            estate: estate,
            sources: [(registrySettings, ScriptedConnector(["r": [registry]])), (settings, connector)],
            timing: time.timing())
        iterator = collector.snapshots.makeAsyncIterator()
    }

    func id(_ node: String) -> NodeID { NodeID(source: "edge", node: node) }

    /// The next snapshot that is as wanted.
    mutating func snapshot(where test: (Snapshot) -> Bool) async -> Snapshot? {
        while let snapshot = await iterator.next(isolation: #isolation) {
            if test(snapshot) { return snapshot }
        }
        return nil
    }

    /// Polls twice with five seconds in between.
    func twice(then prepare: () -> Void = {}) async -> Snapshot {
        let collector = collector
        async let answer = collector.once(windowMs: 5_000)
        await time.paused(5_000...5_000)
        prepare()
        time.advance(5_000)
        return await answer
    }
}

/// Counters of routes, read so many milliseconds after the first moment of a test.
func counts(
    _ time: ManualTime, after milliseconds: Int64 = 0, epoch: String? = "1", _ requests: [String: Double],
    errors: Double = 0
) -> CounterReading {
    CounterReading(
        at: time.now + milliseconds, epoch: epoch,
        counters: requests.mapValues { TrafficCounter(requests: $0, errors: $0 * errors, seconds: $0 / 100) })
}

func weighted(_ id: String, _ weight: Int, zone: String?, uri: String = "http://10.9.0.1:80") -> Route {
    Route(id: id, uri: uri, group: "g", weight: weight, zone: zone)
}

func listed(
    _ id: String, _ host: String, service: String, state: RegistrationState = .up, detail: String? = nil,
    metadata: [String: String] = [:], isSecure: Bool = false
) -> Registration {
    Registration(
        id: id, sourceService: service, host: host, port: 8080, isSecure: isSecure, status: "UP", state: state,
        detail: detail, metadata: Metadata(metadata))
}
