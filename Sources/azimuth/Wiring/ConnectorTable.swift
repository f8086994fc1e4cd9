import Clients
import Contract
import Estate
import Eureka
import Redis
import SpringCloudGateway

/// All systems that this program knows: one line each.
struct ConnectorTable: Sendable {
    /// The connectors, on one transfer loop.
    let all: [any Connector]

    /// Connectors on a loop; nothing is opened before the first call.
    init(loop: TransferLoop) {
        all = [
            EurekaConnector(loop: loop),
            RedisConnector(loop: loop),
            SpringCloudGatewayConnector(loop: loop),
        ]
    }

    /// The connector of a kind.
    func connector(_ kind: String) -> (any Connector)? { all.first { $0.kind == kind } }

    /// What the estate file may say of each kind.
    var kinds: [SourceKind] { all.map(SourceKind.init) }
}
