import Topology

/// What a plan about a whole zone, or about weights, says beyond its steps.
public struct ZonePlan: Codable, Hashable, Sendable {
    /// What it is about.
    public var scope: OperationScope
    /// How fast.
    public var pace: OperationPace
    /// When it is to be looked at again; nothing where it has no expiry (a restore).
    public var expiresAt: Timestamp?
    /// Services that are left where they are.
    public var except: [String]
    /// Registries and config servers that are drained all the same.
    public var include: [String]
    /// The stages in order.
    public var stages: [PlannedStage]
    /// The stages put together, one line for the gateways, one for the registry, and so on.
    public var overview: [PlannedStage]
    /// How long it takes at the other pace, in milliseconds.
    public var otherPaceMs: Int64
    /// Who is called then: zones with the share that they are to have, as far as it can be told.
    public var forecast: [ForecastShare]
    /// What an evacuation does not move out of the zone.
    public var stays: [String]
    /// What may be missing elsewhere, because a link out of the zone is dark.
    public var mayBeMissing: [String]
    /// What the receiving zones were before, which the stop rules hold what is measured against.
    public var baseline: [ZoneBaseline]
    /// What would hold it, for people.
    public var stopRules: [String]

    /// A plan about a zone.
    public init(
        scope: OperationScope, pace: OperationPace, expiresAt: Timestamp? = nil, except: [String] = [],
        include: [String] = [], stages: [PlannedStage] = [], overview: [PlannedStage] = [], otherPaceMs: Int64 = 0,
        forecast: [ForecastShare] = [], stays: [String] = [],
        mayBeMissing: [String] = [], baseline: [ZoneBaseline] = [], stopRules: [String] = []
    ) {
        self.scope = scope
        self.pace = pace
        self.expiresAt = expiresAt
        self.except = except
        self.include = include
        self.stages = stages
        self.overview = overview
        self.otherPaceMs = otherPaceMs
        self.forecast = forecast
        self.stays = stays
        self.mayBeMissing = mayBeMissing
        self.baseline = baseline
        self.stopRules = stopRules
    }

    /// How long it takes, in milliseconds.
    public var takesMs: Int64 { stages.reduce(0) { $0 + $1.takesMs } }
}

/// How fast an operation on a zone goes.
public enum OperationPace: String, Codable, CaseIterable, Sendable {
    /// Gateways in steps, the registry in waves, each looked at before the next.
    case careful
    /// All at once, proof afterwards.
    case now
}

/// One stage as a plan shows it.
public struct PlannedStage: Codable, Hashable, Sendable {
    /// What its steps carry (`gateways 25 %`, `registry 2 of 6`).
    public var name: String
    /// What happens (`4 of 4 nodes, weights`).
    public var what: String
    /// What is measured or set before.
    public var before: String
    /// What it is to be after.
    public var after: String
    /// How long it takes, in milliseconds.
    public var takesMs: Int64

    /// A stage.
    public init(name: String, what: String, before: String = "", after: String = "", takesMs: Int64) {
        self.name = name
        self.what = what
        self.before = before
        self.after = after
        self.takesMs = takesMs
    }
}

/// The share of a zone as it is to be.
public struct ForecastShare: Codable, Hashable, Sendable {
    /// Which.
    public var zone: String
    /// From 0 to 1; nothing where it cannot be told.
    public var share: Double?
    /// Its load against what it takes safely, from 0; nothing where the estate file gives no figure.
    public var load: Double?
    /// What that rests on, or why it cannot be told.
    public var reason: String

    /// A share.
    public init(zone: String, share: Double?, load: Double? = nil, reason: String) {
        self.zone = zone
        self.share = share
        self.load = load
        self.reason = reason
    }
}

/// What a receiving zone was before the operation.
public struct ZoneBaseline: Codable, Hashable, Sendable {
    /// Which.
    public var zone: String
    /// Requests a second; nothing where nothing measures them.
    public var requestsPerSecond: Double?
    /// Failed of all, from 0 to 1.
    public var errorRatio: Double?
    /// Instances that were up.
    public var up: Int

    /// A zone before.
    public init(zone: String, requestsPerSecond: Double? = nil, errorRatio: Double? = nil, up: Int) {
        self.zone = zone
        self.requestsPerSecond = requestsPerSecond
        self.errorRatio = errorRatio
        self.up = up
    }
}
