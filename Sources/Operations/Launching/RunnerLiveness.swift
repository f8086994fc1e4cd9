import Topology

/// A runner as the journal has it.
public struct RunnerRecord: Codable, Hashable, Sendable {
    /// Its process.
    public var process: ProcessIdentity
    /// Rises with each runner that takes the operation: what an earlier one writes after that is refused.
    public var epoch: Int64
    /// Its last sign of life, on the host's monotonic clock of its boot.
    public var beatAt: Moment
    /// Whether it ended by itself and left the operation in order.
    public var ended: Bool

    /// A runner.
    public init(process: ProcessIdentity, epoch: Int64, beatAt: Moment, ended: Bool) {
        self.process = process
        self.epoch = epoch
        self.beatAt = beatAt
        self.ended = ended
    }

    /// Whether it lives.
    ///
    /// - Parameter start: tells when a process of this number started, nothing where there is none.
    public func liveness(now: Moment, boot: String, start: (Int32) -> Int64?) -> RunnerLiveness? {
        if ended { return nil }
        guard process.boot == boot, start(process.pid) == process.startTicks else { return .dead }
        let age = max(0, now - beatAt)
        return age <= RunnerLiveness.silentAfterMs ? .alive(ageMs: age) : .silent(ageMs: age)
    }
}

/// Whether the runner of an operation lives.
public enum RunnerLiveness: Hashable, Sendable {
    /// It does; how old its last sign of life is, in milliseconds.
    case alive(ageMs: Int64)
    /// Its process is there and tells nothing (stopped, or its disk hangs); how old its last sign is, in milliseconds.
    case silent(ageMs: Int64)
    /// Its process is no more.
    case dead

    /// A sign of life is written each second; this many milliseconds without one are silence.
    public static let silentAfterMs: Int64 = 5_000
    /// How often a sign of life is written, in milliseconds.
    public static let beatEveryMs: Int64 = 1_000
}
