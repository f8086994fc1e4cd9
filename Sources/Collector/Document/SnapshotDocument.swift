import Topology

/// A snapshot as JSON (DESIGN §8): what `azimuth snapshot -o json` prints and scripts build on.
///
/// Fields are added, never renamed or dropped without a new `version`. What is not known is `null`, with the reason beside it.
public struct SnapshotDocument: Encodable, Sendable {
    let version = 1
    let estate: String
    let takenAt: String
    let sources: [SourceDocument]
    let zones: [ZoneDocument]
    let services: [ServiceDocument]
    let instances: [InstanceDocument]
    /// Gateways' routes: no connector of this version has any.
    let routes: [NoDocument] = []
    /// Replication links: no connector of this version has any.
    let links: [NoDocument] = []
    let attention: [AttentionDocument]

    /// The document of a snapshot; `now` turns its moments into wall-clock times and ages.
    public init(_ snapshot: Snapshot, now: ClockReading) {
        estate = snapshot.estate.name
        takenAt = now.wall(of: snapshot.takenAt).rfc3339
        sources = snapshot.sources.map { SourceDocument($0, now: now.moment) }
        zones = snapshot.zones.map(ZoneDocument.init)
        services = snapshot.services.map(ServiceDocument.init)
        instances = snapshot.services.flatMap { service in service.instances.map(InstanceDocument.init) }
        attention = snapshot.attention.map { AttentionDocument($0, now: now) }
    }

    private enum CodingKeys: String, CodingKey {
        case version, estate, takenAt, sources, zones, services, instances, routes, links, attention
    }
}

/// The element of a list that this version never fills.
struct NoDocument: Encodable, Sendable {}

/// A line of what is wrong.
struct AttentionDocument: Encodable, Sendable {
    let severity: Attention.Severity
    let subject: String
    let text: String
    let since: String

    init(_ attention: Attention, now: ClockReading) {
        severity = attention.severity
        subject = attention.subject
        text = attention.text
        since = now.wall(of: attention.since).rfc3339
    }
}
