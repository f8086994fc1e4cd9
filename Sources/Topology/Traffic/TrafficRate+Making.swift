extension TrafficRate {
    /// Nothing was asked.
    public static let none = TrafficRate(requestsPerSecond: 0)

    /// What a counter moved by in so many seconds.
    init(from old: TrafficCounter, to new: TrafficCounter, seconds: Double) {
        let requests = new.requests - old.requests
        self.init(
            requestsPerSecond: requests / seconds,
            errorRatio: requests > 0 ? min(1, (new.errors - old.errors) / requests) : nil,
            meanLatencyMs: requests > 0 ? (new.seconds - old.seconds) / requests * 1000 : nil)
    }

    /// Several rates together: requests add up, errors and latency weigh by requests.
    public static func sum(_ rates: some Sequence<TrafficRate>) -> TrafficRate {
        var (requests, errors, busyMs) = (0.0, 0.0, 0.0)
        for rate in rates {
            requests += rate.requestsPerSecond
            errors += (rate.errorRatio ?? 0) * rate.requestsPerSecond
            busyMs += (rate.meanLatencyMs ?? 0) * rate.requestsPerSecond
        }
        return TrafficRate(
            requestsPerSecond: requests, errorRatio: requests > 0 ? errors / requests : nil,
            meanLatencyMs: requests > 0 ? busyMs / requests : nil)
    }
}
