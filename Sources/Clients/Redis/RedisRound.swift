import Topology

/// The answers to one round of calls, in their order.
public struct RedisRound: Sendable {
    /// One for each call; a refusal is an answer.
    public var replies: [RESPValue]
    /// When the calls went out.
    public var sentAt: Moment
    /// When the last answer was there.
    public var answeredAt: Moment
    /// The IP address that was connected to.
    public var remoteAddress: String?
    /// The IP address that we have towards it.
    public var localAddress: String?
    /// 2 or 3.
    public var protocolVersion: Int

    /// The middle between question and answer: when the server said so, give or take half of the time between.
    public var midpoint: Moment { sentAt + (answeredAt - sentAt) / 2 }
}
