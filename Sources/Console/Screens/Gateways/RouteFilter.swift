import Topology

extension FilterVocabulary where Row == RouteRow {
    /// What the rows of the gateways are filtered by.
    static let routes = FilterVocabulary(
        fields: [
            .text("route", aliases: ["group", "id"], help: "its name") { $0.key.name },
            .text("source", aliases: ["gateway"], help: "the fleet that has it") { $0.key.source },
            .texts("zone", help: "a zone that it sends to") { row, passes in row.shares.keys.contains(where: passes) },
            .texts("uri", aliases: ["to"], help: "where it sends") { row, passes in
                row.routes.contains { passes($0.route.uri) }
            },
            .texts("node", help: "a node that has it") { row, passes in
                row.routes.contains { passes($0.node.node) || passes($0.node.server) }
            },
            .flag("differs", help: "yes where nodes differ on it") { $0.differs },
            .flag("weighted", help: "yes where it is split by weight") { $0.key.isGroup },
            .number("requests", aliases: ["rps"], help: "requests a second (requests>100)") {
                $0.rate.last?.requestsPerSecond
            },
            .number("errors", help: "failures in percent (errors>5)") {
                $0.rate.last?.errorRatio.map { $0 * 100 }
            },
        ],
        searched: { row, passes in passes(row.key.name) || row.routes.contains { passes($0.route.uri) } })
}
