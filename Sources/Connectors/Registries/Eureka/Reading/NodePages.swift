import Topology

/// What the server's own pages said, and when: they change slowly, and are not asked for at every poll.
struct NodePages: Sendable {
    /// `/status`; nothing where it does not answer.
    var status: StatusPage?
    /// The dashboard; nothing where it does not answer.
    var dashboard: Dashboard?
    /// When they were last asked for.
    var askedAt: Moment?
    /// When the dashboard last answered.
    var dashboardAt: Moment?
    /// How often in a row one of them did not come in time.
    var misses = 0

    /// How often they are asked for, in milliseconds: the dashboard counts whole minutes.
    static let everyMs: Int64 = 60_000
    /// How long the first answer of all waits for them at least, in milliseconds: what is listed is wanted first.
    static let graceMs: Int64 = 250
    /// How long later answers wait for them, in milliseconds: a server's first dashboard takes it a second.
    static let laterGraceMs: Int64 = 2_000

    /// Whether they are to be asked for: every minute, and at once again where they were only late.
    func isDue(at now: Moment) -> Bool {
        guard let askedAt else { return true }
        return now - askedAt >= Self.everyMs || (1...2).contains(misses)
    }

    /// Takes newer ones; what did not come this once is kept for a while.
    mutating func take(_ fresh: NodePages, at now: Moment) {
        let isComplete = fresh.status != nil && fresh.dashboard != nil
        status = fresh.status ?? status
        if fresh.dashboard != nil {
            dashboard = fresh.dashboard
            dashboardAt = now
        } else if let dashboardAt, now - dashboardAt > Self.everyMs * 3 {
            dashboard = nil
        }
        askedAt = now
        misses = isComplete ? 0 : misses + 1
    }
}
