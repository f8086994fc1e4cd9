import Testing
import Topology

@Suite("Instances that are listed no more")
struct GoneTests {
    private func zoned(_ id: Int, _ zone: String = "zone-a") -> Registration {
        registration("i\(id)", "10.1.0.\(id)", zone: zone)
    }

    @Test func theyStayGoneForAWhile() {
        var merging = Merging(forgetMs: 1_000)
        merging.see([zoned(1), zoned(2)], at: 0)
        merging.see([zoned(1)], at: 10)
        #expect(merging.shown == "10.1.0.1:8080 up, 10.1.0.2:8080 gone")
        #expect(merging.view?.instances[1].since == at(10))
        #expect(merging.view?.state == .degraded)
        #expect(merging.merge.nextChange == at(1_010))
        #expect(merging.merge.expired(now: at(1_009)).isEmpty)
        #expect(merging.merge.expired(now: at(1_010)) == [merging.service])
        merging.see([zoned(1)], at: 1_010)
        #expect(merging.shown == "10.1.0.1:8080 up")
    }

    @Test func aServiceThatVanishesIsAllGoneThenNothing() {
        var merging = Merging(forgetMs: 1_000)
        merging.see([zoned(1), zoned(2)], at: 0)
        merging.see([], at: 10)
        #expect(merging.view?.counts.gone == 2)
        #expect(merging.view?.state == .sick)
        merging.see([], at: 1_010)
        #expect(merging.view == nil)
    }

    @Test func aNewOneOfTheSameZoneCancelsOne() {
        var merging = Merging()
        merging.see([zoned(1), zoned(2), zoned(3)], at: 0)
        merging.see([zoned(1)], at: 10)
        #expect(merging.view?.counts.gone == 2)
        merging.see([zoned(1), zoned(4)], at: 20)
        #expect(merging.shown == "10.1.0.1:8080 up, 10.1.0.3:8080 gone, 10.1.0.4:8080 up")
        merging.see([zoned(1), zoned(4), zoned(5, "zone-b")], at: 30)
        #expect(merging.view?.counts.gone == 1)
    }

    @Test func aRolloutThatStartsTheNewOneFirstLeavesNothingBehind() {
        var merging = Merging()
        merging.see([zoned(1), zoned(2)], trust: .none, at: 0)
        merging.see([zoned(1), zoned(2), zoned(3)], at: 10)
        merging.see([zoned(2), zoned(3)], at: 20)
        merging.see([zoned(2), zoned(3), zoned(4)], at: 30)
        merging.see([zoned(3), zoned(4)], at: 40)
        #expect(merging.shown == "10.1.0.3:8080 up, 10.1.0.4:8080 up")
        // One more that goes has nothing that took its place.
        merging.see([zoned(3)], at: 50)
        #expect(merging.view?.counts.gone == 1)
    }

    @Test func whatReturnsIsGoneNoMoreAndCancelsNothing() {
        var merging = Merging()
        merging.see([zoned(1), zoned(2), zoned(3)], trust: .none, at: 0)
        merging.see([zoned(1)], at: 10)
        merging.see([zoned(1), zoned(2)], at: 20)
        #expect(merging.shown == "10.1.0.1:8080 up, 10.1.0.2:8080 up, 10.1.0.3:8080 gone")
        #expect(merging.view?.instances[1].since == at(20))
    }

    @Test func aNodeThatFallsSilentMakesNothingGone() {
        var merging = Merging()
        merging.see([zoned(1)], [zoned(1), zoned(2)], at: 0)
        merging.see([zoned(1)], [zoned(1), zoned(2)], b: .stale(reason: "x"), at: 10)
        #expect(merging.shown == "10.1.0.1:8080 up, 10.1.0.2:8080 unknown")
    }

    @Test func theLastWordOfADeadNodeDoesNotKeepWhatTheLivingHaveDropped() {
        var merging = Merging(forgetMs: 1_000)
        merging.see([zoned(1), zoned(2)], [zoned(1), zoned(2)], at: 0)
        merging.see([zoned(1), zoned(2)], [zoned(1), zoned(2)], a: .stale(reason: "x"), at: 10)
        #expect(merging.shown == "10.1.0.1:8080 up, 10.1.0.2:8080 up")
        merging.see([zoned(1), zoned(2)], [zoned(1)], a: .stale(reason: "x"), at: 20)
        #expect(merging.shown == "10.1.0.1:8080 up, 10.1.0.2:8080 gone")
        merging.see([zoned(1), zoned(2)], [zoned(1)], a: .stale(reason: "x"), at: 1_020)
        #expect(merging.shown == "10.1.0.1:8080 up")
        // Nobody answers any more: nothing is known of either.
        merging.see([zoned(1), zoned(2)], [zoned(1)], a: .stale(reason: "x"), b: .stale(reason: "x"), at: 1_030)
        #expect(merging.shown == "10.1.0.1:8080 unknown, 10.1.0.2:8080 unknown")
        merging.see([zoned(1), zoned(2)], [zoned(1), zoned(2)], at: 1_040)
        #expect(merging.shown == "10.1.0.1:8080 up, 10.1.0.2:8080 up")
    }

    @Test func whatIsHeardOfForTheFirstTimeIsNotNew() {
        var merging = Merging()
        merging.see([zoned(1), zoned(2)], at: 0)
        merging.see([zoned(1)], at: 10)
        merging.see([zoned(1)], [zoned(1), zoned(7)], trust: .none, at: 20)
        #expect(merging.view?.counts.gone == 1)
    }

    @Test func anOperatorAcknowledgesAScaleIn() {
        var merging = Merging()
        merging.see([zoned(1), zoned(2), zoned(3, "zone-b")], at: 0)
        merging.see([zoned(1)], at: 10)
        #expect(merging.view?.counts.gone == 2)
        let answer1 = merging.merge.acknowledge(merging.service, zone: .some("zone-a"))
        #expect(answer1)
        merging.see([zoned(1)], at: 20)
        #expect(merging.shown == "10.1.0.1:8080 up, 10.1.0.3:8080 gone")
        let answer2 = merging.merge.acknowledge(merging.service)
        #expect(answer2)
        let answer3 = merging.merge.acknowledge(merging.service)
        #expect(!answer3)
        merging.see([zoned(1)], at: 30)
        #expect(merging.shown == "10.1.0.1:8080 up")
    }
}
