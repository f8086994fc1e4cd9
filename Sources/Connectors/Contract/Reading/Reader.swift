import Topology

/// Reads one node of a source, pulled by the collector; never changes anything.
///
/// One shape for polling, delta, long poll and watch: back-pressure is not asking. The reader owns its protocol's state
/// (what it last heard, versions, cursors); the collector owns the schedule, deadlines, back-off and starting anew.
/// An actor serves well: `next` is never called again before it has returned.
public protocol Reader: Sendable {
    /// Whether it is asked on a schedule, or at once after each answer.
    var pace: ReaderPace { get }

    /// The next thing the node has to say; the first answer of a reader is a `reset` or a `partial` that replaces all.
    ///
    /// Returns by the deadline in any case. A pushed reader with nothing new answers `confirmed` when it has proof that
    /// the node lives (a heartbeat, an empty long poll), and throws where it has none.
    /// - Throws: `ReadError`; with `startAnew` set where the reader's state is lost (a compacted watch, a gap).
    func next(until deadline: Moment) async throws(ReadError) -> Reading

    /// Looks at some registrations past every cache of the node, to confirm what a cached answer suggests.
    func look(at targets: [LookTarget], until deadline: Moment) async -> [LookTarget: Look]

    /// Frees connections; the reader is not asked again.
    func close() async
}

extension Reader {
    /// For systems whose answers are never cached: nothing to look at twice.
    public func look(at targets: [LookTarget], until deadline: Moment) async -> [LookTarget: Look] { [:] }

    /// Nothing to free.
    public func close() async {}
}

/// How the collector asks a reader.
public enum ReaderPace: Hashable, Sendable {
    /// Once each `poll` of the source.
    case polled
    /// Again as soon as it answered; each answer takes up to this many milliseconds (a long poll, a watch's heartbeat).
    case pushed(windowMs: Int64)
}

/// A registration by the names that its source gives it.
public struct LookTarget: Hashable, Sendable {
    /// The service as the source spells it.
    public var sourceService: String
    /// The source's own id.
    public var id: String

    /// A registration.
    public init(sourceService: String, id: String) {
        self.sourceService = sourceService
        self.id = id
    }
}

/// What an uncached look found.
public enum Look: Hashable, Sendable {
    /// It is listed so.
    case listed(Registration)
    /// The node does not list it.
    case absent
    /// The node did not tell, and why.
    case unknown(String)
}
