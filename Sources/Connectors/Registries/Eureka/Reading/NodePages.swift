import Topology

/// What the server's own pages said, and when: they change slowly, and are not asked for at every poll.
struct NodePages: Sendable {
    /// `/status`; nothing where it does not answer.
    var status: StatusPage?
    /// The dashboard; nothing where it does not answer.
    var dashboard: Dashboard?
    /// When they were last asked for.
    var askedAt: Moment?

    /// How often they are asked for, in milliseconds: the dashboard counts whole minutes.
    static let everyMs: Int64 = 60_000
    /// How long the first answer of all may wait for them, at least, in milliseconds.
    static let graceMs: Int64 = 250

    /// Whether they are to be asked for.
    func isDue(at now: Moment) -> Bool {
        askedAt.map { now - $0 >= Self.everyMs } ?? true
    }
}
