import Clients
import Contract
import Topology

/// Spring Cloud Gateway (WebFlux), read and changed through its actuator.
///
/// Each node keeps its own routes: a change is made on every one, and a node that missed it stays different.
public struct SpringCloudGatewayConnector: Connector {
    private let loop: TransferLoop

    /// A connector whose calls go over this loop.
    public init(loop: TransferLoop) {
        self.loop = loop
    }

    /// `spring-cloud-gateway`.
    public var kind: String { "spring-cloud-gateway" }

    /// `Spring Cloud Gateway`.
    public var title: String { "Spring Cloud Gateway" }

    /// The address of the gateway itself, below which its actuator is.
    public var nodeForm: NodeForm { .url(schemes: ["http", "https"]) }

    /// Paths, bounds and names of metrics.
    public var keys: [KeyDeclaration] { GatewaySettings.keys }

    /// Gateways come and go, and are registered.
    public var isFleet: Bool { true }

    /// A reader of one gateway.
    public func reader(of node: NodeSettings, in source: SourceSettings, clock: @escaping Clock) -> any Reader {
        let settings = GatewaySettings(source.own)
        guard let client = Self.client(of: node.address, in: source, loop: loop, clock: clock) else {
            return UnusableReader(url: node.address)
        }
        return GatewayReader(client: client, settings: settings)
    }

    /// What sets the weights of routes.
    public func actuator(of source: SourceSettings, clock: @escaping Clock) -> (any Actuator)? {
        GatewayActuator(source: source, settings: GatewaySettings(source.own), loop: loop, clock: clock)
    }

    /// What is wrong with the routes of any node, said once for all nodes that have it.
    public func review(_ source: SourceSettings, nodes: [ReviewedNode], now: Moment) -> SourceReview {
        FleetReview.of(nodes)
    }

    /// What reads the counters of the services that routes name.
    public func sampler(of source: SourceSettings, clock: @escaping Clock) -> (any UpstreamSampler)? {
        let settings = GatewaySettings(source.own)
        guard settings.upstreamsMost > 0 else { return nil }
        return GatewayUpstreams(loop: loop, source: source, settings: settings, clock: clock)
    }

    /// The calls to one node; nothing where its address is none.
    ///
    /// Credentials, and a client certificate, go to nodes that the estate file writes out, and to others only where
    /// `adoptHosts` says that their host may have them.
    static func client(
        of address: String, in source: SourceSettings, loop: TransferLoop, clock: @escaping Clock
    ) -> GatewayClient? {
        guard let place = GatewayAddress(address, actuator: GatewaySettings(source.own).actuator) else { return nil }
        let isWritten = source.discover == nil && source.nodes.contains { $0.address == address }
        let isTrusted = isWritten || source.adoptHosts.contains { Glob.matches($0, place.host) }
        let transport = isTrusted ? source.transport : source.transport.withoutIdentity
        return GatewayClient(
            http: HTTPClient(loop: loop, transport: transport), transport: transport, address: place, clock: clock)
    }
}

/// Says of an address that is none that it cannot be read.
private struct UnusableReader: Reader {
    let url: String

    var pace: ReaderPace { .polled }

    func next(until deadline: Moment) async throws(ReadError) -> Reading {
        throw ReadError(.settings, "\(Printable.line(url)): not an address; write `url: \"http://host:8080\"`")
    }
}
