import Testing

@testable import Terminal

@Suite("Canvas")
struct CanvasTests {
    @Test("Text is cut at the right edge and at its own width")
    func cuts() {
        var canvas = Canvas(width: 6, height: 2)
        #expect(canvas.put("payment", x: 2, y: 0) == 4)
        #expect(canvas.put("payment", x: 0, y: 1, maxWidth: 3) == 3)
        #expect(canvas.text == "  paym\npay   ")
    }

    @Test("Nothing is drawn outside, whatever the position", arguments: [-100, -3, 0, 3, 100, Int.max, Int.min])
    func staysInside(position: Int) {
        var canvas = Canvas(width: 4, height: 3)
        for other in [-100, -1, 0, 2, 100, Int.max, Int.min] {
            canvas.put("支付é\u{1B}[2J", x: position, y: other)
            canvas.put("支付", x: other, y: position)
        }
        canvas.fill(Region(x: -5, y: -5, width: 100, height: 100), with: "x")
        #expect(canvas.text == "xxxx\nxxxx\nxxxx")
    }

    @Test("A text that begins left of the edge loses its beginning")
    func cutsLeft() {
        var canvas = Canvas(width: 4, height: 1)
        canvas.put("payment", x: -3, y: 0)
        #expect(canvas.text == "ment")
        canvas.put("支付", x: -1, y: 0)
        #expect(canvas.text == " 付t")
    }

    @Test("A cut can be marked, and what fits is left as it is")
    func ellipsis() {
        var canvas = Canvas(width: 8, height: 3)
        canvas.put("payment-service", x: 0, y: 0, ellipsis: true)
        canvas.put("payments", x: 0, y: 1, ellipsis: true)
        canvas.put("支付支付支付", x: 0, y: 2, maxWidth: 6, ellipsis: true)
        #expect(canvas.text == "payment…\npayments\n支付…   ")
    }

    @Test("Right-aligned text ends before its edge, in columns and not in characters")
    func rightAligned() {
        var canvas = Canvas(width: 10, height: 2)
        canvas.putRight("388", endX: 10, y: 0)
        canvas.putRight("支付", endX: 10, y: 1)
        #expect(canvas.text == "       388\n      支付")
    }

    @Test("Half of a wide character is never left")
    func wideHalves() {
        var canvas = Canvas(width: 5, height: 1)
        canvas.put("支付", x: 0, y: 0)
        canvas.put("x", x: 1, y: 0)
        #expect(canvas.text == " x付 ")
        canvas.put("y", x: 2, y: 0)
        #expect(canvas.text == " xy  ")
        canvas.put("支", x: 4, y: 0)
        #expect(canvas.text == " xy  ")
        canvas.put("支", x: 3, y: 0)
        canvas.fill(Region(x: 4, y: 0, width: 1, height: 1), with: "-")
        #expect(canvas.text == " xy -")
    }

    @Test("What a terminal would obey is replaced")
    func hostile() {
        var canvas = Canvas(width: 24, height: 1)
        canvas.put("a\u{1B}[31m\u{9B}b\nc\u{7}\u{202E}d\u{7F}", x: 0, y: 0)
        #expect(canvas.text == "a�[31m�b�c��d�          ")
    }

    @Test("Marks join their letter, a mark without one is shown, and towers of marks are cut")
    func combining() {
        var canvas = Canvas(width: 4, height: 1)
        #expect(canvas.put("e\u{301}x", x: 0, y: 0) == 2)
        #expect(canvas.text == "e\u{301}x  ")
        #expect(canvas.put("\u{301}", x: 0, y: 0) == 1)
        #expect(canvas.cell(x: 0, y: 0)?.text == "\u{FFFD}")
        canvas.put("z" + String(repeating: "\u{301}", count: 100), x: 3, y: 0)
        #expect(canvas.cell(x: 3, y: 0)?.text.unicodeScalars.count == 4)
    }

    @Test("A region is a canvas of its own, also inside another")
    func regions() {
        var canvas = Canvas(width: 8, height: 4)
        canvas.within(Region(x: 2, y: 1, width: 5, height: 2)) { outer in
            #expect(outer.width == 5)
            outer.put("0123456789", x: 0, y: 0)
            outer.within(Region(x: 3, y: 1, width: 50, height: 50)) { inner in
                #expect(inner.bounds == Region(x: 0, y: 0, width: 2, height: 1))
                inner.fill(inner.bounds, with: "#")
            }
            outer.put("never", x: 0, y: 2)
        }
        #expect(canvas.text == "        \n  01234 \n     ## \n        ")
        #expect(canvas.width == 8)
    }

    @Test("Roles and overlays are letters, one a column")
    func styles() {
        var canvas = Canvas(width: 5, height: 2)
        canvas.put("支", x: 0, y: 0, style: .stateDown)
        canvas.put("up", x: 3, y: 0, style: .stateUp)
        canvas.put("up", x: 3, y: 1, style: .stateUp)
        canvas.overlay(.selection, Region(x: 0, y: 1, width: 4, height: 1))
        #expect(canvas.styleText == "xx.uu\n>>>>u")
    }

    @Test("Every role has a letter of its own")
    func letters() {
        #expect(Set(StyleRole.allCases.map(\.letter)).count == StyleRole.allCases.count)
    }

    @Test("Lines and frames")
    func frame() {
        var canvas = Canvas(width: 5, height: 3)
        canvas.frame(canvas.bounds)
        #expect(canvas.text == "┌───┐\n│   │\n└───┘")
    }
}
