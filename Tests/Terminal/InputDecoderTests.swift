import Testing

@testable import Terminal

@Suite("Input")
struct InputDecoderTests {
    typealias Event = InputDecoder.Event

    /// Bytes that mean one event each, with that event.
    static let sequences: [(String, String)] = [
        ("a", "a"), ("G", "G"), (" ", "space"), ("\r", "enter"), ("\n", "enter"), ("\t", "tab"),
        ("\u{7F}", "backspace"),
        ("\u{8}", "backspace"), ("\u{4}", "ctrl-d"), ("\u{1A}", "ctrl-z"), ("\u{0}", "ctrl-space"),
        ("\u{1C}", "ctrl-\\"),
        ("é", "é"), ("支", "支"), ("🚧", "🚧"),
        ("\u{1B}[A", "up"), ("\u{1B}[B", "down"), ("\u{1B}[C", "right"), ("\u{1B}[D", "left"), ("\u{1B}OA", "up"),
        ("\u{1B}[H", "home"), ("\u{1B}[F", "end"), ("\u{1B}[1~", "home"), ("\u{1B}[4~", "end"), ("\u{1B}[7~", "home"),
        ("\u{1B}[2~", "insert"), ("\u{1B}[3~", "delete"), ("\u{1B}[5~", "page-up"), ("\u{1B}[6~", "page-down"),
        ("\u{1B}OP", "f1"), ("\u{1B}[11~", "f1"), ("\u{1B}[[A", "f1"), ("\u{1B}[15~", "f5"), ("\u{1B}[24~", "f12"),
        ("\u{1B}[1;5C", "ctrl-right"), ("\u{1B}[1;2A", "shift-up"), ("\u{1B}[1;3B", "alt-down"),
        ("\u{1B}[5;5~", "ctrl-page-up"), ("\u{1B}[1;6P", "ctrl-shift-f1"), ("\u{1B}[Z", "shift-tab"),
        ("\u{1B}O5A", "ctrl-up"), ("\u{1B}[3$", "shift-delete"), ("\u{1B}[3^", "ctrl-delete"),
        ("\u{1B}x", "alt-x"), ("\u{1B}X", "alt-X"), ("\u{1B}\r", "alt-enter"), ("\u{1B}é", "alt-é"),
        ("\u{1B}\u{1B}[A", "alt-up"),
        ("\u{1B}[27;5;9~", "ctrl-tab"), ("\u{1B}[100;5u", "ctrl-d"), ("\u{1B}[27u", "esc"),
    ]

    /// Bytes that mean nothing to us and must leave no key behind.
    static let swallowed = [
        "\u{1B}[I", "\u{1B}[O", "\u{1B}[?1;2c", "\u{1B}[>0;276;0c", "\u{1B}[24;80;5R", "\u{1B}[0n", "\u{1B}[8;24;80t",
        "\u{1B}]11;rgb:0000/0000/0000\u{1B}\\", "\u{1B}]52;c;Zm9v\u{7}", "\u{1B}P1$r0m\u{1B}\\",
        "\u{1B}P>|xterm(380)\u{1B}\\",
        "\u{1B}_Gi=1;OK\u{1B}\\", "\u{1B}[<0;10;20M", "\u{1B}[M !!", "\u{1B}[99~",
        "\u{1B}[1;1000000000A~"[...].prefix(14) + "z",
        "\u{1B}[" + String(repeating: "1;", count: 500) + "A",
    ].map { String($0) }

    @Test("Each sequence is one key, however its bytes are cut and whatever stands around it")
    func fragments() throws {
        for (bytes, name) in Self.sequences {
            let all = Array("j\(bytes)k".utf8)
            let key = try #require(Key(name: name), "\(name)")
            let wanted: [Event] = [.key(.character("j")), .key(key), .key(.character("k"))]
            for cut in 0...all.count {
                for second in cut...all.count {
                    var decoder = InputDecoder()
                    var events = decoder.feed(all[..<cut], at: 0)
                    events += decoder.feed(all[cut..<second], at: 10)
                    events += decoder.feed(all[second...], at: 20)
                    if events != wanted { Issue.record("\(name) cut at \(cut) and \(second): \(events)") }
                }
            }
        }
    }

    @Test("Answers and reports are swallowed whole, however they are cut")
    func swallows() {
        for bytes in Self.swallowed {
            let all = Array("j\(bytes)k".utf8)
            for cut in 0...all.count {
                var decoder = InputDecoder()
                let events = decoder.feed(all[..<cut], at: 0) + decoder.feed(all[cut...], at: 10)
                #expect(
                    events == [.key(.character("j")), .key(.character("k"))], "\(bytes.debugDescription) at \(cut)")
            }
        }
    }

    @Test("A lone ESC is answered after 25 ms and not before")
    func escape() {
        var decoder = InputDecoder()
        #expect(decoder.feed([0x1B], at: 1_000) == [])
        #expect(decoder.deadline == 1_025)
        #expect(decoder.expire(at: 1_024) == [])
        #expect(decoder.expire(at: 1_025) == [.key(Key(.escape))])
        #expect(decoder.deadline == nil)
        #expect(decoder.feed(Array("j".utf8), at: 1_030) == [.key(.character("j"))])
    }

    @Test("ESC twice is two keys")
    func escapeTwice() {
        var decoder = InputDecoder()
        #expect(decoder.feed([0x1B, 0x1B, 0x1B], at: 0) == [.key(Key(.escape))])
        #expect(decoder.expire(at: 25) == [.key(Key(.escape)), .key(Key(.escape))])
    }

    @Test("The rest of a sequence whose ESC was answered is swallowed, with pauses after every byte")
    func tails() {
        for (bytes, name) in Self.sequences where bytes.hasPrefix("\u{1B}[") || bytes.hasPrefix("\u{1B}O") {
            let all = Array(bytes.utf8)
            for cut in 2...all.count {
                var decoder = InputDecoder()
                var events = decoder.feed(all[..<1], at: 0)
                events += decoder.expire(at: 25)
                events += decoder.feed(all[1..<cut], at: 60)
                events += decoder.expire(at: 90)
                events += decoder.feed(all[cut...], at: 110)
                #expect(events == [.key(Key(.escape))], "\(name) cut at \(cut)")
                #expect(decoder.feed(Array("j".utf8), at: 120) == [.key(.character("j"))], "\(name) cut at \(cut)")
            }
        }
    }

    @Test("A bracket that is typed after ESC is a key, only a little later")
    func typedIntroducer() {
        for typed in ["[", "O"] {
            var decoder = InputDecoder()
            _ = decoder.feed([0x1B], at: 0)
            _ = decoder.expire(at: 25)
            #expect(decoder.feed(Array(typed.utf8), at: 300) == [])
            #expect(decoder.expire(at: 300 + InputDecoder.introducerDelay) == [.key(Key(name: typed) ?? Key(.enter))])
            #expect(decoder.feed(Array(typed.utf8), at: 500) == [.key(Key(name: typed) ?? Key(.enter))])
        }
        var decoder = InputDecoder()
        _ = decoder.feed([0x1B], at: 0)
        _ = decoder.expire(at: 25)
        #expect(decoder.feed(Array("Ox".utf8), at: 300) == [.key(.character("O")), .key(.character("x"))])
    }

    @Test("Alt with a key that begins sequences is a key once nothing follows")
    func altIntroducers() {
        for typed in ["[", "O", "]", "P", "_"] {
            var decoder = InputDecoder()
            #expect(decoder.feed(Array("\u{1B}\(typed)".utf8), at: 0) == [])
            let due = decoder.deadline ?? 0
            #expect(decoder.expire(at: due) == [.key(Key(name: "alt-\(typed)") ?? Key(.enter))])
        }
    }

    @Test("A sequence that never ends is given up, and what comes later is read again")
    func abandoned() {
        for begun in [
            "\u{1B}[1;", "\u{1B}]11;rgb", "\u{1B}P1", "\u{1B}[M!", "\u{E9}".utf8.count == 2 ? "\u{1B}[[" : "",
        ] {
            var decoder = InputDecoder()
            #expect(decoder.feed(Array(begun.utf8), at: 0) == [])
            #expect(decoder.expire(at: decoder.deadline ?? 0) == [], "\(begun.debugDescription)")
            #expect(decoder.feed(Array("j".utf8), at: 5_000) == [.key(.character("j"))], "\(begun.debugDescription)")
        }
    }

    @Test("A sequence that a new one interrupts is no key")
    func interrupted() {
        var decoder = InputDecoder()
        #expect(decoder.feed(Array("\u{1B}[1;\u{1B}[A".utf8), at: 0) == [.key(Key(.up))])
        #expect(decoder.feed(Array("\u{1B}[1;\u{18}j".utf8), at: 0) == [.key(.character("j"))])
    }

    @Test("Invalid UTF-8 and C1 control characters are no keys")
    func invalid() {
        var decoder = InputDecoder()
        let bytes: [UInt8] = [
            0xFF, 0x80, 0xC0, 0x80, 0xE6, 0x94, 0x6A, 0xC2, 0x9B, 0xED, 0xA0, 0x80, 0xF4, 0x90, 0x80, 0x80,
        ]
        #expect(decoder.feed(bytes, at: 0) == [.key(.character("j"))])
    }

    @Test("The answer to the question about synchronized output is read, however it is cut, also after its ESC")
    func modeAnswer() {
        let all = Array("\u{1B}[?2026;2$y".utf8)
        for cut in 0...all.count {
            var decoder = InputDecoder()
            let events = decoder.feed(all[..<cut], at: 0) + decoder.feed(all[cut...], at: 10)
            #expect(events == [.mode(2026, state: 2)])
        }
    }
}
