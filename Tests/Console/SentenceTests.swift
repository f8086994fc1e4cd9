import Testing
import Topology

@testable import Console

@Suite("Sentences of the domain in Chinese") struct SentenceTests {
    @Test(arguments: [
        (
            "payment 18 of 20 down, order 6 of 40 down; began within 8 s of each other",
            "payment 18/20 故障，order 6/40 故障；在 8 秒内相继开始"
        ),
        ("payment 1 gone, 1 starting of 3", "payment 1 消失，1 启动中（共 3）"),
        ("a 1 of 2 down, b 1 of 2 gone, c 2 of 2 unknown and 4 more", "a 1/2 故障，b 1/2 消失，c 2/2 未知 等，另有 4 项"),
        ("10.3.0.5:8761 does not answer: connect: timed out", "10.3.0.5:8761 不应答：connect: timed out"),
        (
            "3 of 4 sources fell silent within 2 s: this console may itself be cut off",
            "4 个数据源中有 3 个在 2 秒内相继沉默：可能是本控制台自身断网"
        ),
        (
            "nodes disagree on 24 instances of payment: 10.2.0.5:8761 does not list them",
            "服务器对 payment 的 24 个实例 说法不一：10.2.0.5:8761 未列出"
        ),
        (
            "drift: 10.2.0.5:8761 does not hold the override OUT_OF_SERVICE on payment/10.2.3.4:8080",
            "漂移：10.2.0.5:8761 未持有 payment/10.2.3.4:8080 的覆盖状态 OUT_OF_SERVICE"
        ),
        (
            "payment 10.2.0.17:8080 in zone-b is gone: no registry lists it any more",
            "zone-b 的 payment 10.2.0.17:8080 消失：注册中心均不再列出"
        ),
        ("2 instances of payment in zone-b appeared", "zone-b 中 payment 的 2 个实例 出现"),
        (
            "zone-b is out since 13:49 (operation 7f3a): 3 instances of payment came up there",
            "zone-b 自 13:49 起被撤离（操作 7f3a）：payment 的 3 个实例 在那里上线"
        ),
        (
            "gateway 10.2.0.9:8080 sends 1 % to zone-c, is set to 0 %",
            "gateway 10.2.0.9:8080 向 zone-c 发送 1 %，设定为 0 %"
        ),
        (
            "nodes are not set alike: route payment-a on 10.2.0.9:8080: weight 49, others 50",
            "节点设置不一致：10.2.0.9:8080 上的路由 payment-a：权重 49，其他节点 50"
        ),
        (
            "10.3.0.7:6379 no longer receives from 10.1.0.7:6379 (zone-a to zone-c)",
            "10.3.0.7:6379 不再从 10.1.0.7:6379 (zone-a to zone-c) 接收"
        ),
        ("10.2.0.7:6379 from 10.1.0.7:6379: fell behind", "10.1.0.7:6379 → 10.2.0.7:6379：落后"),
        (
            "route payment-b: weight 50 became 0 on 10.1.0.9:8080", "10.1.0.9:8080 上路由 payment-b 的权重由 50 变为 0"
        ),
        ("evacuated by ana@bastion: ticket 4711 (operation 7f3a)", "由 ana@bastion 撤离：ticket 4711（操作 7f3a）"),
        ("4 nodes (10.1.0.5:8761 …) answer again", "4 台服务器（10.1.0.5:8761 …） 恢复应答"),
        ("", ""), ("something new", "something new"), ("{0} went down", "{0} 变为故障"),
    ])
    func knownOnesAreTranslatedAndOthersStay(_ english: String, _ chinese: String) {
        #expect(Sentence.text(english, .chinese) == chinese)
        #expect(Sentence.text(english, .english) == english)
    }

    /// The domain's own sentences, not copies of them: a pattern that no longer fits shows here.
    @Test func everyLineOfTheDomainIsKnown() {
        var board = AttentionBoard()
        var snapshot = Shop.snapshot()
        snapshot.sources[0].nodes[1].state = .stale
        snapshot.sources[0].nodes[1].error = "connect: timed out"
        let lines = board.lines(
            AttentionBoard.Facts(estate: snapshot.estate, sources: snapshot.sources, services: snapshot.services),
            now: Shop.clock().moment)
        #expect(lines.count >= 4)
        for line in lines {
            #expect(Sentence.text(line.text, .chinese) != line.text, "not translated: \(line.text)")
        }
        var events = EventLog()
        var later = snapshot
        var instances = later.services[0].instances
        for (index, state) in [InstanceState.down, .out, .gone, .unknown].enumerated() {
            instances[index].state = state
        }
        instances[5].zone = "zone-z"
        instances[6].differs = true
        later.services[0] = ServiceView(key: later.services[0].key, instances: instances)
        let happened = events.note(from: snapshot, to: later)
        #expect(happened)
        let undone = events.note(from: later, to: snapshot)
        #expect(undone)
        for event in events.events {
            #expect(Sentence.text(event.text, .chinese) != event.text, "not translated: \(event.text)")
        }
    }

    @Test func aHostileTextCostsLittleAndStays() {
        let text = String(repeating: "a, ", count: 500)
        #expect(!Sentence.text(text, .chinese).isEmpty)
        let long = String(repeating: "x", count: 100_000) + " went down"
        #expect(Sentence.text(long, .chinese) == long)
    }
}
