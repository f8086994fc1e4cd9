/// What a server has counted since it started: rates are made of two readings.
public struct TrafficCounter: Hashable, Sendable {
    /// Requests answered.
    public var requests: Double
    /// Of these, those that failed by the server's fault (HTTP 5xx).
    public var errors: Double
    /// The time that they took together, in seconds.
    public var seconds: Double

    /// Counted so far.
    public init(requests: Double = 0, errors: Double = 0, seconds: Double = 0) {
        self.requests = requests
        self.errors = errors
        self.seconds = seconds
    }
}

/// All counters of one server, read at one moment.
public struct CounterReading: Hashable, Sendable {
    /// When they were read: the middle of the call.
    public var at: Moment
    /// What changes when the server begins to count anew (its start time); nothing where it does not tell.
    public var epoch: String?
    /// By route id; what a server counts for itself, all callers together, is under `CounterReading.whole`.
    public var counters: [String: TrafficCounter]

    /// A reading.
    public init(at: Moment, epoch: String? = nil, counters: [String: TrafficCounter]) {
        self.at = at
        self.epoch = epoch
        self.counters = counters
    }

    /// The key of what a server counts for itself.
    public static let whole = ""
}

/// Traffic between two readings.
public struct TrafficRate: Hashable, Sendable {
    /// Requests a second.
    public var requestsPerSecond: Double
    /// Failed of all, from 0 to 1; nothing where there was no request.
    public var errorRatio: Double?
    /// How long a request took on average, in milliseconds; nothing where there was none.
    public var meanLatencyMs: Double?

    /// A rate.
    public init(requestsPerSecond: Double, errorRatio: Double? = nil, meanLatencyMs: Double? = nil) {
        self.requestsPerSecond = requestsPerSecond
        self.errorRatio = errorRatio
        self.meanLatencyMs = meanLatencyMs
    }
}
