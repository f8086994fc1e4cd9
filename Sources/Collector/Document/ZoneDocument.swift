import Topology

/// A zone in the snapshot's JSON; the zone named "" holds the instances whose zone no rule decided.
struct ZoneDocument: Encodable, Sendable {
    private let view: ZoneView
    private let traffic: ZoneTraffic
    private let now: Moment

    init(_ view: ZoneView, traffic: ZoneTraffic?, now: Moment) {
        self.view = view
        self.traffic = traffic ?? Self.untold
        self.now = now
    }

    /// Of instances without a zone nobody counts requests.
    private static let untold = ZoneTraffic(
        intended: .unknown(reason: "not told for this zone"), measured: .unknown(reason: "not told for this zone"),
        rate: .unknown(reason: "not told for this zone"))
    private static let noTraffic = "no source of this estate measures requests"

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FieldName.self)
        try container.encode(view.name, forKey: "name")
        try container.encode(view.region, forKey: "region")
        try container.encode(view.state, forKey: "state")
        try container.encode(view.counts, forKey: "instances")
        try container.encode(Share(traffic: traffic, now: now), forKey: "share")
        try container.encodeRate(traffic.rate, now: now, withLatency: true, notApplicable: Self.noTraffic)
        try container.encode(traffic.coverage, forKey: "coverage")
    }

    /// A zone's share of the traffic: set and measured, each null with its reason where it is not known.
    private struct Share: Encodable {
        let traffic: ZoneTraffic
        let now: Moment

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: FieldName.self)
            try container.encode(traffic.intended, "intended", now: now, notApplicable: "no gateway in this estate")
            try container.encode(traffic.measured, "measured", now: now, notApplicable: ZoneDocument.noTraffic)
            try container.encode(
                traffic.basis, "basis", reason: traffic.measured.whyNot(now: now, notApplicable: ZoneDocument.noTraffic)
            )
        }
    }
}
