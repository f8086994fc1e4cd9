import Clients
import Contract
import Topology

/// Eureka: Spring Cloud's and Netflix's, and what speaks as they do.
///
/// Every server is read by itself, because two of them can disagree for good; drains are status overrides.
public struct EurekaConnector: Connector {
    private let loop: TransferLoop
    private let pool = InternPool()

    /// A connector whose calls go over this loop.
    public init(loop: TransferLoop) {
        self.loop = loop
    }

    /// `eureka`.
    public var kind: String { "eureka" }

    /// `Eureka`.
    public var title: String { "Eureka" }

    /// The address that clients have in `eureka.client.service-url`: with `/eureka` or `/eureka/v2`.
    public var nodeForm: NodeForm { .url(schemes: ["http", "https"]) }

    /// Delta and the three delays until clients follow a change.
    public var keys: [KeyDeclaration] { EurekaSettings.keys }

    /// A reader of one server.
    public func reader(of node: NodeSettings, in source: SourceSettings, clock: @escaping Clock) -> any Reader {
        guard let client = client(of: node, in: source, clock: clock) else {
            return UnusableReader(url: node.address)
        }
        return EurekaReader(client: client, usesDelta: EurekaSettings(source.own).usesDelta)
    }

    /// What drains and restores by status overrides.
    public func actuator(of source: SourceSettings, clock: @escaping Clock) -> (any Actuator)? {
        let nodes = source.nodes.compactMap { node in
            client(of: node, in: source, clock: clock).map { EurekaActuator.Node(settings: node, client: $0) }
        }
        return EurekaActuator(
            source: source, settings: EurekaSettings(source.own), nodes: nodes,
            http: HTTPClient(loop: loop, transport: source.transport), clock: clock)
    }

    /// Which servers are named and not configured, and whose list of peers falls short.
    public func review(_ source: SourceSettings, nodes: [ReviewedNode], now: Moment) -> SourceReview {
        ClusterReview.of(
            source,
            facts: Dictionary(
                nodes.filter { $0.answeredAt != nil }.map { ($0.id, $0.facts) }, uniquingKeysWith: { first, _ in first }
            ))
    }

    /// The calls to one server; nothing where its address is none.
    func client(of node: NodeSettings, in source: SourceSettings, clock: @escaping Clock) -> EurekaClient? {
        guard let address = EurekaAddress(node.address) else { return nil }
        return EurekaClient(
            http: HTTPClient(loop: loop, transport: source.transport), address: address,
            decoder: InstanceDecoder(
                namespace: source.namespace, pool: pool, hasPeers: source.nodes.count > 1 || source.adopt),
            clock: clock)
    }
}

/// Says of an address that is none that it cannot be read.
private struct UnusableReader: Reader {
    let url: String

    var pace: ReaderPace { .polled }

    func next(until deadline: Moment) async throws(ReadError) -> Reading {
        throw ReadError(.settings, "\(Printable.line(url)): not an address; write `url: \"http://host:8761/eureka\"`")
    }
}
