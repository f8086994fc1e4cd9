import Contract
import Topology

/// Holds what is measured of the zones that receive the traffic against what they were before the operation.
///
/// Pure but for what it remembers of the last readings. What fails in the zone that is left never counts: that is why one
/// leaves it.
struct StopRules: Sendable {
    /// What a look says.
    enum Verdict: Hashable, Sendable {
        /// Nothing speaks against going on.
        case fine
        /// It is worse than it was: stop here.
        case stop(String)
        /// It cannot be told any more, for too long.
        case blind(String)
    }

    /// How long readings are counted together, in milliseconds.
    static let windowMs: Int64 = 30_000
    /// How many requests there must be before their failures say anything.
    static let leastRequests = 50.0
    /// How many failures there must be.
    static let leastErrors = 5.0
    /// How long a receiving zone may be unknown, in milliseconds: two polls and their deadlines.
    static let blindMs: Int64 = 30_000
    /// How many steps may fail outside the zone that is left.
    static let mostFailures = 3
    /// How often a run looks, in milliseconds.
    static let everyMs: Int64 = 2_000

    private struct Reading: Sendable {
        var at: Moment
        var requests: Double
        var errors: Double
    }

    private let receivers: [ZoneBaseline]
    private let leaving: String?
    private let pace: OperationPace
    private var readings: [String: [Reading]] = [:]
    private var unknownSince: [String: Moment] = [:]
    private var failed: Set<StepReference> = []

    /// The rules of a plan; nothing where it has none (a restore puts back what was there, whatever is measured).
    init?(_ plan: Plan) {
        guard let zone = plan.zonePlan, plan.kind != .restore else { return nil }
        leaving = plan.kind == .evacuate || plan.kind == .shift ? zone.scope.zone : nil
        pace = zone.pace
        receivers = zone.baseline.filter { [leaving] in $0.zone != leaving }
    }

    /// A step's call failed; a node that is owed by name, and one of the zone that is left, are expected to.
    mutating func failed(_ reference: StepReference, _ step: Step, isOwed: Bool) -> Verdict {
        if isOwed || leaving != nil && step.nodeZone == leaving { return .fine }
        failed.insert(reference)
        guard failed.count >= Self.mostFailures else { return .fine }
        return .stop("\(failed.count) calls failed outside \(leaving ?? "any zone that is left")")
    }

    /// What a snapshot says of the receiving zones.
    mutating func judge(_ snapshot: Snapshot, now: Moment) -> Verdict {
        var blind: [String] = []
        for receiver in receivers {
            if let reason = instances(of: receiver, snapshot) { return .stop(reason) }
            if let reason = errors(of: receiver, snapshot, now) { return .stop(reason) }
            guard let why = unknown(receiver, snapshot) else {
                unknownSince[receiver.zone] = nil
                continue
            }
            let since = unknownSince[receiver.zone] ?? now
            unknownSince[receiver.zone] = since
            if now - since >= Self.blindMs {
                blind.append("\(receiver.zone) for \(Gates.seconds(now - since)) (\(why))")
            }
        }
        // At once is for when waiting is worse than not knowing: proof comes afterwards there.
        guard pace == .careful, !blind.isEmpty else { return .fine }
        return .blind("nothing tells any more how it goes in \(Gates.list(blind))")
    }

    /// Instances that nobody tells about may still be up: they do not count as lost.
    private func instances(of receiver: ZoneBaseline, _ snapshot: Snapshot) -> String? {
        guard receiver.up > 0, let zone = snapshot.zones.first(where: { $0.name == receiver.zone }) else { return nil }
        guard (zone.counts.up + zone.counts.unknown) * 2 < receiver.up else { return nil }
        return "\(receiver.zone) has \(zone.counts.up) instances up, before there were \(receiver.up)"
    }

    private mutating func errors(of receiver: ZoneBaseline, _ snapshot: Snapshot, _ now: Moment) -> String? {
        if case .value(let rate, let at) = snapshot.traffic.zones[receiver.zone]?.rate {
            var known = readings[receiver.zone] ?? []
            if known.last.map({ $0.at < at }) ?? true {
                // The first reading may reach back before the operation, so it only dates the next one.
                let passed = known.last.map { Double(at - $0.at) / 1_000 } ?? 0
                let requests = rate.requestsPerSecond * passed
                known.append(Reading(at: at, requests: requests, errors: requests * (rate.errorRatio ?? 0)))
            }
            readings[receiver.zone] = known.filter { now - $0.at <= Self.windowMs }
        }
        let known = readings[receiver.zone] ?? []
        let requests = known.reduce(0) { $0 + $1.requests }
        let errors = known.reduce(0) { $0 + $1.errors }
        guard requests >= Self.leastRequests, errors >= Self.leastErrors else { return nil }
        let before = receiver.errorRatio ?? 0
        guard errors / requests > max(before * 2, before + 0.01) else { return nil }
        return
            "\(receiver.zone) fails \(Self.percent(errors / requests)) of its requests, before \(Self.percent(before))"
    }

    private func unknown(_ receiver: ZoneBaseline, _ snapshot: Snapshot) -> String? {
        if let zone = snapshot.zones.first(where: { $0.name == receiver.zone }), receiver.up > 0,
            zone.counts.up * 2 < receiver.up
        {
            return "\(zone.counts.unknown) instances unknown"
        }
        guard receiver.requestsPerSecond != nil else { return nil }
        switch snapshot.traffic.zones[receiver.zone]?.rate {
        case .value, .notApplicable: return nil
        case .stale: return "its traffic is not measured any more"
        case .unknown(let reason): return reason
        case nil: return "its traffic is not measured"
        }
    }

    /// `3.4 %`.
    static func percent(_ ratio: Double) -> String {
        let tenths = Int((ratio * 1_000).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }
}
