import Contract
import Testing
import Topology

@testable import Redis

@Suite struct LagTests {
    func scene(_ applied: Int64, master: Int64, past: KeyValuePairs<Int64, Int64>) -> ReplicationLink? {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(master, past: past))
        scene.add("10.2.0.1:6379", scene.replica(of: "10.1.0.1", applied))
        return scene.link()
    }

    @Test func secondsAreHowLongAgoTheMasterWasThere() {
        let past: KeyValuePairs<Int64, Int64> = [30_000: 1000, 20_000: 2000, 10_000: 4000]
        #expect(scene(4000, master: 8000, past: past)?.seconds.fresh == 10)
        #expect(scene(3000, master: 8000, past: past)?.seconds.fresh == 15, "between two answers in proportion")
        #expect(scene(7000, master: 8000, past: past)?.seconds.fresh == 2.5)
        #expect(scene(8000, master: 8000, past: past)?.seconds.fresh == 0)
    }

    @Test func idleTimeIsNoLag() {
        let past: KeyValuePairs<Int64, Int64> = [30_000: 4000, 20_000: 4000, 10_000: 4000]
        #expect(
            scene(4000, master: 4200, past: past)?.seconds.fresh == 10, "at most since the last answer that said so")
    }

    @Test func whatHistoryDoesNotReachIsAtLeast() {
        let link = scene(500, master: 8000, past: [30_000: 1000])
        #expect(link?.seconds.reason == "more than 30.0 s: the master is not watched for longer")
        #expect(link?.position.fresh == 7500)
        #expect(link?.state == .behind, "30 s are over its budget, whatever the rest")
        #expect(
            scene(500, master: 800, past: [:])?.seconds.reason?.hasPrefix("the master was asked for the first") == true)
        #expect(scene(500, master: 800, past: [:])?.state == .ok)
    }

    @Test func aReplicaThatWasAskedLaterMayBePastWhatTheMasterSaid() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(4000, ago: 400))
        scene.add("10.2.0.1:6379", scene.replica(of: "10.1.0.1", 4100))
        #expect(scene.link()?.position == .value(0, at: scene.now + -400))
    }

    @Test func endsThatWereAskedApartAreNotCompared() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(9000, ago: 5000))
        scene.add("10.2.0.1:6379", scene.replica(of: "10.1.0.1", 4000))
        #expect(scene.link()?.position.reason == "the two ends were asked 5 s apart")
        #expect(scene.link()?.state == .unknown)
        let listed = scene.master(9000, replicas: [scene.line("10.2.0.1", 8990)], ago: 5000)
        scene.nodes[0].facts = NodeFacts(own: OwnFacts(listed))
        #expect(scene.link()?.position.fresh == 10, "what the master says of both is one moment's")
    }

    @Test func aPromotedMasterContinuesTheHistoryOfItsSiblings() {
        var scene = Scene()
        var promoted = scene.master(9000, replid: "b")
        promoted.replid2 = Scene.history
        promoted.secondOffset = 8501
        scene.add("10.1.0.1:6379", promoted)
        scene.add("10.2.0.1:6379", scene.replica(of: "10.1.0.1", 8500))
        #expect(scene.link()?.position.fresh == 500)
        scene.nodes[1].facts = NodeFacts(own: OwnFacts(scene.replica(of: "10.1.0.1", 8600)))
        #expect(scene.link()?.position.fresh == nil, "past the promotion it is another history")
    }

    @Test func historyIsAPositionPerAnswerWithGaps() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(9000, past: [20_000: 5000]))
        scene.add("10.2.0.1:6379", scene.replica(of: "10.1.0.1", 8000, past: [20_000: 4000, 10_000: 6000]))
        #expect(scene.link()?.history == [1000, nil, 1000])
    }

    @Test func whatExceedsTheBacklogIsWarnedOf() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(20_000))
        scene.add("10.2.0.1:6379", scene.replica(of: "10.1.0.1", 8000))
        let warning = scene.review().warnings.first
        #expect(warning?.label == "10.1.0.1:6379 to 10.2.0.1:6379")
        #expect(warning?.value.hasPrefix("1.2 × the backlog: a reconnect means a full copy") == true)
        #expect(warning?.severity == .warning)
        scene.nodes[1].facts = NodeFacts(own: OwnFacts(scene.replica(of: "10.1.0.1", 19_000)))
        #expect(scene.review().warnings.isEmpty)
        #expect(scene.link()?.facts.contains { $0.label == "share of the backlog" && $0.value == "10 %" } == true)
    }

    @Test func twoMastersOfOneHistoryAreWarnedOf() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(9000))
        var promoted = scene.master(9100, replid: "b")
        promoted.replid2 = Scene.history
        scene.add("10.2.0.1:6379", promoted)
        scene.add("10.3.0.1:6379", scene.master(10, replid: "c"))
        #expect(scene.review().warnings.map(\.label) == ["10.1.0.1:6379 and 10.2.0.1:6379"])
        #expect(scene.review().links.isEmpty)
    }

    @Test func factsSayWhoSaidThemAndWhen() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(9000, replicas: [scene.line("10.2.0.1", 8000, ack: 1)]))
        scene.add("10.2.0.1:6379", scene.replica(of: "10.1.0.1", 8100, ago: 20))
        let facts = scene.link()?.facts ?? []
        #expect(facts.contains(.init(label: "master_repl_offset", value: "9000", node: "10.1.0.1:6379", at: scene.now)))
        #expect(facts.contains(.init(label: "slave lag", value: "1 s", node: "10.1.0.1:6379", at: scene.now)))
        #expect(
            facts.contains(
                .init(label: "slave_repl_offset", value: "8100", node: "10.2.0.1:6379", at: scene.now + -20)))
    }
}
