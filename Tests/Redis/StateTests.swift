import Contract
import Testing
import Topology

@testable import Redis

/// What a link is, from what both ends say.
@Suite struct StateTests {
    @Test func aReplicaThatHasAllIsOkAndZeroIsAKnownZero() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", zone: "zone-a", scene.master(500, replicas: [scene.line("10.2.0.1", 500)]))
        scene.add("10.2.0.1:6379", zone: "zone-b", scene.replica(of: "10.1.0.1", 500))
        let link = scene.link()
        #expect(link?.from == "10.1.0.1:6379" && link?.to == "10.2.0.1:6379")
        #expect(link?.fromZone == "zone-a" && link?.toZone == "zone-b")
        #expect(link?.kind == "redis" && link?.unit == "bytes")
        #expect(link?.state == .ok)
        #expect(link?.position == .value(0, at: scene.now))
        #expect(link?.seconds == .value(0, at: scene.now))
        #expect(link?.live == .value(true, at: scene.now))
        #expect(link?.provenAt == scene.now)
        #expect(link?.reason == nil)
        #expect(scene.review().named.isEmpty)
    }

    @Test func aReplicaBehindItsBudgetIsBehind() {
        var scene = Scene()
        scene.own = ["behindBytes": .integer(1000)]
        scene.add("10.1.0.1:6379", scene.master(5000, past: [2000: 2000]))
        scene.add("10.2.0.1:6379", scene.replica(of: "10.1.0.1", 3500, past: [1000: 2000]))
        #expect(scene.link()?.state == .behind)
        #expect(scene.link()?.position.fresh == 1500)
        #expect(scene.link()?.seconds.fresh == 1)
        #expect(scene.link()?.reason == "1.5 kB are left to be applied")
        scene.own = ["behindBytes": .integer(2000)]
        #expect(scene.link()?.state == .ok)
        scene.own = ["behindSeconds": .integer(0)]
        #expect(scene.link()?.state == .behind)
        #expect(scene.link()?.reason == "it is where 10.1.0.1:6379 was 1 s ago")
    }

    @Test func aLinkThatIsDownUnderALivingMasterIsCut() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(5000))
        scene.add("10.2.0.1:6379", scene.replica(of: "10.1.0.1", 4000, isUp: false, lastIO: nil, past: [20_000: 4000]))
        let link = scene.link()
        #expect(link?.state == .cut)
        #expect(link?.position.fresh == 1000, "what it has is still known")
        #expect(link?.live.fresh == false)
        #expect(link?.provenAt == scene.now + -20_000)
        #expect(link?.reason == "its link to 10.1.0.1:6379 is down for 14 s, and 10.1.0.1:6379 answers us")
    }

    @Test func aLinkThatSaysUpAndIsSilentIsCut() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(5000))
        scene.add("10.2.0.1:6379", scene.replica(of: "10.1.0.1", 5000, lastIO: 12))
        #expect(scene.link()?.state == .cut)
        #expect(scene.link()?.live.fresh == false)
        #expect(scene.link()?.reason == "the link says up, but nothing came over it for 12 s")
    }

    @Test(arguments: [NodeView.State.failed, .stale])
    func aMasterThatAnswersNobodyIsDown(_ state: NodeView.State) {
        var scene = Scene()
        scene.add("10.1.0.1:6379", state: state, state == .stale ? scene.master(5000) : nil)
        scene.add("10.2.0.1:6379", scene.replica(of: "10.1.0.1", 4000, isUp: false, lastIO: nil))
        let link = scene.link()
        #expect(link?.state == .sourceDown)
        #expect(link?.position.reason == "10.1.0.1:6379 does not answer us")
        #expect(link?.seconds.reason != nil)
        #expect(link?.live.fresh == false)
        scene.nodes[1].facts = NodeFacts(own: OwnFacts(scene.replica(of: "10.1.0.1", 4000, lastIO: 13)))
        #expect(scene.link()?.state == .sourceDown, "frozen, so that the link still says up")
    }

    @Test func aMasterThatOnlyWeCannotReachIsNotDown() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", state: .failed)
        scene.add("10.2.0.1:6379", scene.replica(of: "10.1.0.1", 4000, lastIO: 1))
        let link = scene.link()
        #expect(link?.state == .unknown)
        #expect(link?.live.fresh == true)
        #expect(link?.position.reason == "10.1.0.1:6379 does not answer us")
        #expect(link?.seconds.fresh == nil)
    }

    @Test func aMasterThatWasNotAskedYetIsNotDown() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", state: .waiting)
        scene.add("10.2.0.1:6379", scene.replica(of: "10.1.0.1", 4000, isUp: false, lastIO: nil))
        #expect(scene.link()?.state == .unknown)
    }

    @Test func aReplicaThatDoesNotAnswerAndIsNotHeardOfIsPaused() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(9000, replicas: [scene.line("10.2.0.1", 4000, ack: 17)]))
        scene.add("10.2.0.1:6379", state: .stale, scene.replica(of: "10.1.0.1", 4000, ago: 30_000))
        let link = scene.link()
        #expect(link?.state == .paused)
        #expect(link?.position.fresh == 5000)
        #expect(link?.live.fresh == false)
        #expect(link?.provenAt == scene.now + -17_000)
        #expect(link?.reason?.contains("has not heard from it for 17 s") == true)
        scene.nodes[1].facts = NodeFacts()
        scene.nodes[1].state = .failed
        #expect(scene.link()?.state == .paused, "it never answered us, and its master knows it")
    }

    @Test func aReplicaThatOnlyWeCannotReachIsUnknownWithAPosition() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(9000, replicas: [scene.line("10.2.0.1", 8500, ack: 1)]))
        scene.add("10.2.0.1:6379", state: .failed)
        let link = scene.link()
        #expect(link?.state == .unknown)
        #expect(link?.position.fresh == 500)
        #expect(link?.live.reason == "it does not answer us; 10.1.0.1:6379 heard from it 1 s ago")
    }

    @Test func aReplicaThatIsDeadIsUnknownAndNotLive() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(9000))
        scene.add("10.2.0.1:6379", state: .stale, scene.replica(of: "10.1.0.1", 4000, ago: 30_000))
        let link = scene.link()
        #expect(link?.state == .unknown)
        #expect(link?.live.fresh == false)
        #expect(link?.position.fresh == nil)
        #expect(link?.provenAt == scene.now + -30_000)
    }

    @Test func bothEndsDeadIsUnknown() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", state: .stale, scene.master(9000, ago: 30_000))
        scene.add("10.2.0.1:6379", state: .stale, scene.replica(of: "10.1.0.1", 4000, ago: 30_000))
        #expect(scene.link()?.state == .unknown)
        #expect(scene.link()?.position.fresh == nil)
        #expect(scene.link()?.live.fresh == nil)
    }

    @Test func aReplicaThatReceivesAndAppliesNothingIsPaused() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(9000, past: [20_000: 5000, 10_000: 7000]))
        scene.add(
            "10.2.0.1:6379",
            scene.replica(of: "10.1.0.1", 4000, received: 9000, past: [20_000: 4000, 10_000: 4000]))
        let link = scene.link()
        #expect(link?.state == .paused)
        #expect(link?.reason == "it receives and has applied nothing for 20 s")
        #expect(link?.live.fresh == false)
        #expect(link?.position.fresh == 5000)
    }

    @Test func aReplicaThatReceivesNothingThoughTheLinkSaysUpIsCut() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(9000, past: [4000: 5000]))
        scene.add("10.2.0.1:6379", scene.replica(of: "10.1.0.1", 4000, lastIO: 5, past: [4000: 4000]))
        #expect(scene.link()?.state == .cut)
        #expect(scene.link()?.reason?.hasPrefix("the link says up, but what 10.1.0.1:6379 wrote 4 s ago") == true)
    }

    @Test func aReplicaWithNothingToApplyHasNotStopped() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(4014, past: [20_000: 4000, 10_000: 4000]))
        scene.add("10.2.0.1:6379", scene.replica(of: "10.1.0.1", 4000, past: [20_000: 4000, 10_000: 4000]))
        #expect(scene.link()?.state == .ok, "the last bytes were written just now")
        #expect(scene.link()?.position.fresh == 14)
    }

    @Test func aFullCopyIsNamed() {
        var scene = Scene()
        var replica = scene.replica(of: "10.1.0.1", 1, replid: "b", isUp: false, lastIO: nil)
        replica.upstream?.isSyncing = true
        replica.upstream?.syncLeft = 12_300_000
        replica.upstream?.syncTotal = 50_000_000
        scene.add("10.1.0.1:6379", scene.master(9000, replicas: [scene.line("10.2.0.1", 0, state: "send_bulk")]))
        scene.add("10.2.0.1:6379", replica)
        let link = scene.link()
        #expect(link?.state == .behind)
        #expect(link?.reason == "it is being sent a full copy, 12.3 MB left of 50.0 MB")
        #expect(link?.position.reason == "it is being sent a full copy")
    }

    @Test func aReplicaThatIsOnlyNamedIsJudgedByItsMaster() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(9000, replicas: [scene.line("10.2.0.1", 8900)]))
        let link = scene.link()
        #expect(link?.to == "10.2.0.1:6379" && link?.toZone == nil)
        #expect(link?.state == .ok && link?.position.fresh == 100 && link?.live.fresh == true)
        #expect(scene.review().named.map(\.address) == ["10.2.0.1:6379"])
        #expect(scene.review().named.first?.namedBy == "INFO of 10.1.0.1:6379")
        scene.nodes[0].facts = NodeFacts(
            own: OwnFacts(scene.master(9000, replicas: [scene.line("10.2.0.1", 8900, ack: 40)])))
        #expect(scene.link()?.state == .paused)
        scene.nodes[0].state = .stale
        #expect(scene.link()?.state == .unknown)
    }

    @Test func nothingAcknowledgedIsNotEverythingBehind() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(900_000_000, replicas: [scene.line("10.2.0.1", 0)]))
        #expect(scene.link()?.position.reason == "it has acknowledged nothing yet")
        #expect(scene.link()?.state == .unknown)
        var young = scene.master(0, replicas: [scene.line("10.2.0.1", 0)])
        young.backlog?.first = 1
        scene.nodes[0].facts = NodeFacts(own: OwnFacts(young))
        #expect(scene.link()?.position.fresh == 0)
        #expect(scene.link()?.state == .ok)
    }

    @Test func aMasterThatIsOnlyNamedTellsNoPosition() {
        var scene = Scene()
        scene.add("10.2.0.1:6379", scene.replica(of: "10.1.0.1", 4000))
        let link = scene.link()
        #expect(link?.from == "10.1.0.1:6379")
        #expect(link?.state == .unknown && link?.live.fresh == true && link?.position.fresh == nil)
        #expect(scene.review().named.map(\.address) == ["10.1.0.1:6379"])
        scene.nodes[0].facts = NodeFacts(own: OwnFacts(scene.replica(of: "10.1.0.1", 4000, isUp: false, lastIO: nil)))
        #expect(scene.link()?.state == .cut)
    }

    @Test func anotherHistoryIsNoPosition() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(50, replid: "b"))
        scene.add("10.2.0.1:6379", scene.replica(of: "10.1.0.1", 4000))
        #expect(scene.link()?.state == .unknown)
        #expect(scene.link()?.position.reason?.contains("another history") == true)
        var loading = scene.master(9000)
        loading.isLoading = true
        scene.nodes[0].facts = NodeFacts(own: OwnFacts(loading))
        #expect(scene.link()?.position.reason == "10.1.0.1:6379 is loading its data")
    }

    @Test func offsetsThatMakeNoSenseAreNoPosition() {
        for (master, replica) in [(Int64.max, Int64.min), (Int64.min, Int64.max), (-5, 10), (10, -5)] {
            var scene = Scene()
            var node = scene.master(1)
            node.offset = master
            scene.add("10.1.0.1:6379", node)
            scene.add("10.2.0.1:6379", scene.replica(of: "10.1.0.1", replica))
            #expect(scene.link()?.position.fresh == nil)
            #expect(scene.link()?.state == .unknown)
        }
    }
}
