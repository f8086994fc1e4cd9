import Contract
import Topology

/// What is known of the instances behind gateways, whose own counters say where requests really went.
struct UpstreamWatch {
    /// One instance that is, or was, asked.
    private struct Record {
        var reading: CounterReading?
        var rate: Measured<TrafficRate> = .unknown(reason: "needs two polls")
        var requests = 0.0
        var failures = 0
        /// Not before this is it asked again.
        var retryAfter: Moment?
    }

    /// Instances that are to be measured.
    private var wanted: Set<InstanceKey> = []
    /// Those of them that are beyond the bound.
    private var beyond: Set<InstanceKey> = []
    private var bound = 0
    private var records: [InstanceKey: Record] = [:]
    /// Rates that were made earlier are old.
    var staleMs: Int64 = 30_000

    /// How many are to be asked.
    var chosen: Int { wanted.count - beyond.count }

    /// Sets what is to be measured: at most so many, always the same ones, spread over services and zones by chance.
    ///
    /// - Returns: those to ask now: those that answered before first, so that dead ones never keep them waiting.
    mutating func choose(_ targets: [UpstreamTarget], most: Int, now: Moment) -> [UpstreamTarget] {
        let ordered = targets.count > most ? targets.sorted { Self.place($0) < Self.place($1) } : targets
        let chosen = ordered.prefix(most)
        wanted.formUnion(targets.map(\.instance))
        beyond.formUnion(ordered.dropFirst(most).map(\.instance))
        bound = most
        return chosen.filter { now >= records[$0.instance]?.retryAfter ?? now }
            .sorted { (records[$0.instance]?.failures ?? 0) < (records[$1.instance]?.failures ?? 0) }
    }

    /// Nothing is to be measured until it is chosen anew; what was read stays.
    mutating func clear() {
        records = records.filter { wanted.contains($0.key) }
        (wanted, beyond) = ([], [])
    }

    /// Takes an instance's answer in.
    mutating func take(_ result: Result<CounterReading, ReadError>, of key: InstanceKey, now: Moment) {
        var record = records[key] ?? Record()
        switch result {
        case .success(let next):
            (record.failures, record.retryAfter) = (0, nil)
            if let last = record.reading {
                switch next.difference(from: last) {
                case .tooClose: break
                case .reset:
                    record.rate = .unknown(reason: "its counters began anew: needs another poll")
                    record.reading = next
                case .rates(let rates, let milliseconds):
                    let rate = rates[CounterReading.whole] ?? .none
                    record.rate = .value(rate, at: next.at)
                    record.requests = rate.requestsPerSecond * Double(milliseconds) / 1000
                    record.reading = next
                }
            } else {
                record.reading = next
            }
        case .failure(let error):
            record.failures += 1
            // A lost packet is no refusal; what shows no counters will not in a minute either.
            if error.code == .refused {
                record.retryAfter = now + UpstreamWatch.refusedMs
            } else if record.failures > 1 {
                record.retryAfter = now + min(UpstreamWatch.refusedMs, 30_000 << Int64(min(record.failures - 2, 4)))
            }
            if case .value(let rate, let at) = record.rate {
                record.rate = .stale(rate, at: at)
            } else {
                record.rate = .unknown(reason: error.message)
            }
        }
        records[key] = record
    }

    /// How the roll-up sees them.
    func samples(_ services: [ServiceKey: ServiceView], zones: ZoneResolver, now: Moment) -> [UpstreamSample] {
        guard !wanted.isEmpty else { return [] }
        var samples: [UpstreamSample] = []
        for service in Set(wanted.map(\.service)).sorted() {
            for instance in services[service]?.instances ?? [] where wanted.contains(instance.key) {
                let record = records[instance.key]
                samples.append(
                    UpstreamSample(
                        instance: instance.key, zone: instance.zone, isUp: instance.state == .up && !instance.differs,
                        rate: rate(of: instance.key, record, now), requests: record?.requests ?? 0))
            }
        }
        return samples
    }

    private func rate(of key: InstanceKey, _ record: Record?, _ now: Moment) -> Measured<TrafficRate> {
        guard let record else {
            return .unknown(reason: beyond.contains(key) ? "beyond the bound of \(bound) instances" : "not asked yet")
        }
        if case .value(let rate, let at) = record.rate, now - at > staleMs { return .stale(rate, at: at) }
        return record.rate
    }

    /// When an instance that shows no counters is asked again.
    private static let refusedMs: Int64 = 300_000

    /// A place that is the same each time and has nothing to do with zone or name (FNV-1a of the address).
    private static func place(_ target: UpstreamTarget) -> UInt64 {
        var print: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in target.instance.address.utf8 { print = (print ^ UInt64(byte)) &* 0x100_0000_01b3 }
        for byte in target.instance.service.name.utf8 { print = (print ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return print ^ (print >> 29)
    }
}
