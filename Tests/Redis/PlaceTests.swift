import Contract
import Testing
import Topology

@testable import Redis

/// Which server is meant by what another one names.
@Suite struct PlaceTests {
    func ends(_ scene: Scene) -> [String] { scene.review().links.map { "\($0.from) > \($0.to)" } }

    @Test func treesAreFollowedFromAnyNode() {
        var scene = Scene()
        scene.add(
            "10.1.0.1:6379",
            scene.master(9000, replicas: [scene.line("10.2.0.1", 9000), scene.line("10.2.0.2", 9000)]))
        var middle = scene.replica(of: "10.1.0.1", 9000)
        middle.replicas = [scene.line("10.3.0.1", 8000)]
        scene.add("10.2.0.1:6379", middle)
        scene.add("10.2.0.2:6379", scene.replica(of: "10.1.0.1", 9000))
        scene.add("10.3.0.1:6379", scene.replica(of: "10.2.0.1", 8000))
        #expect(
            ends(scene) == [
                "10.1.0.1:6379 > 10.2.0.1:6379", "10.1.0.1:6379 > 10.2.0.2:6379", "10.2.0.1:6379 > 10.3.0.1:6379",
            ])
        #expect(scene.review().links.last?.position.fresh == 1000)
        #expect(scene.review().named.isEmpty)
        scene.nodes.removeLast(3)
        #expect(ends(scene).count == 2)
        #expect(scene.review().named.map(\.address) == ["10.2.0.1:6379", "10.2.0.2:6379"])
    }

    @Test func localhostIsTheHostOfWhoSaysIt() {
        var scene = Scene()
        scene.add("localhost:6379", scene.master(9000, replicas: [scene.line("127.0.0.1", 9000, port: 6380)]))
        scene.add("127.0.0.1:6380", scene.replica(of: "::1", 9000))
        #expect(ends(scene) == ["localhost:6379 > 127.0.0.1:6380"])
        scene.add("10.9.0.1:6379", scene.master(50, replid: "b"))
        scene.add("10.9.0.1:6380", scene.replica(of: "127.0.0.1", 50, replid: "b"))
        #expect(ends(scene) == ["10.9.0.1:6379 > 10.9.0.1:6380", "localhost:6379 > 127.0.0.1:6380"])
    }

    @Test func addressesOfTheOwnHostAreServersOfTheirOwn() {
        var scene = Scene()
        scene.add("127.1.0.252:7280", scene.master(9000, replicas: [scene.line("127.2.0.252", 9000, port: 7280)]))
        scene.add("127.2.0.252:7280", scene.replica(of: "127.1.0.252", 9000, port: 7280))
        #expect(ends(scene) == ["127.1.0.252:7280 > 127.2.0.252:7280"])
        #expect(scene.link()?.state == .ok)
    }

    @Test func aNameIsKnownByTheAddressThatWasConnectedTo() {
        var scene = Scene()
        var master = scene.master(9000)
        master.remoteAddress = "10.1.0.1"
        scene.add("redis-a.example:6379", master)
        scene.add("10.2.0.1:6379", scene.replica(of: "10.1.0.1", 9000))
        #expect(ends(scene) == ["redis-a.example:6379 > 10.2.0.1:6379"])
        scene.nodes[1].facts = NodeFacts(own: OwnFacts(scene.replica(of: "REDIS-A.example", 9000)))
        #expect(ends(scene) == ["redis-a.example:6379 > 10.2.0.1:6379"])
    }

    @Test func behindNATTheHistoryAndTheListsDecide() {
        var scene = Scene()
        scene.add("127.0.0.1:16379", scene.master(9000, replicas: [scene.line("172.17.0.3", 9000, ack: 1)]))
        scene.add("127.0.0.1:16380", scene.replica(of: "redis-master", 9000))
        scene.add("127.0.0.1:26379", scene.master(70, replid: "b", replicas: [scene.line("172.17.0.3", 60)]))
        scene.add("127.0.0.1:26380", scene.replica(of: "other-master", 60, replid: "b"))
        #expect(ends(scene) == ["127.0.0.1:16379 > 127.0.0.1:16380", "127.0.0.1:26379 > 127.0.0.1:26380"])
        #expect(scene.review().named.isEmpty)
        #expect(scene.review().links.last?.position.fresh == 10)
        #expect(scene.review().links.first?.facts.contains { $0.label == "slave lag" } == true)
    }

    @Test func throughAProxyTheListOfTheMasterDecides() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(9000, replicas: [scene.line("10.2.0.1", 9000, port: 6380)]))
        scene.add("10.2.0.1:6380", scene.replica(of: "10.9.9.9", 9000, port: 21001))
        #expect(ends(scene) == ["10.1.0.1:6379 > 10.2.0.1:6380"])
        #expect(scene.review().named.isEmpty)
        scene.nodes[0].state = .stale
        #expect(ends(scene) == ["10.1.0.1:6379 > 10.2.0.1:6380"])
    }

    @Test func whatIsCutOffBehindAProxyBelongsToTheOneMasterOfItsHistory() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(9000, replicas: [scene.line("10.3.0.1", 9000)]))
        scene.add("10.2.0.1:6380", scene.replica(of: "10.9.9.9", 8000, port: 21001, isUp: false, lastIO: nil))
        scene.add("10.3.0.1:6379", scene.replica(of: "10.1.0.1", 9000))
        #expect(ends(scene) == ["10.1.0.1:6379 > 10.2.0.1:6380", "10.1.0.1:6379 > 10.3.0.1:6379"])
        #expect(scene.review().links.first?.state == .cut)
        #expect(scene.review().links.first?.position.fresh == 1000)
    }

    @Test func whereEveryLinkIsDownTheOneServerThatNeverToldIsMeant() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", state: .failed)
        scene.add("10.2.0.1:6380", scene.replica(of: "redis-master", 8000, isUp: false, lastIO: nil))
        #expect(ends(scene) == ["10.1.0.1:6379 > 10.2.0.1:6380"])
        #expect(scene.link()?.state == .sourceDown)
    }

    @Test func whereTwoCouldBeMeantNoneIs() {
        var scene = Scene()
        var middle = scene.replica(of: "10.0.0.1", 9000)
        middle.replicas = [scene.line("172.17.0.9", 9000)]
        scene.add("10.1.0.1:6379", scene.master(9000, replicas: [scene.line("172.17.0.8", 9000)]))
        scene.add("10.1.0.2:6379", middle)
        scene.add("10.1.0.3:6379", scene.replica(of: "hidden", 9000))
        let links = scene.review().links
        #expect(links.contains { $0.from == "hidden:6379" && $0.to == "10.1.0.3:6379" })
    }

    @Test func whatAnswersKnowsBetterWhomItFollows() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(9000, replicas: [scene.line("10.2.0.1", 9000)]))
        scene.add("10.2.0.1:6379", scene.master(9000, replid: "b"))
        #expect(ends(scene).isEmpty, "promoted, and the old master has not noticed")
    }

    @Test func whatDoesNotAnswerIsWhereItIsListed() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.master(9000))
        scene.add("10.1.0.2:6379", scene.master(9500, replicas: [scene.line("10.2.0.1", 9400, ack: 9)]))
        scene.add("10.2.0.1:6379", state: .stale, scene.replica(of: "10.1.0.1", 8000, ago: 60_000))
        #expect(ends(scene) == ["10.1.0.2:6379 > 10.2.0.1:6379"])
        #expect(scene.link()?.state == .paused)
    }

    @Test func ringsAndSelvesAreNoTrap() {
        var scene = Scene()
        scene.add("10.1.0.1:6379", scene.replica(of: "10.1.0.2", 9000))
        scene.add("10.1.0.2:6379", scene.replica(of: "10.1.0.1", 9000))
        scene.add("10.1.0.3:6379", scene.replica(of: "10.1.0.3", 9000))
        #expect(ends(scene).contains("10.1.0.2:6379 > 10.1.0.1:6379"))
    }

    @Test func IPv6IsWrittenInBrackets() {
        var scene = Scene()
        scene.add("[fd00::1]:6379", scene.master(9000, replicas: [scene.line("fd00::2", 9000)]))
        #expect(ends(scene) == ["[fd00::1]:6379 > [fd00::2]:6379"])
        scene.add("[FD00::2]:6379", scene.replica(of: "fd00::1", 9000))
        #expect(ends(scene) == ["[fd00::1]:6379 > [FD00::2]:6379"])
    }
}
