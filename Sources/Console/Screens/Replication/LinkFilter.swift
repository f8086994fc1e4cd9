import Topology

extension FilterVocabulary where Row == ReplicationLink {
    /// What replication links are filtered by.
    static let links = FilterVocabulary(
        fields: [
            .text("source", aliases: ["link"], help: "the source that tells of it") { $0.source },
            .text("kind", help: "what replicates (redis)") { $0.kind },
            .word(
                "state", help: "cut, source-down, paused, unknown, behind or ok",
                of: ReplicationLink.State.allCases.map(\.rawValue)
            ) { $0.state.rawValue },
            .zone("from", help: "the zone that data comes from; b finds zone-b") { $0.fromZone ?? "" },
            .zone("to", help: "the zone that data goes to") { $0.toZone ?? "" },
            .texts("node", help: "an end of it, as the estate file writes it or host:port") { row, passes in
                [row.from, row.to].contains { passes($0) || passes(NodeName.short($0)) }
            },
            .duration("lag", aliases: ["seconds"], help: "how old the newest applied data is (lag>5s)") { row, _ in
                row.seconds.last.map { $0 * 1000 }
            },
            .number("position", aliases: ["left"], help: "what is left to be applied (position>1000)") {
                $0.position.last
            },
            .duration("proven", help: "how long ago it was last seen to be live (proven>1m)") { row, now in
                row.provenAt.map { Double(now - $0) }
            },
        ],
        searched: { row, passes in
            passes(row.source) || passes(row.from) || passes(row.to) || passes(row.reason ?? "")
        })
}
