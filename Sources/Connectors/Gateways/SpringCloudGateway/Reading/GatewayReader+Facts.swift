import Contract
import Topology

extension GatewayReader {
    /// What is known of the gateway itself.
    func facts(
        _ table: RouteTable?, _ routes: Answer<RouteTable>, _ counting: Answer<(scan: CounterScan, at: Moment)>,
        notes: [RouteNote]
    ) -> NodeFacts {
        var reads: [String] = []
        var facts: [NodeFact] = []
        if let table {
            reads.append("routes")
            let groups = Set(table.routes.compactMap(\.group)).count
            facts.append(
                NodeFact(
                    label: "routes", value: "\(table.routes.count), \(groups) weight group\(groups == 1 ? "" : "s")"))
            let overridden = table.routes.filter { RouteNotes.isOverridden($0, pages.definitions) }.map(\.id)
            if !overridden.isEmpty {
                let more = overridden.count > 5 ? " and \(overridden.count - 5) more" : ""
                facts.append(
                    NodeFact(
                        label: "on top of files", value: overridden.prefix(5).joined(separator: ", ") + more))
            }
        } else if let why = routes.trouble {
            facts.append(NodeFact(label: "routes", value: "not shown: \(why)"))
        }
        if table?.isOfDefinitions == true {
            facts.append(
                NodeFact(
                    label: "actuator",
                    value: "not verbose: it tells definitions in place of what is loaded, so nothing set there can be "
                        + "proven (spring.cloud.gateway.actuator.verbose.enabled)"))
        }
        if pages.definitions != nil {
            reads.append("definitions")
        } else if let why = pages.definitionsTrouble {
            facts.append(NodeFact(label: "definitions", value: "not shown: \(why)"))
        }
        if let scan = counting.value?.scan {
            if scan.isProven {
                reads.append("counters")
            } else {
                facts.append(
                    NodeFact(
                        label: "counters",
                        value: "none of the gateway's among its metrics (spring.cloud.gateway.metrics.enabled, "
                            + "`metricsPrefix` of the source)"))
            }
            if scan.isCut {
                facts.append(NodeFact(label: "counters", value: "of the first \(CounterScan.most) routes"))
            }
        } else if let why = counting.trouble {
            facts.append(NodeFact(label: "counters", value: "not shown: \(why)"))
        }
        if pages.fileRoutes != nil { reads.append("env") }
        if let health = pages.health {
            reads.append("health")
            facts.append(NodeFact(label: "health", value: health, severity: health == "UP" ? nil : .warning))
        } else if let why = pages.healthTrouble {
            facts.append(NodeFact(label: "health", value: "not shown: \(why)"))
        }
        return NodeFacts(
            serverVersion: pages.version, reads: reads, facts: facts,
            own: notes.isEmpty ? nil : OwnFacts(GatewayNotes(notes: notes)))
    }
}
