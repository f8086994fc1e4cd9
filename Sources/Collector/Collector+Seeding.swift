import Contract
import Topology

extension Collector {
    /// Takes in what nodes said when the estate was last looked at, for those that have not answered yet.
    ///
    /// It counts as stale until they answer: an outage that began before the console was opened does not empty the screen,
    /// and what its registries have dropped since is `gone` where it was listed lately.
    public func seed(_ kept: KeptListings) {
        let reading = timing.clock()
        for (id, services) in kept.nodes {
            guard let record = nodes[id], !record.hasAnswered else { continue }
            let keptAt = (kept.answeredAt[id] ?? kept.takenAt).map(reading.moment(of:)) ?? Moment(milliseconds: 0)
            nodes[id]?.services = services.mapValues { list in list.sorted { $0.id < $1.id } }
            nodes[id]?.keptAt = keptAt
            nodes[id]?.answeredAt = keptAt
            if record.state == .failed { nodes[id]?.enter(.stale, error: record.error, at: reading.moment) }
            touch(services.keys, .none)
            isChanged = true
        }
        if isChanged { noteChange() }
    }
}
