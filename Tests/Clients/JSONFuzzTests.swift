import Testing

@testable import Clients

/// Documents that were changed at random, always in the same way for the same seed.
@Suite struct JSONFuzzTests {
    struct Random: RandomNumberGenerator {
        var state: UInt64

        /// SplitMix64.
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    static func mutate(_ bytes: [UInt8], _ random: inout Random) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: at)
            case 2: bytes.insert("{}[]\",:\\ 0tfn\u{0}".utf8.randomElement(using: &random) ?? 0, at: at)
            case 3: bytes.removeLast(bytes.count - at)
            default:
                let end = Int.random(in: at...min(bytes.count, at + 40), using: &random)
                bytes.insert(contentsOf: bytes[at..<end], at: at)
            }
        }
        return bytes
    }

    @Test(arguments: ["applications.application[].instance[]", "applications.application[]", "applications", "[]"])
    func whatIsFoundDoesNotDependOnTheChunks(_ path: String) async throws {
        var random = Random(state: 42)
        let whole = Array(JSONSplitterTests.eureka.utf8)
        for round in 0..<800 {
            // Others wait for answers meanwhile.
            await Task.yield()
            let document = Self.mutate(whole, &random)
            let limits = JSONLimits(bytes: [40, 4096].randomElement(using: &random) ?? 40, depth: 8)
            let one = try JSONSplitterTests.cut(document, at: JSONPath(path), limits: limits)
            let size = Int.random(in: 1...70, using: &random)
            let many = try JSONSplitterTests.cut(document, at: JSONPath(path), chunk: size, limits: limits)
            #expect(
                one.names == many.names,
                "round \(round), chunks of \(size): \(String(decoding: document, as: UTF8.self))")
            #expect(one.faults.count == many.faults.count, "round \(round), chunks of \(size)")
            #expect(one.error == many.error, "round \(round), chunks of \(size)")
            #expect(one.fields == many.fields, "round \(round), chunks of \(size)")
        }
    }

    @Test func whatTheParserTakesTheReadersReadWithoutAFault() throws {
        var random = Random(state: 7)
        let parser = try JSONParser(limits: JSONLimits(bytes: 1 << 16, depth: 16))
        var parsed = 0
        for _ in 0..<2_000 {
            let document = Self.mutate(Array(JSONSplitterTests.eureka.utf8), &random)
            guard let value = try? parser.parse(document) else { continue }
            parsed += 1
            #expect(Self.count(value) > 0)
        }
        #expect(parsed > 100)
    }

    /// Touches everything that can be read.
    static func count(_ value: JSONValue) -> Int {
        _ = (value.text, value.intOrString, value.doubleOrString, value.boolOrString)
        switch value.kind {
        case .object: return value.members.reduce(1) { $0 + $1.name.string.utf8.count + count($1.value) }
        case .array: return value.elements.reduce(1) { $0 + count($1) }
        default: return 1
        }
    }
}
