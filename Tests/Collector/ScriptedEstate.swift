import Contract
import Synchronization
import Testing
import Topology

@testable import Collector

/// A kind of system whose readers are scripted: each time a node's reader is made, the next one of its script is taken.
final class ScriptedConnector: Connector {
    let kind = "scripted"
    let title = "Scripted"
    let nodeForm = NodeForm.address
    private let readers: Mutex<[String: [ScriptedReader]]>
    private let made = Mutex<[String: Int]>([:])
    private let capabilities: [String: Capability]?

    init(_ readers: [String: [ScriptedReader]], capabilities: [String: Capability]? = nil) {
        self.readers = Mutex(readers)
        self.capabilities = capabilities
    }

    func reader(of node: NodeSettings, in source: SourceSettings, clock: @escaping Clock) -> any Reader {
        made.withLock { $0[node.address, default: 0] += 1 }
        return readers.withLock { readers in
            guard let script = readers[node.address], let first = script.first else { return ScriptedReader() }
            if script.count > 1 { readers[node.address]?.removeFirst() }
            return first
        }
    }

    func made(_ address: String) -> Int { made.withLock { $0[address] ?? 0 } }

    func actuator(of source: SourceSettings, clock: @escaping Clock) -> (any Actuator)? {
        capabilities.map { all in
            ProbedActuator(
                all: Dictionary(uniqueKeysWithValues: all.map { (NodeID(source: source.name, node: $0), $1) }))
        }
    }

    func review(_ source: SourceSettings, nodes: [ReviewedNode], now: Moment) -> SourceReview {
        let own = Set(source.nodes.map(\.address))
        var named: [NamedServer] = []
        for server in nodes.flatMap(\.facts.named).sorted(by: { $0.address < $1.address })
        where !own.contains(server.address) && !named.contains(server) {
            named.append(server)
        }
        return SourceReview(named: named)
    }
}

/// An actuator that says what can be written and nothing else.
struct ProbedActuator: Actuator {
    let all: [NodeID: Capability]

    func capabilities(until deadline: Moment) async -> [NodeID: Capability] { all }
    func plan(_ intent: Intent, until deadline: Moment) async -> PlanDraft { PlanDraft() }
    func check(_ step: Step, until deadline: Moment) async -> Standing { .unknown("") }
    func apply(_ step: Step, until deadline: Moment) async -> Outcome { .notSent("") }
    func undo(of step: Step, receipt: [String: String]) -> Step? { nil }
}

/// One source of scripted nodes with its collector and its time.
struct ScriptedEstate {
    let time: ManualTime
    let connector: ScriptedConnector
    let collector: Collector
    let settings: SourceSettings
    private var iterator: AsyncStream<Snapshot>.AsyncIterator

    /// A node for each script, named `a`, `b` …
    init(
        _ readers: [ScriptedReader]..., mode: EstateDescription.Mode = .readOnly, forgetMs: Int64 = 600_000,
        adoptHosts: [String] = [], adopted: [String: [ScriptedReader]] = [:], capabilities: [String: Capability]? = nil,
        time: ManualTime = ManualTime()
    ) {
        self.time = time
        let names = readers.indices.map { String(UnicodeScalar(UInt8(97 + $0))) }
        var scripts = adopted
        for (name, script) in zip(names, readers) { scripts[name] = script }
        connector = ScriptedConnector(scripts, capabilities: capabilities)
        settings = SourceSettings(
            name: "registry", kind: "scripted", nodes: names.map { NodeSettings(address: $0) },
            adopt: !adoptHosts.isEmpty, adoptHosts: adoptHosts)
        collector = Collector(
            estate: EstateDescription(name: "shop", mode: mode, forgetMs: forgetMs), sources: [(settings, connector)],
            timing: time.timing())
        iterator = collector.snapshots.makeAsyncIterator()
    }

    func id(_ node: String) -> NodeID { NodeID(source: "registry", node: node) }

    /// The next snapshot that is as wanted; those that are not are passed over.
    mutating func snapshot(where test: (Snapshot) -> Bool) async -> Snapshot? {
        while let snapshot = await iterator.next(isolation: #isolation) {
            if test(snapshot) { return snapshot }
        }
        return nil
    }

    /// The next snapshot that shows the instances so: `10.1.0.1:8080 up`.
    @discardableResult
    mutating func shows(_ text: String) async -> Snapshot? { await snapshot { shown($0) == text } }

    /// Lets the least time between two snapshots pass, once one is due.
    func publish() async {
        await time.paused(100...100)
        time.advance(100)
    }

    /// Whether nothing was published since and nothing is about to be.
    func isQuiet(since moment: Moment?) async -> Bool {
        let (published, publication) = await (collector.publishedAt, collector.publication)
        return published == moment && publication == nil
    }
}

/// Lets others go on until something is so, or the test is cancelled.
func until(_ isSo: () async -> Bool) async {
    while await !isSo(), !Task.isCancelled { await Task.yield() }
}

/// `10.1.0.1:8080 up, 10.1.0.2:8080 gone`.
func shown(_ snapshot: Snapshot) -> String {
    snapshot.services.flatMap(\.instances)
        .map { "\($0.key.address) \($0.state)" + ($0.differs ? " differs" : "") }.joined(separator: ", ")
}

func registration(
    _ id: String, _ host: String = "10.1.0.1", state: RegistrationState = .up, override: String? = nil,
    changedAt: Int64? = nil
) -> Registration {
    let status = state == .up ? "UP" : state == .out ? "OUT_OF_SERVICE" : "DOWN"
    return Registration(
        id: id, sourceService: "PAYMENT", host: host, port: 8080, status: status, state: state, override: override,
        changedAt: changedAt.map(Timestamp.init(milliseconds:)))
}

let payment = ServiceKey(name: "payment")
let order = ServiceKey(name: "order")

func says(_ registrations: Registration..., order others: [Registration]? = nil, node: NodeFacts? = nil) -> Observation
{
    var services = [payment: registrations]
    if let others { services[order] = others }
    return Observation(services: services, node: node)
}
