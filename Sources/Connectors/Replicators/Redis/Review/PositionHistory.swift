import Topology

/// How far behind a replica was at its last answers, where its master was asked at the same moment.
enum PositionHistory {
    private static let most = 60

    static func of(_ master: RedisNode?, _ replica: RedisNode?) -> [Double?] {
        guard let master, let replica else { return [] }
        var rest = master.history[...]
        return replica.history.suffix(most).map { sample in
            while let next = rest.dropFirst().first, nearer(next, than: rest.first, to: sample.at) {
                rest.removeFirst()
            }
            guard let other = rest.first, abs(other.at - sample.at) <= Lag.togetherMs, let own = other.offset,
                let applied = sample.applied, other.replid == sample.replid, sample.replid != nil
            else { return nil }
            let (left, overflow) = own.subtractingReportingOverflow(applied)
            return overflow ? nil : Double(max(0, left))
        }
    }

    private static func nearer(_ a: Sample, than b: Sample?, to moment: Moment) -> Bool {
        guard let b else { return true }
        return abs(a.at - moment) <= abs(b.at - moment)
    }
}
