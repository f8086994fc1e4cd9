import Topology

/// Whether a replica whose link says up has stood still while its master went on.
enum Stall: Equatable {
    /// It receives nothing that the master sent since.
    case receiving(seconds: Int64)
    /// It receives and applies nothing.
    case applying(seconds: Int64)

    /// For so long it must have stood still: a replica that is busy for a moment has not stopped.
    static let shortestMs: Int64 = 2000

    /// Looks back from the replica's last answer: as long as its offset was the same, and the master past it already.
    static func of(_ replica: RedisNode, behind master: RedisNode) -> Stall? {
        guard let applied = replica.applied, let last = replica.history.last else { return nil }
        let same = replica.history.reversed().prefix { $0.applied == applied && $0.replid == last.replid }
        // What the master had written by the time of an answer of the replica, as far as that is known for sure.
        func wrote(by moment: Moment) -> Int64? {
            master.history.last { $0.at <= moment && $0.replid == last.replid }?.offset
        }
        guard let since = same.last(where: { sample in wrote(by: sample.at).map { $0 > applied } ?? false }) else {
            return nil
        }
        let stood = last.at - since.at
        guard stood >= shortestMs else { return nil }
        if let received = last.received, received > applied { return .applying(seconds: stood / 1000) }
        return .receiving(seconds: stood / 1000)
    }
}
