import Topology

/// A zone in the snapshot's JSON; the zone named "" holds the instances whose zone no rule decided.
struct ZoneDocument: Encodable, Sendable {
    private let view: ZoneView

    init(_ view: ZoneView) { self.view = view }

    /// No gateway and no upstream is read by this version.
    private static let noTraffic = "no source of this estate measures requests"

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(view.name, forKey: .name)
        try container.encode(view.region, forKey: .region)
        try container.encode(view.state, forKey: .state)
        try container.encode(view.counts, forKey: .instances)
        try container.encode(ShareDocument(), forKey: .share)
        for (key, reason) in [
            (CodingKeys.requestsPerSecond, CodingKeys.requestsPerSecondReason), (.errorRatio, .errorRatioReason),
        ] {
            try container.encodeNil(forKey: key)
            try container.encode(Self.noTraffic, forKey: reason)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case name, region, state, instances, share
        case requestsPerSecond, requestsPerSecondReason, errorRatio, errorRatioReason
    }

    /// A zone's share of the traffic: not known, and why.
    private struct ShareDocument: Encodable {
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encodeNil(forKey: .intended)
            try container.encode("no gateway in this estate", forKey: .intendedReason)
            try container.encodeNil(forKey: .measured)
            try container.encode(ZoneDocument.noTraffic, forKey: .measuredReason)
            try container.encodeNil(forKey: .basis)
            try container.encode(ZoneDocument.noTraffic, forKey: .basisReason)
        }

        private enum CodingKeys: String, CodingKey {
            case intended, intendedReason, measured, measuredReason, basis, basisReason
        }
    }
}
