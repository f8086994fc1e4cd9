import Collector
import FoundationEssentials
import Testing
import Topology

/// The snapshot's JSON is a public contract: its names are checked to the letter.
@Suite struct SnapshotDocumentTests {
    private let now = ClockReading(
        wall: Timestamp(milliseconds: 1_795_557_387_123), moment: Moment(milliseconds: 50_000))

    private func text(_ snapshot: Snapshot) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(SnapshotDocument(snapshot, now: now)), as: UTF8.self)
    }

    @Test func anInstanceHasTheSourcesWordAndOurs() throws {
        let node = NodeID(source: "registry", node: "http://10.1.0.5:8761/eureka")
        let registration = Registration(
            id: "h:payment:8080", sourceService: "PAYMENT", host: "10.1.2.3", port: 8080, status: "UP", state: .up)
        let instance = InstanceView(
            key: InstanceKey(service: ServiceKey(name: "PAYMENT"), address: "10.1.2.3:8080"), zone: "zone-a",
            zoneRule: "metadata zone", state: .unknown, differs: false,
            registrations: [
                RegistrationView(node: node, registration: registration, state: .unknown, reason: "lease expired")
            ],
            since: Moment(milliseconds: 0))
        let document = try text(
            Snapshot(
                estate: EstateDescription(name: "shop"), generation: 1, takenAt: Moment(milliseconds: 49_000),
                services: [ServiceView(key: instance.key.service, instances: [instance])]))
        #expect(
            document.contains(
                #"{"address":"10.1.2.3:8080","differs":false,"namespace":"","registrations":[{"detail":"lease expired","#
                    + #""id":"h:payment:8080","node":"http://10.1.0.5:8761/eureka","override":null,"source":"registry","#
                    + #""state":"unknown","status":"UP"}],"service":"payment","state":"unknown","zone":"zone-a","#
                    + #""zoneRule":"metadata zone"}"#))
        #expect(document.contains(#""takenAt":"2026-11-24T21:56:26.123Z""#))
        #expect(document.contains(#""links":[]"#) && document.contains(#""routes":[]"#))
    }

    @Test func whatIsNotKnownIsNullWithItsReason() throws {
        let node = NodeView(
            id: NodeID(source: "registry", node: "n"), state: .failed, error: "connect refused",
            since: Moment(milliseconds: 0))
        let document = try text(
            Snapshot(
                estate: EstateDescription(name: "shop"), generation: 1, takenAt: now.moment,
                sources: [SourceView(name: "registry", kind: "eureka", state: .failed, nodes: [node])],
                zones: [ZoneView(name: "zone-a", region: "east", state: .unknown, counts: Counts())]))
        #expect(document.contains(#""ageMs":null,"ageMsReason":"never answered","error":"connect refused""#))
        #expect(document.contains(#""requestsPerSecond":null,"requestsPerSecondReason":""#))
        #expect(document.contains(#""instances":{"down":0,"gone":0,"out":0,"starting":0,"unknown":0,"up":0}"#))
    }

    @Test func anAgeIsCountedByTheMonotonicClock() throws {
        let node = NodeView(
            id: NodeID(source: "registry", node: "n"), state: .live, answeredAt: Moment(milliseconds: 48_500),
            since: Moment(milliseconds: 0))
        let document = try text(
            Snapshot(
                estate: EstateDescription(name: "shop"), generation: 1, takenAt: now.moment,
                sources: [SourceView(name: "registry", kind: "eureka", state: .live, nodes: [node])]))
        #expect(document.contains(#""ageMs":1500"#))
    }
}
