import Collector
import Contract
import FoundationEssentials
import Testing
import Topology

/// The last snapshot survives its process: the roll-up at once, the rows behind it, and a damaged file hurts nobody.
@Suite struct KeptSnapshotTests {
    private let path: String
    private let now = ClockReading(
        wall: Timestamp(milliseconds: 1_795_557_387_123), moment: Moment(milliseconds: 50_000))
    private let estate = EstateDescription(name: "shop")

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "azimuth-kept-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appending(path: "snapshot.sqlite").path()
    }

    private func snapshot(_ states: [RegistrationState]) -> Snapshot {
        let node = NodeID(source: "registry", node: "http://a/eureka")
        let instances = states.enumerated().map { index, state in
            InstanceView(
                key: InstanceKey(service: ServiceKey(name: "payment"), address: "10.1.0.\(index):80"), zone: "zone-a",
                zoneRule: "metadata zone", state: InstanceState(state), differs: false,
                registrations: [
                    RegistrationView(
                        node: node,
                        registration: Registration(
                            id: "i\(index)", sourceService: "PAYMENT", host: "10.1.0.\(index)", port: 80,
                            status: "UP", state: state, metadata: Metadata(["zone": "zone-a", "version": "7"])),
                        state: state)
                ], since: Moment(milliseconds: 1_000))
        }
        let service = ServiceView(key: ServiceKey(name: "payment"), instances: instances)
        return Snapshot(
            estate: estate, generation: 1, takenAt: Moment(milliseconds: 40_000),
            sources: [
                SourceView(
                    name: "registry", kind: "eureka", state: .live,
                    nodes: [
                        NodeView(
                            id: node, zone: "zone-a", state: .live, answeredAt: Moment(milliseconds: 39_000),
                            since: Moment(milliseconds: 0), registrations: states.count)
                    ])
            ],
            zones: [ZoneView(name: "zone-a", region: "east", state: .ok, counts: service.counts)], services: [service])
    }

    @Test func theRollupComesBackWithItsAge() async throws {
        try await KeptSnapshot(path: path).keep(snapshot([.up, .down]), now: now)
        let later = ClockReading(
            wall: Timestamp(milliseconds: now.wall.milliseconds + 60_000), moment: Moment(milliseconds: 5))
        let kept = try #require(KeptSnapshot.rollup(at: path, of: estate, now: later))
        #expect(kept.kept && kept.zones[0].counts.down == 1)
        // A node had last answered 11 s before it was kept, and a minute has passed since.
        #expect(later.moment - kept.takenAt == 71_000)
        #expect(kept.sources[0].nodes[0].state == .waiting)
    }

    @Test func whatNodesSaidIsStaleInTheNextConsoleUntilTheyAnswer() async throws {
        try await KeptSnapshot(path: path).keep(snapshot([.up, .down]), now: now)
        let listings = try await KeptSnapshot(path: path).listings()
        let collector = Collector(
            estate: estate,
            sources: [
                (.init(name: "registry", kind: "silent", nodes: [.init(address: "http://a/eureka")]), SilentConnector())
            ], timing: Timing(clock: { [now] in now }))
        await collector.seed(listings)
        let seen = await collector.once()
        #expect(seen.services.first?.instances.map(\.state) == [.unknown, .unknown])
        #expect(seen.services.first?.instances.first?.zone == "zone-a")
    }

    @Test func aDamagedFileIsSetAside() async throws {
        try Data("this is no database, and long enough to be looked at as one".utf8).write(to: URL(filePath: path))
        #expect(KeptSnapshot.rollup(at: path, of: estate, now: now) == nil)
        try await KeptSnapshot(path: path).keep(snapshot([.up]), now: now)
        #expect(KeptSnapshot.rollup(at: path, of: estate, now: now) != nil)
        #expect(FileManager.default.fileExists(atPath: path + ".unreadable"))
    }

    @Test func aServiceThatIsNoMoreIsForgotten() async throws {
        let kept = try KeptSnapshot(path: path)
        try await kept.keep(snapshot([.up]), now: now)
        var empty = snapshot([])
        empty.services = []
        try await kept.keep(empty, now: now)
        let collector = Collector(
            estate: estate,
            sources: [
                (.init(name: "registry", kind: "silent", nodes: [.init(address: "http://a/eureka")]), SilentConnector())
            ], timing: Timing(clock: { [now] in now }))
        await collector.seed(try await kept.listings())
        #expect(await collector.once().services.isEmpty)
    }
}
