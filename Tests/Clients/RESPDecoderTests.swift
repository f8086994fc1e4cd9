import Testing

@testable import Clients

@Suite struct RESPDecoderTests {
    /// What a decoder makes of bytes that come in pieces of this size: values, and the fault that ended it.
    static func decode(
        _ bytes: [UInt8], chunk: Int = .max, limits: RESPLimits = RESPLimits()
    ) -> (values: [RESPValue], fault: RESPFault?, held: Int) {
        var decoder = RESPDecoder(limits: limits)
        var values: [RESPValue] = []
        var rest = bytes[...]
        var held = 0
        do throws(RESPFault) {
            while !rest.isEmpty {
                let piece = rest.prefix(chunk)
                rest = rest.dropFirst(piece.count)
                decoder.feed(piece)
                while let value = try decoder.next() { values.append(value) }
                held = max(held, decoder.heldBytes)
            }
        } catch {
            return (values, error, held)
        }
        return (values, nil, held)
    }

    static func decode(_ text: String) -> [RESPValue] { decode(Array(text.utf8)).values }

    static let all =
        "+OK\r\n-ERR no\r\n:-42\r\n$5\r\nhello\r\n$0\r\n\r\n$-1\r\n*-1\r\n*0\r\n*3\r\n:1\r\n*1\r\n+a\r\n$-1\r\n"
        + "_\r\n#t\r\n#f\r\n,3.5\r\n,inf\r\n(3492890328409238509324850943850943825024385\r\n!5\r\nNO no\r\n=9\r\ntxt:a\r\nb!\r\n"
        + "%2\r\n+a\r\n:1\r\n+b\r\n~2\r\n+x\r\n+y\r\n|1\r\n+ttl\r\n:3\r\n*2\r\n:7\r\n|1\r\n+k\r\n*0\r\n:8\r\n>2\r\n+message\r\n$1\r\nm\r\n"

    @Test func everyKindIsRead() {
        let values = Self.decode(Self.all)
        #expect(
            values == [
                .status("OK"), .error(RESPError("ERR no".utf8)), .integer(-42), .bytes(Array("hello".utf8)), .bytes([]),
                .null, .null, .array([]), .array([.integer(1), .array([.status("a")]), .null]), .null, .boolean(true),
                .boolean(false), .double(3.5), .double(.infinity),
                .bigNumber("3492890328409238509324850943850943825024385"), .error(RESPError("NO no".utf8)),
                .bytes(Array("a\r\nb!".utf8)),
                .map([.status("a"), .integer(1), .status("b"), .set([.status("x"), .status("y")])]),
                .array([.integer(7), .integer(8)]), .push([.status("message"), .bytes([109])]),
            ])
    }

    @Test func whereverTheBytesAreCutTheValuesAreTheSame() {
        let bytes = Array(Self.all.utf8)
        let whole = Self.decode(bytes)
        for size in 1...bytes.count {
            let cut = Self.decode(bytes, chunk: size)
            #expect(cut.values == whole.values && cut.fault == nil, "pieces of \(size)")
        }
        for at in 0...bytes.count {
            var decoder = RESPDecoder()
            var values: [RESPValue] = []
            for part in [bytes[..<at], bytes[at...]] {
                decoder.feed(part)
                while let value = try? decoder.next() { values.append(value) }
            }
            #expect(values == whole.values, "cut at \(at)")
        }
    }

    @Test func everyBeginningIsAskedForMoreAndEveryValueLeavesNothing() throws {
        let bytes = Array(Self.all.utf8)
        for end in 0...bytes.count { #expect(Self.decode(Array(bytes[..<end])).fault == nil, "\(end)") }
        var decoder = RESPDecoder()
        decoder.feed(bytes)
        while try decoder.next() != nil {}
        #expect(decoder.heldBytes == 0)
    }

    @Test(arguments: [
        "\r\n", "\n", "OK\r\n", "+OK\n", ":\r\n", ":12a\r\n", ":99999999999999999999\r\n", "$-2\r\n", "$a\r\n",
        "$?\r\n",
        "*-2\r\n", "*?\r\n", "$2\r\nabcd\r\n", "=2\r\nab\r\n", "=4\r\ntxt!\r\n", "#x\r\n", "_x\r\n", ",\r\n",
        ",1 2\r\n",
        "(12x\r\n", "(-\r\n", "%-1\r\n", "~-1\r\n", "*1\r\n>1\r\n+a\r\n", "!-1\r\n", "HTTP/1.1 400 Bad Request\r\n",
        "\u{0}\u{1}\r\n",
    ])
    func whatIsNotTheProtocolIsRefused(_ text: String) {
        let result = Self.decode(Array(text.utf8))
        #expect(result.fault?.isTooLarge == false, "\(result)")
        #expect(result.fault?.message.unicodeScalars.allSatisfy { $0.value >= 0x20 } == true)
    }

    @Test func whatIsAnnouncedIsNotBelieved() {
        let limits = RESPLimits(bytes: 1000, line: 100, depth: 4, elements: 50)
        for chunk in [1, 7, .max] {
            let text = "+" + String(repeating: "a", count: 99) + "\r\n"
            #expect(Self.decode(Array(text.utf8), chunk: chunk, limits: limits).fault == nil, "a line at its bound")
        }
        for text in [
            "$1001\r\n", "$9223372036854775807\r\n", "*51\r\n", "*9223372036854775807\r\n", "%26\r\n",
            "%4611686018427387904\r\n", "*4\r\n*47\r\n", "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n",
            "+" + String(repeating: "a", count: 102), "+" + String(repeating: "a", count: 100) + "\r\n",
            String(repeating: "|1\r\n", count: 5),
            "*3\r\n$900\r\n" + String(repeating: "a", count: 900) + "\r\n$900\r\n",
        ] {
            for chunk in [1, 7, .max] {
                let result = Self.decode(Array(text.utf8), chunk: chunk, limits: limits)
                #expect(result.fault?.isTooLarge == true, "\(text.prefix(30)) in \(chunk): \(result)")
            }
        }
    }

    @Test func attributesWithoutEndEndAtTheBound() {
        let limits = RESPLimits(bytes: 1000, line: 100, depth: 4, elements: 50)
        let text = String(repeating: "|1\r\n+a\r\n+b\r\n", count: 1000)
        #expect(Self.decode(Array(text.utf8), limits: limits).fault?.isTooLarge == true)
    }

    @Test func nothingIsHeldBeyondTheBound() {
        let limits = RESPLimits(bytes: 100_100)
        let text = "$100000\r\n" + String(repeating: "x", count: 100_000) + "\r\n"
        let many = Array(String(repeating: text, count: 20).utf8)
        let result = Self.decode(many, chunk: 4096, limits: limits)
        #expect(result.values.count == 20)
        #expect(result.held <= 100_100 + 4096)
    }

    @Test func afterAFaultThereIsNothing() {
        var decoder = RESPDecoder()
        decoder.feed("bad\r\n+OK\r\n".utf8)
        #expect(throws: RESPFault.self) { try decoder.next() }
        decoder.feed("+OK\r\n".utf8)
        #expect(throws: RESPFault.self) { try decoder.next() }
        #expect(decoder.heldBytes == 0)
    }

    @Test func aRefusalNeverQuotesWhatWasSent() {
        let error = RESPError(
            "ERR unknown command `HELLO`, with args beginning with: `3`, `AUTH`, `ops`, `s3cret`, ".utf8)
        #expect(error.code == "ERR")
        #expect(error.message == "ERR unknown command `HELLO`, …")
    }

    @Test func aCallIsATextPerWord() {
        let command = RedisCommand("SET", "k\r\n", "ü")
        #expect(command.encoded == Array("*3\r\n$3\r\nSET\r\n$3\r\nk\r\n\r\n$2\r\nü\r\n".utf8))
        #expect(Self.decode(command.encoded).values.count == 1)
        #expect(RedisCommand(words: ["AUTH", "x", "s3cret"], isSecret: true).line == "AUTH ***")
    }
}
