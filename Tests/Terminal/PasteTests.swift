import Testing

@testable import Terminal

@Suite("Pastes and noise")
struct PasteTests {
    typealias Event = InputDecoder.Event

    @Test("A paste is one text, however it is cut, and nothing in it is a key")
    func paste() {
        let all = Array("j\u{1B}[200~drain 支付\r\nq\u{1B}[A\u{3}\u{1B}[201\u{1B}[201~k".utf8)
        let wanted: [Event] = [
            .key(.character("j")), .paste("drain 支付\nq[A[201"), .key(.character("k")),
        ]
        for cut in 0...all.count {
            var decoder = InputDecoder()
            let events = decoder.feed(all[..<cut], at: 0) + decoder.feed(all[cut...], at: 10)
            #expect(events == wanted, "cut at \(cut)")
        }
    }

    @Test("A paste whose first ESC was answered is still no keys")
    func pasteAfterEscape() {
        var decoder = InputDecoder()
        _ = decoder.feed([0x1B], at: 0)
        #expect(decoder.expire(at: 25) == [.key(Key(.escape))])
        #expect(decoder.feed(Array("[200~dY\u{1B}[201~".utf8), at: 60) == [.paste("dY")])
    }

    @Test("A paste without an end is answered after a while, and keys work again")
    func endless() {
        var decoder = InputDecoder()
        #expect(decoder.feed(Array("\u{1B}[200~abc".utf8), at: 0) == [])
        #expect(decoder.expire(at: InputDecoder.pasteDelay) == [.paste("abc")])
        #expect(decoder.feed(Array("j".utf8), at: 9_000) == [.key(.character("j"))])
    }

    @Test("A paste is bounded")
    func bounded() {
        var decoder = InputDecoder()
        let text = String(repeating: "x", count: InputDecoder.pasteLimit * 2)
        let events = decoder.feed(Array("\u{1B}[200~\(text)\u{1B}[201~j".utf8), at: 0)
        #expect(events.count == 2)
        #expect(events.first == .paste(String(repeating: "x", count: InputDecoder.pasteLimit)))
    }

    @Test(
        "Random bytes in random pieces never crash, never grow, and leave a decoder that still works", arguments: 0..<40
    )
    func noise(seed: UInt64) {
        var random = Generator(state: seed &* 0x9E37_79B9_7F4A_7C15 &+ 1)
        var decoder = InputDecoder()
        var now: Int64 = 0
        let likely = Array("\u{1B}[]OP_~;0129?$M<Au\\\u{7}\u{18}".utf8) + [0xC3, 0xA9, 0xE6, 0x94, 0xAF, 0xFF]
        for _ in 0..<500 {
            let count = Int.random(in: 0...40, using: &random)
            let bytes = (0..<count).map { _ in
                Bool.random(using: &random)
                    ? UInt8.random(in: 0...255, using: &random) : likely.randomElement(using: &random) ?? 0
            }
            for event in decoder.feed(bytes, at: now) {
                guard case .key(let key) = event, case .character(let character) = key.code else { continue }
                #expect(character.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
                #expect(Key(name: key.name) == key)
            }
            #expect(decoder.buffer.count <= InputDecoder.pasteLimit)
            now += Int64.random(in: 0...60, using: &random)
            _ = decoder.expire(at: now)
        }
        _ = decoder.feed(Array("\u{1B}[201~".utf8), at: now)
        for _ in 0..<4 {
            if let due = decoder.deadline { _ = decoder.expire(at: due) }
        }
        #expect(decoder.feed(Array("j".utf8), at: now + 60_000) == [.key(.character("j"))])
    }

    /// SplitMix64, so that a failure can be run again.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }
}
