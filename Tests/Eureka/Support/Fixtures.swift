import Clients
import Contract
import Glibc
import Synchronization
import Topology

@testable import Eureka

/// Both clocks of this host, and what a test adds to the monotonic one: time passes by saying so.
final class TestClock: Sendable {
    private let added = Mutex<Int64>(0)

    var reading: Clock {
        { [self] in
            let now = MonotonicClock.now() + added.withLock { $0 }
            return ClockReading(wall: Timestamp(milliseconds: wallNow()), moment: now)
        }
    }

    func advance(_ milliseconds: Int64) { added.withLock { $0 += milliseconds } }
}

/// The wall clock in milliseconds.
func wallNow() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}

/// A deadline so many seconds from now; long, because a machine that runs all tests at once is slow.
func soon(_ seconds: Int64 = 60) -> Moment { MonotonicClock.now() + seconds * 1000 }

/// A deadline of less than a second.
func soon(milliseconds: Int64) -> Moment { MonotonicClock.now() + milliseconds }

/// A source of these servers.
func source(
    _ servers: [StubServer], zones: [String?] = [], credentials: Credentials? = nil, own: [String: SettingValue] = [:]
) -> SourceSettings {
    let nodes = servers.enumerated().map { index, server in
        NodeSettings(address: server.url, zone: index < zones.count ? zones[index] : nil)
    }
    return SourceSettings(
        name: "registry", kind: "eureka", nodes: nodes, transport: TransportSettings(credentials: credentials),
        deadlineMs: 60_000, own: own)
}

let connector = EurekaConnector(loop: TransferLoop())

/// A reader of one server.
func reader(
    of server: StubServer, clock: TestClock = TestClock(), credentials: Credentials? = nil,
    own: [String: SettingValue] = [:]
) -> any Reader {
    let source = source([server], credentials: credentials, own: own)
    return connector.reader(of: source.nodes[0], in: source, clock: clock.reading)
}

/// Decodes text as an instance.
func decoded(_ json: String, application: String? = nil) throws -> InstanceDecoder.Decoded {
    let decoder = InstanceDecoder(namespace: "", pool: InternPool())
    let parser = try JSONParser()
    return try decoder.decode(try parser.parse(Array(json.utf8)), application: application)
}

extension Reading {
    /// What kind of answer it is.
    var name: String {
        switch self {
        case .reset: "reset"
        case .changes: "changes"
        case .confirmed: "confirmed"
        case .partial(_, let replacesAll, _): replacesAll ? "partial, all" : "partial"
        }
    }

    var observation: Observation {
        switch self {
        case .reset(let observation), .changes(let observation), .partial(let observation, _, _): observation
        case .confirmed(let facts): Observation(node: facts)
        }
    }

    func service(_ name: String) -> [Registration]? { observation.services[ServiceKey(name: name)] }

    /// State by id of one service.
    func states(_ name: String) -> [String: RegistrationState] {
        Dictionary(uniqueKeysWithValues: (service(name) ?? []).map { ($0.id, $0.state) })
    }

    var faults: [ReadFault] {
        if case .partial(_, _, let faults) = self { faults } else { [] }
    }

    func fact(_ label: String) -> String? { observation.node?.facts.first { $0.label == label }?.value }
}
