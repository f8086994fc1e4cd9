import Testing

@testable import Terminal

@Suite("Themes")
struct ThemeTests {
    @Test("The theme file says what is built in, for every role")
    func fileEqualsBuiltIn() throws {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let path = "/\(root)/themes/azimuth.theme"
        #expect(try ThemeFile().load(path) == .standard)
        var text = ""
        for role in StyleRole.allCases { text += "theme[\(role.name)]=\"#010203\"\n" }
        #expect(try parse(text)[.danger] == CellStyle(.rgb(1, 2, 3)))
    }

    @Test("Colours, attributes, comments and line ends")
    func own() throws {
        let theme = try parse(
            """
            # comment
              # another\r
            theme[bad]="#Ff0080 bright-black bold,"

            theme[good]="default blue italic underline"
            theme[dim] = bold
            theme[info]="1 2 3"
            """.replacing("bold,\"", with: "bold\""))
        #expect(theme[.bad] == CellStyle(.rgb(255, 0, 128), on: .palette(8), .bold))
        #expect(theme[.good] == CellStyle(.terminal, on: .palette(4), [.italic, .underline]))
        #expect(theme[.dim] == CellStyle(.terminal, on: .terminal, .bold))
        #expect(theme[.info] == CellStyle(.rgb(1, 2, 3)))
        #expect(theme[.stateUp] == Theme.standard[.stateUp])
    }

    @Test(
        "A mistake is named with file, line and what would be right",
        arguments: [
            ("theme[statedown]=\"red\"", "t.theme:2: there is no role \"statedown\"; the nearest is \"stateDown\""),
            ("theme[bad]=\"rad\"", "t.theme:2: theme[bad]: \"rad\" is not known; a colour is"),
            ("theme[bad]=\"red blue blinking\"", "an attribute is one of"),
            ("theme[bad]=\"red", "t.theme:2: the closing quote is missing"),
            ("theme[bad] red", "t.theme:2: expected ="),
            ("colour=red", "t.theme:2: expected theme[role]="),
            ("theme[bad", "t.theme:2: expected theme[role]="),
            ("theme[bad]=\"#12345\"", "is not known"),
            ("theme[bad]=\"#+12345\"", "is not known"),
        ])
    func mistakes(line: String, message: String) throws {
        let error = #expect(throws: TerminalError.self) { try parse("# first\n\(line)\n") }
        #expect(error?.code == .theme)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test("btop's themes: backgrounds, greys, junk after the quote, unknown keys, empty values")
    func btop() throws {
        let theme = try parse(
            """
            # Main background, empty for terminal default
            theme[main_bg]="#282a36"
            theme[main_fg]="#f8f8f2"   
            theme[title]="248 248 242"
            theme[hi_fg]="#6272a4"
            theme[selected_bg]="#ff79c6" #b05475"
            theme[selected_fg]="#f8f8f2"
            theme[inactive_fg]="#44"
            theme[proc_misc]="#bd93f9"
            theme[net_box]="#ff5555"
            theme[mem_box]="#50fa7b"
            theme[cpu_mid]=""
            theme[brand_new_key]="#123456"
            """)
        #expect(theme[.text] == CellStyle(.rgb(0xF8, 0xF8, 0xF2), on: .rgb(0x28, 0x2A, 0x36)))
        #expect(theme[.title].foreground == .rgb(248, 248, 242))
        #expect(theme[.selection] == CellStyle(.rgb(0xF8, 0xF8, 0xF2), on: .rgb(0xFF, 0x79, 0xC6), .bold))
        #expect(theme[.dim].foreground == .rgb(0x44, 0x44, 0x44))
        #expect(theme[.stateDown].foreground == .rgb(0xFF, 0x55, 0x55))
        #expect(theme[.stateUp].foreground == .rgb(0x50, 0xFA, 0x7B))
        #expect(theme[.stateFailing].foreground == .palette(3))
        #expect(theme[.headerProduction] == Theme.standard[.headerProduction])
    }

    @Test("btop's empty background is the terminal's own")
    func btopTransparent() throws {
        let theme = try parse("theme[main_bg]=\"\"\ntheme[main_fg]=\"#cc\"\n")
        #expect(theme[.text] == CellStyle(.rgb(0xCC, 0xCC, 0xCC)))
    }

    @Test("Directories are searched in btop's order, and a theme that is nowhere is an error that names them")
    func search() throws {
        let values = ["XDG_CONFIG_HOME": "/nowhere/config"]
        let files = ThemeFile(environment: { values[$0] }, executable: "/nowhere/bin/azimuth")
        #expect(
            files.directories.prefix(2) == ["/nowhere/config/azimuth/themes", "/nowhere/bin/../share/azimuth/themes"])
        let error = #expect(throws: TerminalError.self) { try files.load("no-such-theme") }
        #expect(error?.message.contains("/nowhere/config/azimuth/themes") == true)
        #expect(throws: TerminalError.self) { try files.load("/nowhere/no.theme") }
        let home = ThemeFile(environment: { ["HOME": "/nowhere/home"][$0] }, executable: nil)
        #expect(home.directories.first == "/nowhere/home/.config/azimuth/themes")
    }

    private func parse(_ text: String) throws(TerminalError) -> Theme {
        try ThemeParser(file: "t.theme").parse(text)
    }
}

@Suite("Colours")
struct ColorTests {
    @Test("The depth follows terminfo and NO_COLOR")
    func depth() {
        #expect(ColorDepth.detect(colors: 256, isDirect: false, noColor: nil) == .extended)
        #expect(ColorDepth.detect(colors: 256, isDirect: false, noColor: "") == .extended)
        #expect(ColorDepth.detect(colors: 256, isDirect: false, noColor: "1") == .none)
        #expect(ColorDepth.detect(colors: 0x100_0000, isDirect: true, noColor: nil) == .direct)
        #expect(ColorDepth.detect(colors: 0x100_0000, isDirect: false, noColor: nil) == .extended)
        #expect(ColorDepth.detect(colors: 16, isDirect: false, noColor: nil) == .sixteen)
        #expect(ColorDepth.detect(colors: 8, isDirect: false, noColor: nil) == .basic)
        #expect(ColorDepth.detect(colors: -1, isDirect: false, noColor: nil) == .none)
    }

    @Test("Without colour a background becomes reverse, so that production still stands out")
    func monochrome() {
        let mapping = ColorMapping(depth: .none)
        let header = mapping.resolve(Theme.standard[.headerProduction])
        #expect(header == .init(foreground: -1, background: -1, attributes: [.bold, .reverse]))
        let text = CellStyle(.rgb(1, 2, 3), on: .rgb(4, 5, 6))
        #expect(mapping.resolve(text, base: text).attributes == [])
    }

    @Test("Colours by their parts become the nearest that there is")
    func nearest() {
        func color(_ depth: ColorDepth, _ color: TerminalColor) -> Int32 {
            ColorMapping(depth: depth).resolve(CellStyle(color)).foreground
        }
        #expect(color(.extended, .rgb(255, 255, 255)) == 255)
        #expect(color(.extended, .rgb(255, 0, 0)) == 196)
        #expect(color(.sixteen, .rgb(255, 10, 10)) == 9)
        #expect(color(.basic, .rgb(200, 10, 10)) == 1)
        #expect(color(.direct, .rgb(0x28, 0x2A, 0x36)) == 0x282A36)
        #expect(color(.direct, .rgb(0, 0, 5)) == 0)
        #expect(color(.direct, .palette(3)) == 3)
        #expect(color(.direct, .palette(9)) == 0xFF0000)
        #expect(color(.basic, .palette(9)) == 1)
        #expect(ColorMapping(depth: .basic).resolve(CellStyle(.palette(9))).attributes == .bold)
    }

    @Test("An overlay without colours keeps those of the state below; plain text gives its own to both")
    func overlay() {
        var theme = Theme.standard
        theme[.text] = CellStyle(.rgb(9, 9, 9), on: .rgb(1, 1, 1))
        let style = theme.style(role: .stateDown, overlay: .selection, attributes: .underline)
        #expect(style == CellStyle(.palette(1), on: .terminal, [.bold, .reverse, .underline]))
        let resolved = ColorMapping(depth: .direct).resolve(style, base: theme[.text])
        #expect(resolved.background == 0x010101)
    }
}
