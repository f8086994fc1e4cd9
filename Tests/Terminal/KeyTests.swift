import Testing

@testable import Terminal

@Suite("Keys")
struct KeyTests {
    static let names = [
        "a", "G", "/", "-", ":", "é", "支", "space", "enter", "esc", "tab", "shift-tab", "backspace", "delete", "insert",
        "up", "down", "left", "right", "home", "end", "page-up", "page-down", "f1", "f12", "ctrl-d", "ctrl-space",
        "alt-x", "alt-X", "ctrl-alt-x", "ctrl-up", "shift-f5", "alt-shift-page-down", "ctrl--", "alt--", "ctrl-\\",
        "ctrl-shift-d",
    ]

    @Test("A key's name names the same key", arguments: names)
    func roundTrip(name: String) throws {
        let key = try #require(Key(name: name))
        #expect(key.name == name)
        #expect(Key(name: key.name) == key)
    }

    @Test("Other ways to write a key")
    func aliases() {
        #expect(Key(name: "CTRL-D")?.name == "ctrl-d")
        #expect(Key(name: "Control-d") == .control("d"))
        #expect(Key(name: "shift-g") == .character("G"))
        #expect(Key(name: "PgUp") == Key(.pageUp))
        #expect(Key(name: "Escape") == Key(.escape))
        #expect(Key(name: "Return") == Key(.enter))
        #expect(Key(name: " ") == Key(.space))
        #expect(Key(name: "backtab") == Key(.tab, .shift))
        #expect(Key(name: "shift-alt-f5") == Key(.function(5), [.alt, .shift]))
    }

    @Test("What names no key is refused", arguments: ["", "ctrl-", "f0", "f25", "hyper-x", "pageupp", "ctrl-xx", "fx"])
    func refused(name: String) {
        #expect(Key(name: name) == nil)
    }

    @Test("Only what types something has a text")
    func text() {
        #expect(Key.character("支").text == "支")
        #expect(Key(.space).text == " ")
        #expect(Key.control("d").text == nil)
        #expect(Key(.character("x"), .alt).text == nil)
        #expect(Key(.enter).text == nil)
    }
}
