import Testing
import Topology

/// Merges one service again and again, as the collector does.
struct Merging {
    var merge: EstateMerge
    var view: ServiceView?
    let service = ServiceKey(name: "payment")
    static let a = NodeID(source: "registry", node: "http://10.1.0.5:8761/eureka")
    static let b = NodeID(source: "registry", node: "http://10.2.0.5:8761/eureka")
    static let other = NodeID(source: "consul", node: "http://10.1.0.9:8500")

    init(forgetMs: Int64 = 600_000) {
        merge = EstateMerge(EstateDescription(name: "shop", forgetMs: forgetMs))
    }

    mutating func see(
        _ a: [Registration]?, _ b: [Registration]? = nil, other: [Registration]? = nil,
        a standingA: NodeListing.Standing = .fresh, b standingB: NodeListing.Standing = .fresh,
        trust: MergeTrust = MergeTrust(), at now: Int64 = 0
    ) {
        var listings: [NodeListing] = []
        if let a { listings.append(NodeListing(node: Self.a, standing: standingA, registrations: a)) }
        if let b { listings.append(NodeListing(node: Self.b, standing: standingB, registrations: b)) }
        if let other { listings.append(NodeListing(node: Self.other, registrations: other)) }
        view = merge.merge(service, listings: listings, previous: view, trust: trust, now: Moment(milliseconds: now))
    }

    /// Answers every look as the closure says; how many there were.
    mutating func look(at now: Int64 = 0, _ answer: (Suspect) -> Suspect.Finding?) -> Int {
        let suspects = merge.suspects(now: at(now))
        for suspect in suspects {
            if let finding = answer(suspect) { _ = merge.record(finding, for: suspect, now: at(now)) }
        }
        return suspects.count
    }

    /// `10.1.0.1:8080 up, 10.1.0.2:8080 gone`.
    var shown: String {
        (view?.instances ?? []).map {
            "\($0.key.address)\($0.key.discriminator.isEmpty ? "" : "#\($0.key.discriminator)") \($0.state)"
                + ($0.differs ? " differs" : "")
        }.joined(separator: ", ")
    }
}

@Suite("Merging what nodes say into instances")
struct EstateMergeTests {
    private let up = registration("i1")
    private let out = registration("i1", state: .out, override: "OUT_OF_SERVICE")

    @Test func nodesThatAgreeDecide() {
        var merging = Merging()
        merging.see([up], [registration("i1")])
        #expect(merging.shown == "10.1.0.1:8080 up")
        #expect(merging.view?.instances[0].registrations.map(\.node) == [Merging.a, Merging.b])
        #expect(merging.merge.suspects(now: at(0)).isEmpty)
    }

    @Test func whatDidNotChangeIsTheSameObject() {
        var merging = Merging()
        merging.see([up], [up], at: 0)
        let before = merging.view
        merging.see([registration("i1")], [up], at: 5_000)
        #expect(merging.view === before)
        merging.see([out], [out], at: 6_000)
        #expect(merging.view !== before)
        #expect(merging.view?.instances[0].since == at(6_000))
    }

    @Test func aStaleNodeCountsForNothing() {
        var merging = Merging()
        merging.see([out], [up], a: .stale(reason: "stale: timed out"))
        #expect(merging.shown == "10.1.0.1:8080 up")
        #expect(merging.view?.instances[0].registrations.map(\.state) == [.unknown, .up])
        #expect(merging.view?.instances[0].registrations[0].reason == "stale: timed out")
        merging.see([out], [up], a: .stale(reason: "x"), b: .stale(reason: "x"), at: 9)
        #expect(merging.shown == "10.1.0.1:8080 unknown")
        #expect(merging.merge.suspects(now: at(9)).isEmpty)
    }

    @Test func anUnconfirmedContradictionIsTheNewestAnswer() {
        var merging = Merging()
        let newer = registration("i1", state: .out, override: "OUT_OF_SERVICE", changedAt: 2_000)
        merging.see([newer], [registration("i1", changedAt: 1_000)])
        #expect(merging.shown == "10.1.0.1:8080 out")
        merging.see([registration("i1", changedAt: 3_000)], [newer])
        #expect(merging.shown == "10.1.0.1:8080 up")
    }

    @Test func aConfirmedContradictionIsTheWorstAndDiffers() {
        var merging = Merging()
        merging.see([out], [up])
        let answer1 = merging.look { $0.node == Merging.a ? .listed(out) : nil }
        #expect(answer1 == 2)
        merging.see([out], [up])
        // One of two was looked at: nothing is proven yet.
        #expect(merging.view?.instances[0].differs == false)
        let answer2 = merging.look { $0.node == Merging.b ? .listed(up) : nil }
        #expect(answer2 == 1)
        merging.see([out], [up])
        #expect(merging.shown == "10.1.0.1:8080 out differs")
        let answer3 = merging.look { _ in nil }
        #expect(answer3 == 0)
        #expect(
            merging.view?.findings.disagreements.map(\.kind) == [.lostOverride("OUT_OF_SERVICE")])
        #expect(merging.view?.findings.disagreements[0].nodes == [Merging.b])
    }

    @Test func whatALookFoundOverrulesACache() {
        var merging = Merging()
        merging.see([out], [up])
        _ = merging.look { _ in .listed(out) }
        merging.see([out], [up])
        #expect(merging.shown == "10.1.0.1:8080 out")
        #expect(merging.view?.instances[0].registrations.map(\.state) == [.out, .out])
        // Remembered while the answers stay, renewed after a while.
        merging.see([out], [up], at: 30_000)
        let answer4 = merging.look(at: 30_000) { _ in nil }
        #expect(answer4 == 0)
        let answer5 = merging.look(at: 70_000) { _ in nil }
        #expect(answer5 == 2)
        // Another answer is another contradiction.
        merging.see([registration("i1", state: .down)], [up], at: 80_000)
        let answer6 = merging.look(at: 80_000) { _ in nil }
        #expect(answer6 == 2)
    }

    @Test func aFindingOnAnAnswerThatChangedMeansNothing() {
        var merging = Merging()
        merging.see([out], [up])
        let suspects = merging.merge.suspects(now: at(0))
        merging.see([up], [up], at: 1)
        let answer8 = merging.merge.record(.listed(out), for: suspects[0], now: at(2))
        #expect(!answer8)
    }

    @Test func aNodeThatLacksAnInstanceDiffersOnceConfirmed() {
        var merging = Merging()
        merging.see([up], [])
        #expect(merging.shown == "10.1.0.1:8080 up")
        let answer7 = merging.look { $0.node == Merging.b ? .absent : .listed(up) }
        #expect(answer7 == 2)
        merging.see([up], [])
        #expect(merging.shown == "10.1.0.1:8080 up differs")
        #expect(merging.view?.instances[0].absentAt == [Merging.b])
        #expect(merging.view?.findings.disagreements.map(\.kind) == [.notListed])
    }

    @Test func anInstanceThatEveryLookMissesIsGone() {
        var merging = Merging()
        merging.see([up], [up])
        merging.see([up], [], at: 1)
        _ = merging.look(at: 1) { _ in .absent }
        merging.see([up], [], at: 2)
        #expect(merging.shown == "10.1.0.1:8080 gone")
        merging.see([up], [], at: 3)
        #expect(merging.shown == "10.1.0.1:8080 gone")
    }

    @Test func aSourceWithoutCachesIsBelievedAsRead() {
        var merging = Merging()
        merging.see([out], [up])
        _ = merging.look { _ in .asRead }
        merging.see([out], [up])
        #expect(merging.shown == "10.1.0.1:8080 out differs")
    }

    @Test func anIncompleteAnswerProvesNoAbsence() {
        var merging = Merging()
        merging.see([up], [], b: .incomplete)
        #expect(merging.merge.suspects(now: at(0)).isEmpty)
        // Another source is no peer: it may never have been told.
        merging.see([up], nil, other: [], at: 1)
        #expect(merging.merge.suspects(now: at(1)).isEmpty)
    }

    @Test func sourcesOfOneNamespaceAreOneInstance() {
        var merging = Merging()
        merging.see([up], nil, other: [registration("payment-1", service: "payment")])
        #expect(merging.shown == "10.1.0.1:8080 up")
        #expect(merging.view?.instances[0].registrations.map(\.registration.id) == ["i1", "payment-1"])
        let down = registration("payment-1", service: "payment", state: .down)
        merging.see([up], nil, other: [down], at: 1)
        _ = merging.look(at: 1) { $0.node == Merging.other ? .asRead : .listed(up) }
        merging.see([up], nil, other: [down], at: 2)
        #expect(merging.shown == "10.1.0.1:8080 down differs")
    }

    @Test func twoRegistrationsOfOneNodeAreNeverOneInstance() {
        var merging = Merging()
        let first = registration("h1:payment:8080", "172.17.0.2", state: .up)
        let second = registration("h2:payment:8080", "172.17.0.2", state: .down)
        merging.see([first, second], [second, first])
        #expect(
            merging.shown
                == "172.17.0.2:8080#h1:payment:8080 up, 172.17.0.2:8080#h2:payment:8080 down")
        #expect(merging.view?.instances.map(\.registrations.count) == [2, 2])
        // The same id twice is the same registration.
        merging.see([first, first], [first], at: 1)
        #expect(merging.view?.instances.filter { $0.state != .gone }.count == 1)
    }

    @Test func aHundredThousandRegistrationsOfOneAddressAreNoTrap() {
        var merging = Merging()
        merging.see((0..<20_000).map { registration("i\($0)") })
        #expect(merging.view?.instances.count == 20_000)
    }
}
