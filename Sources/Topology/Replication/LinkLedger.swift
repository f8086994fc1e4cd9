/// Remembers replication links over time: their history, since when they are what they are, and those that nobody tells of.
public struct LinkLedger: Sendable {
    private struct Record: Sendable {
        var link: ReplicationLink
        var history: HistoryRing
        /// Nobody told of it in the last review.
        var isMissing = false
    }

    /// The most links that are kept of one source.
    private static let most = 4_096
    private var records: [String: [ReplicationLink.ID: Record]] = [:]
    private var orders: [String: [ReplicationLink.ID]] = [:]

    /// No link known.
    public init() {}

    /// Takes in what a review of a source found.
    ///
    /// A link that is told of no more is gone where a node at one of its ends answers, because then somebody else is
    /// followed now. Where neither does it stays, as unknown, with what was last proven: silence proves nothing.
    /// - Parameters:
    ///   - answering: the nodes of the source that answer now.
    ///   - everyMs: how often the source is asked, in milliseconds.
    public mutating func take(
        _ links: [ReplicationLink], of source: String, answering: Set<String>, everyMs: Int64, now: Moment
    ) {
        let before = records[source] ?? [:]
        var kept: [ReplicationLink.ID: Record] = [:]
        var order: [ReplicationLink.ID] = []
        for link in links.prefix(Self.most) where kept[link.id] == nil {
            var record = before[link.id] ?? Record(link: link, history: HistoryRing(everyMs: everyMs))
            record.link = Self.remembering(link, record.link)
            record.history.note(link.position.fresh, at: now)
            record.isMissing = false
            kept[link.id] = record
            order.append(link.id)
        }
        for id in orders[source] ?? [] where kept[id] == nil && order.count < Self.most {
            guard var record = before[id], !answering.contains(id.from), !answering.contains(id.to) else { continue }
            record.link = Self.silenced(record.link)
            record.history.note(nil, at: now)
            record.isMissing = true
            kept[id] = record
            order.append(id)
        }
        records[source] = kept.isEmpty ? nil : kept
        orders[source] = order.isEmpty ? nil : order
    }

    /// The links of a source, those that were told of first.
    public func links(of source: String) -> [ReplicationLink] {
        (orders[source] ?? []).compactMap { id in
            (records[source]?[id]).map { record in
                var link = record.link
                link.history = record.history.points
                return link
            }
        }
    }

    /// Whether any link of a source is known.
    public func knows(_ source: String) -> Bool { orders[source] != nil }

    /// When it was last seen to be live is not forgotten because the review of this moment cannot tell.
    private static func remembering(_ link: ReplicationLink, _ before: ReplicationLink) -> ReplicationLink {
        var link = link
        if case .value(true, let at) = link.live { link.provenAt = max(link.provenAt ?? at, at) }
        if let earlier = before.provenAt, link.provenAt.map({ $0 < earlier }) ?? true { link.provenAt = earlier }
        return link
    }

    private static func silenced(_ link: ReplicationLink) -> ReplicationLink {
        let reason = "neither end answers"
        var link = link
        link.state = .unknown
        link.position = link.position.silenced
        link.seconds = link.seconds.silenced
        link.live = .unknown(reason: reason)
        link.reason = reason
        return link
    }
}

extension Measured {
    /// What was known and is no longer told.
    fileprivate var silenced: Measured {
        if case .value(let value, let at) = self { .stale(value, at: at) } else { self }
    }
}
