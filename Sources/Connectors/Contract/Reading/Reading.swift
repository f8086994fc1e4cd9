import Topology

/// One answer of a reader.
public enum Reading: Sendable {
    /// All of it: what is not in it is no more.
    case reset(Observation)
    /// What changed since the last answer.
    case changes(Observation)
    /// Asked, nothing changed: the node lives.
    case confirmed(NodeFacts?)
    /// This much, and these faults. `replacesAll`: what is in neither is no more (only where every fault names its service).
    case partial(Observation, replacesAll: Bool, faults: [ReadFault])
}

/// What a node says: whole services, so that a change touches no more than the services it is about.
public struct Observation: Sendable {
    /// Each service's registrations, complete; an empty list says that the service is no more.
    public var services: [ServiceKey: [Registration]]
    /// What the node says of itself; nothing where it has not been asked this time.
    public var node: NodeFacts?
    /// A gateway's routes, all of them in their order; nothing where they were not read this time.
    public var routes: [Route]?
    /// What the node has counted so far; nothing where it was not read this time. Rates are the collector's to make.
    public var counters: CounterReading?

    /// An observation.
    public init(
        services: [ServiceKey: [Registration]] = [:], node: NodeFacts? = nil, routes: [Route]? = nil,
        counters: CounterReading? = nil
    ) {
        self.services = services
        self.node = node
        self.routes = routes
        self.counters = counters
    }
}

/// A part of an answer that could not be used.
public struct ReadFault: Hashable, Sendable {
    /// The service it is about; nothing where that cannot be told.
    public var service: ServiceKey?
    /// What is wrong with it, sanitised.
    public var message: String

    /// A fault.
    public init(service: ServiceKey? = nil, message: String) {
        self.service = service
        self.message = message
    }
}
