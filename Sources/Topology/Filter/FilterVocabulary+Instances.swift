extension FilterVocabulary where Row == InstanceView {
    /// What instances are filtered by, on screen and in commands alike.
    public static let instances = FilterVocabulary(
        fields: [
            .text("service", help: "its service") { $0.key.service.name },
            .zone("zone", help: "its zone; b finds zone-b, \"\" finds those without one") { $0.zone ?? "" },
            .word(
                "state", help: "up, down, out, starting, unknown or gone",
                of: InstanceState.allCases.map(\.rawValue)
            ) { $0.state.rawValue },
            .address("address", aliases: ["host", "ip"], help: "its address; without a port it finds every port") {
                $0.key.address
            },
            .flag("differs", help: "yes where nodes disagree on it") { $0.differs },
            .texts("source", aliases: ["registry"], help: "a source that lists it") { row, passes in
                row.registrations.contains { passes($0.node.source) }
            },
            .texts("node", help: "a node that lists it, its url or host:port") { row, passes in
                row.registrations.contains { passes($0.node.node) || passes($0.node.server) }
            },
            .texts("id", help: "the id that a source gives it") { row, passes in
                row.registrations.contains { passes($0.registration.id) }
            },
            .texts("status", help: "a source's own word (OUT_OF_SERVICE)") { row, passes in
                row.registrations.contains { passes($0.registration.status) }
            },
            .texts("override", help: "an override on it, \"\" where it has none") { row, passes in
                let overrides = row.registrations.compactMap(\.registration.override)
                return overrides.isEmpty ? passes("") : overrides.contains(where: passes)
            },
            .text("namespace", help: "its namespace") { $0.key.service.namespace },
            .text("rule", help: "the rule that decided its zone") { $0.zoneRule },
            .duration("since", aliases: ["age"], help: "how long it has been in its state (since<5m)") { row, now in
                Double(now - row.since)
            },
            .keyed("meta", aliases: ["metadata"], help: "a key of its metadata (meta.version=2.*)") {
                row, key, passes in
                row.registrations.contains { $0.registration.metadata[key].map(passes) ?? false }
            },
        ],
        searched: { row, passes in passes(row.key.service.name) || passes(row.key.address) })
}

extension Filter where Row == InstanceView {
    /// Compiles an expression over instances.
    ///
    /// - Throws: `FilterError`, with its position and the valid fields or values.
    public init(instances expression: String) throws(FilterError) {
        try self.init(expression, .instances)
    }
}

/// A filter over instances.
public typealias InstanceFilter = Filter<InstanceView>
