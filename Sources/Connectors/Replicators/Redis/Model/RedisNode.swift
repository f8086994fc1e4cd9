import Topology

/// What one server said of its replication, and when: what the review over all of them compares.
package struct RedisNode: Hashable, Sendable {
    /// Where it receives from; nothing for a master.
    var upstream: Upstream?
    /// Whether it is neither (`sentinel`), as it calls itself.
    var otherRole: String?
    /// The history that its offsets count in; nothing where `INFO` may not be called.
    var replid: String?
    /// The history it was part of before it was promoted, valid up to `secondOffset`.
    var replid2: String?
    /// Up to where offsets of `replid2` mean the same.
    var secondOffset: Int64 = -1
    /// How much it has written or passed on (`master_repl_offset`).
    var offset: Int64?
    /// Who receives from it.
    var replicas: [Downstream] = []
    /// What it keeps for those that come back.
    var backlog: Backlog?
    /// Whether it is loading its data: its offsets mean nothing yet.
    var isLoading = false
    /// The port that it says it listens on, which may be another than the one in the estate file.
    var port: Int?
    /// The address that was connected to; nothing through a proxy.
    var remoteAddress: String?
    /// When it said so (the middle between question and answer).
    var at: Moment
    /// What it said before, oldest first, this answer included.
    var history: [Sample] = []

    /// The offset that it has applied of its upstream's.
    var applied: Int64? { upstream?.applied }
}

/// A replica's side of a link.
struct Upstream: Hashable, Sendable {
    /// As it is configured there, or as it resolved it.
    var host: String
    var port: Int
    /// `master_link_status`.
    var isUp: Bool
    /// How long ago anything came over it, in seconds.
    var lastIOSeconds: Int64?
    /// How long it has been down, in seconds; nothing where it is up or never was.
    var downSeconds: Int64?
    /// Whether it is being sent a full copy.
    var isSyncing = false
    /// How much of the copy is left and how much it is in all, in bytes, where it tells.
    var syncLeft: Int64?
    var syncTotal: Int64?
    /// `slave_repl_offset`.
    var applied: Int64?
    /// `slave_read_repl_offset`: received, perhaps not applied (since 6.2).
    var received: Int64?
}

/// A master's side of a link: one line of its list of replicas.
struct Downstream: Hashable, Sendable {
    var host: String
    var port: Int
    /// `online`, `wait_bgsave`, `send_bulk`; nothing where only `ROLE` told.
    var state: String?
    /// What the replica last acknowledged.
    var offset: Int64
    /// How long ago that was, in seconds: once a second when all is well.
    var ackSeconds: Int64?

    /// Whether it is past its first copy.
    var isOnline: Bool { state == nil || state == "online" }
}

/// What a master keeps of its latest history.
struct Backlog: Hashable, Sendable {
    /// How much it may hold, in bytes.
    var size: Int64
    /// How much it holds, in bytes.
    var held: Int64
    /// The oldest offset in it.
    var first: Int64
}

/// Where a server was at a moment.
struct Sample: Hashable, Sendable {
    var at: Moment
    /// The history that both offsets count in.
    var replid: String?
    /// `master_repl_offset`.
    var offset: Int64?
    /// `slave_repl_offset`.
    var applied: Int64?
    /// `slave_read_repl_offset`.
    var received: Int64?
    /// Whether it received; nothing for a master.
    var isLive: Bool?
}
