/// What an operation's JSON says of a whole zone: every field is there, `null` where it is about instances alone.
extension ZonePlan? {
    func encode(into container: inout KeyedEncodingContainer<OperationDocument.CodingKeys>) throws {
        try container.encode(self?.scope.summary, forKey: .about)
        try container.encode(self?.pace, forKey: .pace)
        try container.encode(self?.except, forKey: .except)
        try container.encode(self?.include, forKey: .include)
        try container.encode(self?.stages, forKey: .stages)
        try container.encode(self?.takesMs, forKey: .takesMs)
        try container.encode(self?.otherPaceMs, forKey: .otherPaceMs)
        try container.encode(self?.forecast.map(ForecastDocument.init), forKey: .forecast)
        try container.encode(self?.stays, forKey: .stays)
        try container.encode(self?.mayBeMissing, forKey: .mayBeMissing)
        try container.encode(self?.baseline.map(BaselineDocument.init), forKey: .baseline)
        try container.encode(self?.stopRules, forKey: .stopRules)
    }
}

/// A share that is to be, in an operation's JSON.
private struct ForecastDocument: Encodable {
    let share: ForecastShare

    init(_ share: ForecastShare) { self.share = share }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(share.zone, forKey: .zone)
        try container.encode(share.share, forKey: .share)
        try container.encode(share.load, forKey: .load)
        try container.encode(share.reason, forKey: .reason)
    }

    private enum CodingKeys: String, CodingKey { case zone, share, load, reason }
}

/// What a receiving zone was before, in an operation's JSON.
private struct BaselineDocument: Encodable {
    let baseline: ZoneBaseline

    init(_ baseline: ZoneBaseline) { self.baseline = baseline }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(baseline.zone, forKey: .zone)
        try container.encode(baseline.requestsPerSecond, forKey: .requestsPerSecond)
        try container.encode(baseline.errorRatio, forKey: .errorRatio)
        try container.encode(baseline.up, forKey: .up)
    }

    private enum CodingKeys: String, CodingKey { case zone, requestsPerSecond, errorRatio, up }
}
