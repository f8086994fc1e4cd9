extension AttentionBoard {
    /// Nodes that contradict each other: a line for each way and set of nodes, over all services.
    static func disagreements(_ facts: Facts) -> [Draft] {
        struct Cause: Hashable {
            var source: String
            var kind: ServiceFindings.Disagreement.Kind
            var nodes: [NodeID]
        }
        var found: [Cause: (count: Int, services: [String], example: InstanceKey)] = [:]
        for service in facts.services {
            for one in service.findings.disagreements {
                let cause = Cause(source: one.source, kind: one.kind, nodes: one.nodes)
                var tally = found[cause] ?? (0, [], one.example)
                tally.count += one.count
                tally.services.append(service.key.name)
                found[cause] = tally
            }
        }
        return found.map { cause, tally in
            let what =
                tally.count == 1 ? "\(tally.example)" : "\(plural(tally.count, "instance")) of \(list(tally.services))"
            let nodes = list(cause.nodes.map(\.server))
            let one = cause.nodes.count == 1
            let (text, severity): (String, Attention.Severity)
            switch cause.kind {
            case .lostOverride(let override):
                (text, severity) = (
                    "drift: \(nodes) \(one ? "does" : "do") not hold the override \(override) on \(what)", .bad
                )
            case .notListed:
                (text, severity) = (
                    "nodes disagree on \(what): \(nodes) \(one ? "does" : "do") not list "
                        + (tally.count == 1 ? "it" : "them"), .warning
                )
            case .state:
                (text, severity) = (
                    one ? "\(nodes) disagrees with other sources on \(what)" : "\(nodes) disagree on \(what)", .warning
                )
            }
            var filter = "source=\(cause.source) differs=yes"
            if tally.services.count == 1 { filter = "service=\(tally.services[0]) " + filter }
            return Draft(
                cause: "disagree \(cause)", severity: severity, subject: cause.source, text: text,
                target: .instances(filter: filter), rank: 3, weight: tally.count)
        }
    }
}
