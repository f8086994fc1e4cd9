import Contract
import Topology

extension EurekaReader {
    /// What is known of the server itself.
    func nodeFacts() -> NodeFacts {
        let own = ownRegistrations()
        let naming = PeerNaming(address: client.address, page: pages.status, registrations: own)
        var reads = ["apps"]
        if schedule.usesDelta, schedule.deltaRefused == nil { reads.append("delta") }
        if pages.status != nil { reads.append("status") }
        if pages.dashboard != nil { reads.append("dashboard") }
        var facts: [NodeFact] = []
        if let dashboard = pages.dashboard { facts.append(Self.fact(of: dashboard)) }
        if watch.expiredCount > 0 {
            facts.append(NodeFact(label: "expired leases", value: "\(watch.expiredCount)"))
        }
        if let skew = serverClock?.skewMs, abs(skew) >= 2000 {
            let side = skew > 0 ? "ahead of" : "behind"
            let value = "\(LeaseWatch.age(abs(skew))) \(side) this host's"
            facts.append(NodeFact(label: "clock", value: value, severity: abs(skew) >= 10_000 ? .warning : nil))
        }
        return NodeFacts(reads: reads, named: naming.named, ownNames: naming.ownNames, facts: facts)
    }

    /// The registrations of the servers themselves: those of the application in which this one lists itself.
    private func ownRegistrations() -> [Registration] {
        let told = pages.status?.application.map { client.decoder.service($0) }
        // Applications without a name of their own are all called so; servers are not told from them.
        guard let service = told ?? ownApplication, service.name != "unknown" else { return [] }
        return registry.services[service]?.map(\.registration) ?? []
    }

    private static func fact(of dashboard: Dashboard) -> NodeFact {
        let counts = "\(dashboard.renewals) renewals last minute, threshold \(dashboard.threshold)"
        let label = "self-preservation"
        return switch dashboard.selfPreservation {
        case .idle: NodeFact(label: label, value: "not active: \(counts)")
        case .turnedOff: NodeFact(label: label, value: "turned off: \(counts)")
        case .tooEarly: NodeFact(label: label, value: "not told in the server's first minutes")
        case .active:
            NodeFact(label: label, value: "active, no lease is evicted: \(counts)", severity: .warning)
        }
    }
}
