import Topology

/// Decides whether a poll reads everything or what changed.
///
/// A delta holds three minutes of changes and no renewals, and its hash code counts statuses alone: so everything is
/// read first, every so often, and whenever a delta cannot be trusted.
struct FetchSchedule: Sendable {
    /// Whether deltas are wanted at all (`delta` in the estate file).
    let usesDelta: Bool
    /// When everything was last read.
    private(set) var lastFull: Moment?
    /// When anything was last read.
    private(set) var lastSuccess: Moment?
    /// When the server last refused a delta.
    private(set) var deltaRefused: Moment?
    /// Set where what is here may be wrong: a mismatch, a document with faults, a hash code that proves nothing.
    private(set) var isDoubtful = false
    /// How often everything is read, in milliseconds: renewals stand in full documents alone, so it follows the leases.
    private(set) var fullEveryMs: Int64 = 60_000

    /// The server keeps changes for 180 s; what is cached may be older, and clocks and polls are not exact.
    static let windowMs: Int64 = 140_000
    /// The longest that everything may be left unread, in milliseconds: an expired lease is found by then.
    static let rarestMs: Int64 = 150_000
    /// How much rarer each instance makes it, in milliseconds.
    static let perInstanceMs: Int64 = 15
    /// How long a server that refused deltas is not asked for them again.
    static let refusalMs: Int64 = 600_000

    /// Nothing read yet.
    init(usesDelta: Bool) { self.usesDelta = usesDelta }

    /// Whether everything has to be read now.
    func isFullDue(at now: Moment) -> Bool {
        guard usesDelta, !isDoubtful, let lastFull, let lastSuccess else { return true }
        if let deltaRefused, now - deltaRefused < Self.refusalMs { return true }
        return now - lastSuccess > Self.windowMs || now - lastFull >= fullEveryMs
    }

    /// Everything was read.
    ///
    /// - Parameters:
    ///   - proven: whether the hash code of the document is that of what was read out of it, without faults.
    ///   - leaseMs: how long the shortest leases last.
    ///   - instances: how many it holds; a document of thousands is read less often, because it costs both sides.
    mutating func noteFull(at now: Moment, proven: Bool, leaseMs: Int64?, instances: Int = 0) {
        lastFull = now
        lastSuccess = now
        isDoubtful = !proven
        let usual = leaseMs.map { min(60_000, max(1000, $0 * 2 / 3)) } ?? fullEveryMs
        fullEveryMs = max(usual, min(Self.rarestMs, Int64(instances) * Self.perInstanceMs))
    }

    /// A delta was applied.
    ///
    /// - Parameter proven: whether the hash codes agree afterwards.
    mutating func noteDelta(at now: Moment, proven: Bool) {
        if proven { lastSuccess = now } else { isDoubtful = true }
    }

    /// The server does not give deltas (`disableDelta`).
    mutating func noteDeltaRefused(at now: Moment) { deltaRefused = now }
}
