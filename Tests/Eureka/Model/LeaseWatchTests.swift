import Testing
import Topology

@testable import Eureka

@Suite("Judging leases: cached answers name suspects, live ones judge")
struct LeaseWatchTests {
    private let service = ServiceKey(name: "payment")
    private let moment = Moment(milliseconds: 5_000)
    /// The server's clock in these tests.
    private let now: Int64 = 10_000_000

    private func entry(_ id: String, renewedAgo: Int64, status: String = "UP", at: Int64 = 1) -> Entry {
        let stamp = now - renewedAgo * 1000 + 90_000
        return Entry(
            registration: Registration(
                id: id, sourceService: "PAYMENT", host: "h", port: 1, status: status,
                state: RegistrationState(eureka: status), changedAt: Timestamp(milliseconds: at)),
            lease: Lease(registered: 1, stamp: stamp, durationSeconds: 90))
    }

    private func registry(_ entries: [Entry]) -> NodeRegistry {
        var registry = NodeRegistry()
        _ = registry.replace(with: Document(services: [service: entries.map { .init(entry: $0, action: .upsert) }]))
        return registry
    }

    private func key(_ id: String) -> LeaseWatch.Key { .init(service: service, id: id) }

    /// `healthy` instances that renewed within 30 s, and as many dead ones as asked.
    private func fleet(healthy: Int, dead: Int, due: Int = 0) -> NodeRegistry {
        let alive = (0..<healthy).map { entry("up\($0)", renewedAgo: Int64($0 % 30)) }
        let gone = (0..<dead).map { entry("dead\($0)", renewedAgo: Int64(300 + $0 % 50)) }
        let late = (0..<due).map { entry("late\($0)", renewedAgo: Int64(91 + $0 % 9)) }
        return registry(alive + gone + late)
    }

    @Test("nobody is looked at whose cached lease still runs")
    func healthy() {
        var watch = LeaseWatch()
        let registry = fleet(healthy: 100, dead: 0)
        watch.date(registry, serverNow: now)
        #expect(watch.candidates(in: registry, serverNow: now).isEmpty)
    }

    @Test("in a small estate all that are past due are looked at")
    func small() {
        var watch = LeaseWatch()
        let registry = registry((0..<20).map { entry("i\($0)", renewedAgo: 95) })
        watch.date(registry, serverNow: now)
        #expect(watch.candidates(in: registry, serverNow: now).count == 20)
    }

    @Test("in a large one those that had expired when the document was made come first, the others in turn")
    func large() {
        var watch = LeaseWatch()
        // The document is old: its newest renewal was 95 s ago, and everything in it is past due.
        let late = (0..<1000).map { entry("late\($0)", renewedAgo: Int64(95 + $0 % 30)) }
        let dead = (0..<3).map { entry("dead\($0)", renewedAgo: 400) }
        let registry = registry(late + dead)
        watch.date(registry, serverNow: now)
        let first = watch.candidates(in: registry, serverNow: now)
        #expect(Set(first.prefix(3)) == Set([key("dead0"), key("dead1"), key("dead2")]))
        #expect(first.count == 3 + LeaseWatch.rotation)
        for suspect in first {
            let live = entry(suspect.id, renewedAgo: suspect.id.hasPrefix("dead") ? 400 : 5)
            watch.note(live, of: suspect, at: moment, serverNow: now)
        }
        let second = watch.candidates(in: registry, serverNow: now)
        #expect(Set(second.prefix(3)) == Set(first.prefix(3)), "an expired instance is looked at again")
        #expect(Set(second.dropFirst(3)).isDisjoint(with: first), "the others take turns")
    }

    @Test("bounded: no more than 32 looks a poll, and suspects leave room for the rest")
    func bounded() {
        var watch = LeaseWatch()
        let registry = fleet(healthy: 500, dead: 200, due: 100)
        watch.date(registry, serverNow: now)
        let candidates = watch.candidates(in: registry, serverNow: now)
        #expect(candidates.count == LeaseWatch.most)
        #expect(candidates.count { $0.id.hasPrefix("dead") || $0.id.hasPrefix("late") } == 32)
    }

    @Test("a live answer judges: expired is unknown with its age, a renewal ends it, absence is told")
    func verdicts() {
        var watch = LeaseWatch()
        let cached = entry("a", renewedAgo: 200)
        let registry = registry([cached])
        watch.date(registry, serverNow: now)
        #expect(watch.judged(cached, in: service, serverNow: now).state == .up, "a cached answer alone judges nobody")
        watch.note(cached, of: key("a"), at: moment, serverNow: now)
        let expired = watch.judged(cached, in: service, serverNow: now)
        #expect(expired.state == .unknown)
        #expect(expired.status == "UP")
        #expect(expired.detail == "lease expired 1 min ago")
        #expect(watch.expiredCount == 1)
        watch.note(entry("a", renewedAgo: 1), of: key("a"), at: moment, serverNow: now)
        #expect(watch.judged(cached, in: service, serverNow: now).state == .up)
        #expect(watch.candidates(in: registry, serverNow: now).isEmpty, "a running lease is believed until it is over")
        watch.note(nil, of: key("a"), at: moment, serverNow: now)
        #expect(watch.judged(cached, in: service, serverNow: now).state == .unknown)
    }

    @Test("what was down when its lease expired is not better for it; what was out is not known to come back")
    func downAndOut() {
        for (status, state) in [("DOWN", RegistrationState.down), ("OUT_OF_SERVICE", .unknown), ("STARTING", .unknown)]
        {
            var watch = LeaseWatch()
            let cached = entry("a", renewedAgo: 200, status: status)
            watch.note(cached, of: key("a"), at: moment, serverNow: now)
            let judged = watch.judged(cached, in: service, serverNow: now)
            #expect(judged.state == state)
            #expect(judged.detail == "lease expired 1 min ago")
        }
    }

    @Test("a cached answer that is newer than the look goes before it, in lease and in status")
    func newest() {
        var watch = LeaseWatch()
        watch.note(entry("a", renewedAgo: 200, at: 5), of: key("a"), at: moment, serverNow: now)
        let renewed = entry("a", renewedAgo: 2, status: "DOWN", at: 6)
        #expect(watch.judged(renewed, in: service, serverNow: now).state == .down)
        watch.prune(by: registry([renewed]), serverNow: now)
        #expect(watch.seen.isEmpty)
        watch.note(entry("a", renewedAgo: 2, status: "OUT_OF_SERVICE", at: 9), of: key("a"), at: moment, serverNow: now)
        #expect(watch.judged(renewed, in: service, serverNow: now).state == .out, "the live answer is newer")
    }

    @Test("when nine of ten looks find the dead, the suspects not looked at yet are not up either")
    func outage() {
        var watch = LeaseWatch()
        let registry = fleet(healthy: 500, dead: 400)
        watch.date(registry, serverNow: now)
        let asked = watch.candidates(in: registry, serverNow: now)
        for key in asked { watch.note(registry.entry(service, key.id), of: key, at: moment, serverNow: now) }
        watch.presume(in: registry, asked: asked, answered: asked, serverNow: now)
        #expect(watch.expiredCount == 400)
        let states = (registry.services[service] ?? []).map { watch.judged($0, in: service, serverNow: now).state }
        #expect(states.count { $0 == .unknown } == 400)
        #expect(states.count { $0 == .up } == 500)

        var other = LeaseWatch()
        other.date(registry, serverNow: now)
        for key in asked { other.note(entry(key.id, renewedAgo: 1), of: key, at: moment, serverNow: now) }
        other.presume(in: registry, asked: asked, answered: asked, serverNow: now)
        #expect(other.expiredCount == 0, "looks that find them alive presume nothing")
    }

    @Test("an age goes in steps, so that what stays expired is not told at every poll")
    func age() {
        #expect(
            [900, 9_999, 10_000, 59_000, 60_000, 3_599_000, 7_200_000].map(LeaseWatch.age)
                == ["0 s", "9 s", "10 s", "50 s", "1 min", "59 min", "2 h"])
    }
}
