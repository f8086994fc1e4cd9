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
    let routes: [RouteDocument]
    let links: [LinkDocument]
    let attention: [AttentionDocument]

    /// The document of a snapshot; `now` turns its moments into wall-clock times and ages.
    public init(_ snapshot: Snapshot, now: ClockReading) {
        estate = snapshot.estate.name
        takenAt = now.wall(of: snapshot.takenAt).rfc3339
        sources = snapshot.sources.map { SourceDocument($0, now: now.moment) }
        zones = snapshot.zones.map {
            ZoneDocument($0, traffic: snapshot.traffic.zones[$0.name], now: now.moment)
        }
        services = snapshot.services.map(ServiceDocument.init)
        instances = snapshot.services.flatMap { service in service.instances.map(InstanceDocument.init) }
        routes = snapshot.traffic.routes.map { RouteDocument($0, now: now.moment) }
        links = snapshot.links.map { LinkDocument($0, now: now) }
        attention = snapshot.attention.map { AttentionDocument($0, now: now) }
    }

    private enum CodingKeys: String, CodingKey {
        case version, estate, takenAt, sources, zones, services, instances, routes, links, attention
    }
}

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
