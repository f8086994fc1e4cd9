import Estate
import Testing

/// Files that were mangled are refused or read, and never more than that.
@Suite struct FuzzTests {
    private static let pieces = [
        "{", "}", "[", "]", ":", ": ", "- ", "\n", "  ", "\t", "&a ", "*a", "<<: *a", "!!str ", "\"", "'", "|\n", ">",
        "?",
        "#", "%", "@", "${env:X}", "~", "null", "\u{0}", "\u{1b}[2J", "é", "流", "\u{feff}", "---\n", "...\n",
        "999999999999999999999",
    ]

    @Test(arguments: 0..<8) func `mangled files never crash`(seed: UInt64) {
        var random = Generator(state: seed &* 0x9e37_79b9_7f4a_7c15 &+ 1)
        let originals = [Array(EstateFileTests.whole.utf8), Array(EstateTemplate.text.utf8)]
        for round in 0..<400 {
            var bytes = originals[round % 2]
            for _ in 0...Int.random(in: 0...6, using: &random) { mangle(&bytes, &random) }
            do {
                _ = try EstateFile.parse(bytes, path: "azimuth.yaml", kinds: kinds)
            } catch {
                #expect(error.code == .invalid)
                #expect(!error.problems.isEmpty)
                // What reaches a terminal does nothing to it but show text.
                #expect(
                    error.message.unicodeScalars.allSatisfy {
                        $0 == "\n" || $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value)
                    })
            }
        }
    }

    private func mangle(_ bytes: inout [UInt8], _ random: inout Generator) {
        guard bytes.count > 8 else { return }
        let at = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, at + Int.random(in: 1...20, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.removeSubrange(at..<end)
        case 2: bytes.insert(contentsOf: Self.pieces.randomElement(using: &random)?.utf8 ?? "".utf8, at: at)
        case 3: bytes.insert(contentsOf: Array(bytes[at..<end]), at: Int.random(in: 0..<bytes.count, using: &random))
        case 4: bytes.replaceSubrange(at..<end, with: Array(repeating: bytes[at], count: end - at))
        default: bytes.removeSubrange(at...)
        }
    }

    struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: ["[", "{", "- ", "? ", "a: {", "&a [*a", "!!map ", "\"", "'", "#", "a: b\n"])
    func `a piece repeated without end is refused in time`(piece: String) {
        let text = "estate: shop\nsources: " + String(repeating: piece, count: 900_000 / piece.utf8.count)
        #expect(throws: EstateError.self) { try parse(text) }
    }
}
