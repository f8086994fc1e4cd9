import Topology

/// A replication link in the snapshot's JSON: lag is three facts, and what is not known is `null` with its reason.
struct LinkDocument: Encodable, Sendable {
    private let link: ReplicationLink
    private let now: ClockReading

    init(_ link: ReplicationLink, now: ClockReading) {
        self.link = link
        self.now = now
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FieldName.self)
        try container.encode(link.source, forKey: "source")
        try container.encode(link.kind, forKey: "kind")
        try container.encode(link.from, forKey: "from")
        try container.encode(link.to, forKey: "to")
        let unplaced = "no zone of the estate holds it"
        try container.encode(link.fromZone, "fromZone", reason: unplaced)
        try container.encode(link.toZone, "toZone", reason: unplaced)
        try container.encode(link.state, forKey: "state")
        try container.encode(Lag(link: link, now: now.moment), forKey: "lag")
        try container.encode(link.reason ?? whyUnknown, forKey: "reason")
        try container.encode(
            link.provenAt.map { now.wall(of: $0).rfc3339 }, "provenAt", reason: "never seen to be live")
        try container.encode(link.facts.map { Fact($0, now: now) }, forKey: "facts")
    }

    /// Why some part of its lag is not known.
    private var whyUnknown: String? {
        if link.position.fresh == nil { return link.position.whyNot(now: now.moment) }
        if link.seconds.fresh == nil { return link.seconds.whyNot(now: now.moment) }
        return link.live.fresh == nil ? link.live.whyNot(now: now.moment) : nil
    }

    private struct Lag: Encodable {
        let link: ReplicationLink
        let now: Moment

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: FieldName.self)
            try container.encode(link.position, "position", now: now)
            try container.encode(link.unit, forKey: "unit")
            try container.encode(link.seconds, "seconds", now: now)
            try container.encode(link.live.fresh, "live", reason: link.live.whyNot(now: now))
        }
    }

    private struct Fact: Encodable {
        let label: String
        let value: String
        let node: String
        let at: String

        init(_ fact: ReplicationLink.Fact, now: ClockReading) {
            (label, value, node) = (fact.label, fact.value, fact.node)
            at = now.wall(of: fact.at).rfc3339
        }
    }
}
