import Testing
import Topology

@Suite("Links are remembered")
struct LinkLedgerTests {
    private func link(
        _ from: String, _ to: String, _ state: ReplicationLink.State = .ok, bytes: Double? = 0, live: Bool? = true,
        at moment: Int64 = 1_000
    ) -> ReplicationLink {
        ReplicationLink(
            source: "cache", kind: "redis", from: from, to: to, state: state,
            position: bytes.map { .value($0, at: at(moment)) } ?? .unknown(reason: "?"), unit: "bytes",
            seconds: .value(0, at: at(moment)), live: live.map { .value($0, at: at(moment)) } ?? .unknown(reason: "?"))
    }

    private func take(
        _ ledger: inout LinkLedger, _ links: [ReplicationLink], answering: Set<String> = ["a", "b"], _ now: Int64
    ) {
        ledger.take(links, of: "cache", answering: answering, everyMs: 1_000, now: at(now))
    }

    @Test func historyHasGapsAndTheLastProofStays() {
        var ledger = LinkLedger()
        take(&ledger, [link("a", "b", bytes: 5)], 1_000)
        take(&ledger, [link("a", "b", .cut, bytes: nil, live: false)], 2_000)
        take(&ledger, [link("a", "b", bytes: 7, at: 4_000)], 4_000)
        let links = ledger.links(of: "cache")
        #expect(links.map(\.history) == [[5, nil, nil, 7]])
        #expect(links[0].provenAt == at(4_000))
        take(&ledger, [link("a", "b", .cut, bytes: nil, live: false, at: 5_000)], 5_000)
        #expect(ledger.links(of: "cache")[0].provenAt == at(4_000))
        #expect(ledger.links(of: "cache")[0].state == .cut)
    }

    @Test func whereBothEndsAreSilentItStaysAsUnknown() {
        var ledger = LinkLedger()
        take(&ledger, [link("a", "b", bytes: 5)], 1_000)
        take(&ledger, [], answering: ["c"], 2_000)
        let links = ledger.links(of: "cache")
        #expect(links.map(\.state) == [.unknown])
        #expect(links[0].position == .stale(5, at: at(1_000)))
        #expect(links[0].live == .unknown(reason: "neither end answers"))
        #expect(links[0].provenAt == at(1_000))
    }

    @Test func whereAnEndAnswersAndTellsOfItNoMoreItIsGone() {
        var ledger = LinkLedger()
        take(&ledger, [link("a", "b"), link("a", "c")], 1_000)
        take(&ledger, [link("a", "c")], answering: ["b"], 2_000)
        #expect(ledger.links(of: "cache").map(\.to) == ["c"])
    }
}
