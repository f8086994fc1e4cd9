import Topology

/// A gateway's route on one of its nodes, in the snapshot's JSON.
struct RouteDocument: Encodable, Sendable {
    private let view: RouteView
    private let now: Moment

    init(_ view: RouteView, now: Moment) {
        self.view = view
        self.now = now
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FieldName.self)
        let route = view.route
        try container.encode(view.node.source, forKey: "source")
        try container.encode(view.node.node, forKey: "node")
        try container.encode(route.id, forKey: "id")
        try container.encode(route.group, "group", reason: "not weighted")
        try container.encode(route.weight, "weight", reason: "not weighted")
        try container.encode(view.zone, "zone", reason: view.zoneRule)
        try container.encode(view.zoneRule, forKey: "zoneRule")
        try container.encode(route.uri, forKey: "uri")
        try container.encode(route.service, "service", reason: "its URI names no service")
        try container.encode(route.order, forKey: "order")
        try container.encode(route.definedIn?.rawValue, "definedIn", reason: "not proven")
        try container.encodeRate(view.rate, now: now, withLatency: true)
        try container.encode(view.difference, forKey: "difference")
    }
}

/// A field's name, made where it is used: documents add a reason beside what is not known.
struct FieldName: CodingKey, ExpressibleByStringLiteral {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringLiteral value: String) { stringValue = value }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension KeyedEncodingContainer where Key == FieldName {
    /// A value, or `null` with the reason beside it.
    mutating func encode(_ value: (some Encodable)?, _ name: String, reason: @autoclosure () -> String) throws {
        try encode(value, forKey: FieldName(stringValue: name))
        if value == nil { try encode(reason(), forKey: FieldName(stringValue: name + "Reason")) }
    }

    /// A measured number: only a fresh one is printed, because nothing beside it tells its age.
    mutating func encode(
        _ value: Measured<Double>, _ name: String, now: Moment, notApplicable: String = "not applicable"
    ) throws {
        try encode(value.fresh, name, reason: value.whyNot(now: now, notApplicable: notApplicable))
    }

    /// Requests, errors and latency of a rate.
    mutating func encodeRate(
        _ rate: Measured<TrafficRate>, now: Moment, withLatency: Bool, notApplicable: String = "not applicable"
    ) throws {
        let why = rate.fresh == nil ? rate.whyNot(now: now, notApplicable: notApplicable) : "no requests"
        try encode(rate.fresh?.requestsPerSecond, "requestsPerSecond", reason: why)
        try encode(rate.fresh?.errorRatio, "errorRatio", reason: why)
        if withLatency { try encode(rate.fresh?.meanLatencyMs, "meanLatencyMs", reason: why) }
    }
}

extension Measured {
    /// Why no fresh number is there.
    func whyNot(now: Moment, notApplicable: String = "not applicable") -> String {
        switch self {
        case .value: ""
        case .stale(_, let at): "stale: measured \(max(0, now - at) / 1000) s ago"
        case .unknown(let reason): reason
        case .notApplicable: notApplicable
        }
    }
}
