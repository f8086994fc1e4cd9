import Topology

/// What a service has to carry, and what one instance of it takes: measured and given, or why not.
struct ServiceLoad: Sendable {
    /// Which service.
    let service: ServiceKey
    /// Requests a second that one instance takes safely; nothing where the estate file gives none.
    let safe: Double?
    /// Requests a second of all zones together; nothing where nothing measures them.
    let requests: Double?
    /// Why they are not known, or what they rest on (`412 of 934 instances measured`).
    let note: String?

    /// How much of what is safe is planned for.
    static let ceiling = 0.8

    /// The load of a service; what the zone being left was last seen to carry counts even where it is dark now.
    init(_ service: ServiceKey, in snapshot: Snapshot, leaving: String?) {
        self.service = service
        safe = Self.figure(of: service, snapshot.estate.safeRequestsPerSecond)
        guard let traffic = snapshot.traffic.services[service] else {
            requests = nil
            note = "nothing measures its requests"
            return
        }
        var sum = 0.0
        var missing: String?
        for (zone, rate) in traffic.zones {
            switch rate {
            case .value(let rate, _): sum += rate.requestsPerSecond
            case .stale(let rate, _) where zone == leaving: sum += rate.requestsPerSecond
            case .notApplicable: break
            case .stale: missing = "what \(zone) carries is not measured any more"
            case .unknown(let reason):
                if zone != leaving { missing = "what \(zone) carries is not known (\(reason))" }
            }
        }
        if traffic.zones.isEmpty {
            if let rate = traffic.rate.fresh {
                sum = rate.requestsPerSecond
            } else {
                missing = "nothing measures its requests"
            }
        }
        if let missing {
            requests = nil
            note = missing
        } else if let coverage = traffic.coverage, coverage.measured < coverage.all {
            requests = coverage.measured > 0 ? sum * Double(coverage.all) / Double(coverage.measured) : nil
            note = "\(coverage.measured) of \(coverage.all) instances measured"
        } else {
            requests = sum
            note = nil
        }
    }

    /// How many instances it takes to carry what is measured; nothing where that cannot be told.
    var needed: Int? {
        guard let safe, safe > 0, let requests else { return nil }
        return Int((requests / (safe * Self.ceiling)).rounded(.up))
    }

    /// What so many instances would be loaded with, from 0; nothing where that cannot be told, or there are none.
    func load(on instances: Int) -> Double? {
        guard let safe, safe > 0, let requests, instances > 0 else { return nil }
        return requests / (safe * Double(instances))
    }

    /// The figure of a service: its own name before patterns, longer patterns before shorter ones.
    static func figure(of service: ServiceKey, _ figures: [String: Double]) -> Double? {
        for name in [service.description, service.name] {
            if let figure = figures.first(where: { $0.key.lowercased() == name }) { return figure.value }
        }
        return figures.filter { Glob.matches($0.key, service.name) || Glob.matches($0.key, service.description) }
            .min { ($1.key.count, $0.key) < ($0.key.count, $1.key) }?.value
    }
}
