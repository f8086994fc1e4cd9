import Testing

@testable import Terminal

@Suite("Clipboard")
struct ClipboardTests {
    @Test("Base64, with every length of the last group")
    func base64() {
        func encoded(_ text: String) -> String { String(decoding: Base64.encode(Array(text.utf8)), as: UTF8.self) }
        #expect(encoded("") == "")
        #expect(encoded("f") == "Zg==")
        #expect(encoded("fo") == "Zm8=")
        #expect(encoded("foo") == "Zm9v")
        #expect(encoded("支付?>") == "5pSv5LuYPz4=")
    }

    @Test("The sequence alone, through tmux and through screen")
    func sequences() throws {
        func sequence(_ clipboard: Clipboard) throws -> String {
            String(decoding: try clipboard.sequence(for: "foo"), as: UTF8.self)
        }
        let plain = "\u{1B}]52;c;Zm9v\u{7}"
        #expect(try sequence(Clipboard(.none)) == plain)
        #expect(
            try sequence(Clipboard(environment: { ["TMUX": "/tmp/tmux,1,0"][$0] }))
                == plain + "\u{1B}Ptmux;\u{1B}\u{1B}]52;c;Zm9v\u{7}\u{1B}\\")
        #expect(try sequence(Clipboard(environment: { ["STY": "1.pts"][$0] })) == "\u{1B}P\(plain)\u{1B}\\")
        #expect(try sequence(Clipboard(environment: { _ in nil })) == plain)
    }

    @Test("screen gets pieces that together are the sequence")
    func pieces() throws {
        let text = String(repeating: "x", count: 1_000)
        let plain = try Clipboard(.none).sequence(for: text)
        let wrapped = String(decoding: try Clipboard(.screen).sequence(for: text), as: UTF8.self)
        let joined = wrapped.replacing("\u{1B}\\", with: "").replacing("\u{1B}P", with: "")
        #expect(joined == String(decoding: plain, as: UTF8.self))
    }

    @Test("Too long a text is refused before anything is sent")
    func bound() throws {
        _ = try Clipboard(.none).sequence(for: String(repeating: "x", count: 56_244))
        let error = #expect(throws: TerminalError.self) {
            try Clipboard(.none).sequence(for: String(repeating: "x", count: 56_245))
        }
        #expect(error?.code == .clipboard)
    }
}
