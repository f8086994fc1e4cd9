/// Finds instances that are up everywhere and fail or crawl all the same, compared with their own service's.
public enum GreyFailure {
    /// From which share of failed requests an instance is looked at.
    static let errorRatio = 0.1
    /// How much worse than its peers it must be.
    static let errorFactor = 3.0
    /// How many times slower than its peers it must be.
    static let latencyFactor = 10.0
    /// Below this mean latency, in milliseconds, nothing is slow, whatever its peers need.
    static let leastLatencyMs = 20.0
    /// Fewer requests than this say nothing.
    static let leastRequests = 10.0
    /// Fewer failed requests than this say nothing.
    static let leastErrors = 3.0

    /// Those that fail, with what is wrong (`38 % of requests fail`).
    ///
    /// An instance is compared with all others of its service and with those of other zones: a zone that fails as a whole
    /// shows, a service that fails everywhere alike does not (its own error ratio says so).
    public static func find(_ samples: [UpstreamSample]) -> [InstanceKey: String] {
        var failing: [InstanceKey: String] = [:]
        for (_, all) in Dictionary(grouping: samples, by: \.instance.service) {
            let measured = all.compactMap { sample in
                sample.rate.fresh.flatMap { $0.requestsPerSecond > 0 ? (sample: sample, rate: $0) : nil }
            }
            for (sample, rate) in measured where sample.isUp && sample.requests >= leastRequests {
                let peers = measured.filter { $0.sample.instance != sample.instance }
                let elsewhere = peers.filter { $0.sample.zone != sample.zone }
                if let errors = rate.errorRatio, errors >= errorRatio, errors * sample.requests >= leastErrors {
                    let usual = [peers, elsewhere].compactMap { median($0.compactMap(\.rate.errorRatio)) }.min() ?? 0
                    if errors >= usual * errorFactor {
                        failing[sample.instance] = "\(Percent.text(errors)) of requests fail"
                        continue
                    }
                }
                guard let latency = rate.meanLatencyMs, latency >= leastLatencyMs,
                    let usual = [peers, elsewhere].compactMap({ median($0.compactMap(\.rate.meanLatencyMs)) }).min(),
                    usual > 0, latency >= usual * latencyFactor
                else { continue }
                failing[sample.instance] =
                    "\(Int(latency.rounded())) ms a request, its peers \(max(1, Int(usual.rounded()))) ms"
            }
        }
        return failing
    }

    private static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
