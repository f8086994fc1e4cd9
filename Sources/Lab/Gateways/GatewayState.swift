/// What one gateway has in memory: pure, given the time.
struct GatewayState: Sendable {
    /// What its actuator lets others do.
    enum Access: String, Sendable, CaseIterable {
        case unrestricted
        case readOnly = "read-only"
        case closed
    }

    /// What a counter is of: `/actuator/prometheus` has one line each.
    struct CounterKey: Hashable, Sendable {
        let route: String
        let uri: String
        let status: Int
    }

    var access = Access.unrestricted
    /// Rules from the gateway's file.
    let properties: [GatewayDefinition]
    /// Rules written at run time, gone with the process; in the order in which their ids first came.
    private(set) var memory: [GatewayDefinition] = []
    /// What is loaded.
    private(set) var routes: [GatewayRoute] = []
    /// When a refresh that was asked for is done.
    private var refreshing: Int64?
    private(set) var counters: [CounterKey: FlowCounter] = [:]
    /// When the counters' pace was set last, in milliseconds of the monotonic clock.
    private(set) var paced: Int64
    private(set) var started: Int64
    /// What is in the middle of a name that Java makes up at each start.
    private(set) var lambda: UInt64

    /// How long a refresh takes.
    static let refreshTime: Int64 = 120

    init(properties: [GatewayDefinition], now: Int64, seed: UInt64) {
        self.properties = properties
        (started, paced) = (now, now)
        var random = LabRandom(seed: seed)
        lambda = random.next()
        load()
    }

    /// All definitions, those of files first.
    var definitions: [GatewayDefinition] { properties + memory }

    /// Brings what was asked for up to now.
    mutating func settle(_ now: Int64) {
        guard let due = refreshing, due <= now else { return }
        refreshing = nil
        load()
    }

    /// Asks for a refresh, which comes a moment later.
    mutating func refresh(_ now: Int64) {
        if refreshing == nil { refreshing = now + Self.refreshTime }
    }

    mutating func put(_ definition: GatewayDefinition) {
        if let place = memory.firstIndex(where: { $0.id == definition.id }) {
            memory[place] = definition
        } else {
            memory.append(definition)
        }
    }

    /// Takes a rule out of the memory; false where it is not there, as those of files are not.
    mutating func delete(_ id: String) -> Bool {
        guard let place = memory.firstIndex(where: { $0.id == id }) else { return false }
        memory.remove(at: place)
        return true
    }

    /// Starts anew: what was in memory alone is gone.
    mutating func restart(_ now: Int64) {
        memory = []
        refreshing = nil
        counters = [:]
        (started, paced) = (now, now)
        var random = LabRandom(seed: lambda)
        lambda = random.next()
        load()
    }

    /// One definition that cannot be bound stops all: then the routes stay as they were.
    private mutating func load() {
        var loaded: [GatewayRoute] = []
        for definition in definitions where definition.enabled {
            guard let route = GatewayRules.bind(definition) else { return }
            loaded.append(route)
        }
        let order = loaded.enumerated().sorted { first, second in
            (first.element.definition.order, first.offset) < (second.element.definition.order, second.offset)
        }
        routes = order.map(\.element)
    }

    /// Counts what came since the last change of pace; what follows flows at the paces added after it.
    mutating func pace(_ now: Int64) {
        let passed = Double(now - paced) / 1000
        for key in counters.keys { counters[key]?.settle(passed) }
        paced = now
    }

    mutating func flow(_ route: GatewayRoute, status: Int, _ rate: Double, seconds: Double) {
        guard rate > 0 else { return }
        counters[CounterKey(route: route.id, uri: route.uri, status: status), default: FlowCounter()]
            .flow(rate, seconds: seconds)
    }
}
