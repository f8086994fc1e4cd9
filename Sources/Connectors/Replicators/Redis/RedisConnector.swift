import Clients
import Contract
import Topology

/// Redis and what speaks as it does: replication trees of any depth, read with `INFO`, `ROLE` and `TIME`; nothing is changed.
public struct RedisConnector: Connector {
    private let loop: TransferLoop

    /// A connector whose connections live on this loop.
    public init(loop: TransferLoop) {
        self.loop = loop
    }

    /// `redis`.
    public var kind: String { "redis" }

    /// `Redis`.
    public var title: String { "Redis" }

    /// Host and port; TLS where the source has a `tls` section.
    public var nodeForm: NodeForm { .address }

    /// From when on a replica counts as behind.
    public var keys: [KeyDeclaration] { RedisSettings.keys }

    /// Offsets of both ends are compared: they are asked at the same moment.
    public var pollsTogether: Bool { true }

    /// A reader of one server.
    public func reader(of node: NodeSettings, in source: SourceSettings, clock: @escaping Clock) -> any Reader {
        RedisReader(
            node: node, transport: source.transport,
            client: RedisClient(loop: loop, transport: source.transport, address: node.address), clock: clock)
    }

    /// The links between them, who is named, and what a reconnect would cost.
    public func review(_ source: SourceSettings, nodes: [ReviewedNode], now: Moment) -> SourceReview {
        ReplicationReview(source: source, nodes: nodes, now: now).result()
    }
}
