import Testing

@testable import Terminal

@Suite("Widths and glyphs")
struct WidthTests {
    @Test(
        "Columns of text",
        arguments: [
            ("payment", 7), ("支付", 4), ("ｆｕｌｌ", 8), ("한글", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("e\u{301}", 1),
            ("\u{301}", 1), ("🚧", 2), ("⚠\u{FE0F}", 1), ("👩\u{200D}💻", 4), ("a\u{1B}b", 3), ("●▲○◌✖–≠▌█▁", 10),
            ("\u{AD}", 1), ("\u{202E}", 1), ("か\u{3099}", 2), ("", 0), ("𠀀", 2), ("é", 1), ("\u{E0041}", 1),
        ])
    func columns(text: String, columns: Int) {
        #expect(TextMetrics.standard.columns(of: text) == columns)
        var canvas = Canvas(width: 20, height: 1)
        #expect(canvas.put(text, x: 0, y: 0) == columns, "a canvas draws as many columns as are counted")
    }

    @Test("Ambiguous characters can be wide, but our own marks stay narrow because they are sent as ASCII then")
    func ambiguous() {
        let wide = TextMetrics(ambiguousWidth: 2)
        #expect(wide.columns(of: "Ω") == 2)
        #expect(TextMetrics.standard.columns(of: "Ω") == 1)
        #expect(wide.columns(of: "●─█→") == 4)
        #expect(wide.columns(of: "支付a") == 5)
    }

    @Test("Truncation counts columns and never splits a character")
    func truncated() {
        let metrics = TextMetrics.standard
        #expect(metrics.truncated("payment", to: 7) == "payment")
        #expect(metrics.truncated("payment", to: 4) == "pay…")
        #expect(metrics.truncated("支付支付", to: 4) == "支…")
        #expect(metrics.truncated("支付", to: 1) == "…")
        #expect(metrics.truncated("支付", to: 0) == "")
        #expect(metrics.truncated("e\u{301}e\u{301}e\u{301}", to: 2) == "e\u{301}…")
    }

    @Test("Every mark that screens use has an ASCII form, and states differ in it")
    func ascii() {
        let marks = "●▲○◌✖–≠▌█▁▂▃▄▅▆▇ →←↑↓↵▶◀·…✔─│┌┐└┘├┤┬┴┼░▏▎▍▋▊▉—≤≥×"
        for scalar in marks.unicodeScalars where scalar != " " {
            let sent = Glyphs.ascii.substitute(for: scalar.value)
            #expect(sent.map { $0 < 0x7F && $0 != 0x3F } == true || scalar == "◌", "\(scalar)")
            #expect(Glyphs.unicode.substitute(for: scalar.value) == nil)
        }
        let states = "●▲○◌✖–≠".unicodeScalars.compactMap { Glyphs.ascii.substitute(for: $0.value) }
        #expect(Set(states).count == 7)
        #expect(Glyphs.ascii.substitute(for: 0x652F) == UInt32(UInt8(ascii: "?")))
        #expect(Glyphs.ascii.substitute(for: 0x41) == nil)
    }

    @Test("Where ambiguous characters are wide our own go out as ASCII, and others as they are")
    func narrow() {
        #expect(Glyphs.narrow.substitute(for: 0x25CF) == UInt32(UInt8(ascii: "*")))
        #expect(Glyphs.narrow.substitute(for: 0x2716) == nil)
        #expect(Glyphs.narrow.substitute(for: 0x652F) == nil)
    }

    @Test("The Linux console keeps its lines and blocks and gets ASCII for marks")
    func console() {
        #expect(Glyphs.console.substitute(for: 0x2500) == nil)
        #expect(Glyphs.console.substitute(for: 0x2588) == nil)
        #expect(Glyphs.console.substitute(for: 0x2716) == UInt32(UInt8(ascii: "X")))
    }

    @Test("A sparkline has a gap for what is not known, and its newest value at the right")
    func sparkline() {
        #expect(Sparkline.text([0, 1, nil, 4, 8], width: 5) == "▁▂ ▅█")
        #expect(Sparkline.text([1, 8], width: 4) == "  ▂█")
        #expect(Sparkline.text([5, 1, 8], width: 2) == "▂█")
        #expect(Sparkline.text([4], width: 1, maximum: 8) == "▅")
        #expect(Sparkline.text([16], width: 1, maximum: 8) == "█")
        #expect(Sparkline.text([0, 0, -1, .nan, .infinity], width: 5) == "▁▁   ")
        #expect(Sparkline.text([1], width: 0) == "")
    }

    @Test("A bar shows something for little, and never all for not quite all")
    func bar() {
        #expect(Bar.text(0.5, width: 4) == "██  ")
        #expect(Bar.text(0, width: 4) == "    ")
        #expect(Bar.text(1, width: 4) == "████")
        #expect(Bar.text(0.0001, width: 4) == "▏   ")
        #expect(Bar.text(0.9999, width: 4) == "███▉")
        #expect(Bar.text(7, width: 2) == "██")
        #expect(Bar.text(-7, width: 2) == "  ")
        #expect(Bar.parts(nil, width: 3, rest: "░") == ("", "   "))
        #expect(Bar.parts(0.5, width: 4, rest: "░") == ("██", "░░"))
    }
}
