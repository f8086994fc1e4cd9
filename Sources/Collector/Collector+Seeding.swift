import Contract
import Topology

extension Collector {
    /// Takes in what nodes said when the estate was last looked at, for those that have not answered yet.
    ///
    /// It counts as stale until they answer: an outage that began before the console was opened does not empty the screen.
    public func seed(_ kept: KeptListings) {
        let reading = timing.clock()
        let when = kept.takenAt.map { "kept from \($0.hourAndMinute) UTC" } ?? "kept from an earlier look"
        for (id, services) in kept.nodes {
            guard let record = nodes[id], !record.answered else { continue }
            nodes[id]?.services = services
            nodes[id]?.answeredAt = kept.takenAt.map(reading.moment(of:))
            if record.state == .waiting {
                nodes[id]?.staleReason = when
            } else {
                nodes[id]?.enter(.stale, at: reading.moment)
            }
            dirty.formUnion(services.keys)
            firstHeard.formUnion(services.keys)
        }
        scheduleIfChanged()
    }
}
