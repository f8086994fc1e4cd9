import Testing

@testable import Lab

@Suite struct SupportTests {
    @Test func gzipOfAnythingIsWhatItWas() throws {
        var random = LabRandom(seed: 3)
        var noise = (0..<70_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        noise.append(contentsOf: noise[1000..<40_000])
        let cases: [[UInt8]] = [
            [], [7], Array("abc".utf8), Array(repeating: 0, count: 100_000), noise,
            (0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 7) },
            (0..<8_000).flatMap { Array("{\"id\":\($0 % 977)},".utf8) },
        ]
        for bytes in cases {
            var whole = GzipEncoder()
            whole.append(bytes)
            #expect(try Inflate.gunzip(whole.finish()) == bytes)
            var pieces = GzipEncoder()
            for start in stride(from: 0, to: bytes.count, by: 10_007) {
                pieces.append(Array(bytes[start..<min(start + 10_007, bytes.count)]))
            }
            #expect(try Inflate.gunzip(pieces.finish()) == bytes)
        }
    }

    @Test(arguments: ["", "{", "[1,]", "{\"a\":1,}", "\"\u{1}\"", "tru", "1 2", "\"\\ud800\"", "\"\\x\"", "nan"])
    func textThatIsNoJSONIsNone(text: String) {
        #expect(JSONText(parsing: Array(text.utf8)) == nil)
    }

    @Test func jsonIsReadAndWrittenBack() {
        let text = #"{"a":[1,-2.5e3,true,false,null],"b":{"c":"x\"\\\u001b"},"d":""}"#
        #expect(JSONText(parsing: Array(text.utf8)).map { String(decoding: $0.bytes, as: UTF8.self) } == text)
        #expect(JSONText(parsing: Array(#""\ud83d\ude80\/""#.utf8)) == .string("🚀/"))
        let deep = String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000)
        #expect(JSONText(parsing: Array(deep.utf8)) == nil)
    }

    @Test func momentsAreWrittenAsCalendarsHaveThem() {
        #expect(WallTime(milliseconds: 0).precise == "1970-01-01T00:00:00.000+00:00")
        #expect(WallTime(milliseconds: 1_709_251_199_987).precise == "2024-02-29T23:59:59.987+00:00")
        #expect(WallTime(milliseconds: 1_795_556_410_239).plain == "2026-11-24T21:40:10 +0000")
    }

    @Test(arguments: [("ops:secret", "b3BzOnNlY3JldA=="), ("a:b", "YTpi"), ("ab:c", "YWI6Yw==")])
    func credentialsAreGivenInBase64(text: String, expected: String) {
        let parts = text.split(separator: ":").map(String.init)
        #expect(LabOptions.Credentials(user: parts[0], password: parts[1]).header == "Basic \(expected)")
    }
}
