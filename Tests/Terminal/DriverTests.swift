import Glibc
import Testing

@testable import Terminal

/// One after the other: ncurses has one current screen a process.
@Suite("Driver", .serialized)
struct DriverTests {
    @Test("A frame is shown, the same frame sends nothing, and a change sends only itself")
    func frames() throws {
        let terminal = try PseudoTerminal()
        let driver = try terminal.driver()
        var canvas = driver.canvas()
        #expect((canvas.width, canvas.height) == (40, 6))
        canvas.put("payment 支付 e\u{301}", x: 2, y: 1, style: .stateUp)
        canvas.put("first", x: 0, y: 5)
        driver.present(canvas)
        let first = try terminal.read(until: "first")
        #expect(first.contains("\u{1B}[?1049h"))
        #expect(first.contains("payment 支付 e\u{301}"))
        #expect(first.contains("\u{1B}[?2004h"))
        driver.present(canvas)
        canvas.put("second", x: 0, y: 5)
        driver.present(canvas)
        let second = try terminal.read(until: "second")
        #expect(second.utf8.count < 40, "\(second.debugDescription)")
        driver.stop()
        #expect(try terminal.read(until: "\u{1B}[?1049l").contains("\u{1B}[?25h"))
    }

    @Test("The modes are the shell's again after the end, and a driver can be started anew")
    func modes() throws {
        let terminal = try PseudoTerminal()
        let before = terminal.modes
        let driver = try terminal.driver()
        driver.present(driver.canvas())
        #expect(terminal.modes.c_lflag != before.c_lflag)
        driver.stop()
        driver.stop()
        #expect(terminal.modes.c_lflag == before.c_lflag)
        #expect(terminal.modes.c_iflag == before.c_iflag)
        let again = try terminal.driver()
        again.stop()
    }

    @Test("Names that a terminal would obey do not reach it")
    func hostile() throws {
        let terminal = try PseudoTerminal()
        let driver = try terminal.driver()
        var canvas = driver.canvas()
        canvas.put("\u{1B}]0;owned\u{7}\u{9B}5n\u{1B}[6n\u{202E}", x: 0, y: 0)
        canvas.put("end", x: 0, y: 5)
        driver.present(canvas)
        let sent = try terminal.read(until: "end")
        #expect(sent.contains("\u{FFFD}]0;owned\u{FFFD}"))
        for obeyed in ["\u{1B}]0;", "\u{7}", "\u{9B}", "\u{1B}[6n", "\u{202E}"] { #expect(!sent.contains(obeyed)) }
        driver.stop()
    }

    @Test("ASCII only means ASCII only, with columns kept")
    func ascii() throws {
        let terminal = try PseudoTerminal()
        let driver = try terminal.driver("xterm-256color", TerminalOptions(asciiOnly: true))
        var canvas = driver.canvas()
        canvas.put("● up 支付 é | 88 % ▁█ end", x: 0, y: 5)
        driver.present(canvas)
        let sent = try terminal.read(until: "end")
        #expect(sent.contains("* up ? ?  ? | 88 % _# end"))
        #expect(sent.utf8.allSatisfy { $0 < 0x80 })
        driver.stop()
    }

    @Test("Keys, pastes, wake-ups and the deadline")
    func events() throws {
        let terminal = try PseudoTerminal()
        let driver = try terminal.driver()
        driver.present(driver.canvas())
        terminal.type("j\u{1B}[A")
        var keys: [TerminalEvent] = []
        while keys.count < 2 { keys += driver.wait(until: Monotonic.milliseconds + 5_000) }
        #expect(keys == [.key(.character("j")), .key(Key(.up))])
        terminal.type("\u{1B}[200~a\rb\u{1B}[201~")
        #expect(driver.wait(until: Monotonic.milliseconds + 5_000) == [.paste("a\nb")])
        terminal.type("\u{1B}")
        #expect(driver.wait(until: Monotonic.milliseconds + 5_000) == [.key(Key(.escape))])
        driver.waker.wake()
        driver.waker.wake()
        #expect(driver.wait(until: Monotonic.milliseconds + 5_000) == [.wake])
        #expect(driver.wait(until: Monotonic.milliseconds) == [.timeout])
        driver.stop()
    }

    @Test("Frames are held together once the terminal has said that it can, and not before")
    func synchronized() throws {
        let terminal = try PseudoTerminal()
        let driver = try terminal.driver()
        var canvas = driver.canvas()
        canvas.put("one", x: 0, y: 5)
        driver.present(canvas)
        let first = try terminal.read(until: "one")
        #expect(first.contains("\u{1B}[?2026$p"))
        #expect(!first.contains("\u{1B}[?2026h"))
        terminal.type("\u{1B}[?2026;2$yk")
        #expect(driver.wait(until: Monotonic.milliseconds + 5_000) == [.key(.character("k"))], "the answer is no key")
        canvas.fill(canvas.bounds, with: "x")
        driver.present(canvas)
        let second = try terminal.read(until: "\u{1B}[?2026l")
        #expect(second.hasPrefix("\u{1B}[?2026h"))
        driver.stop()
    }

    @Test("After a resize the frame is sent whole, also when the size comes back")
    func resize() throws {
        let terminal = try PseudoTerminal()
        let driver = try terminal.driver()
        func show(_ text: String) {
            var canvas = driver.canvas()
            canvas.fill(canvas.bounds, with: ".")
            canvas.put(text, x: 0, y: canvas.height - 1)
            driver.present(canvas)
        }
        show("one")
        _ = try terminal.read(until: "one")
        for (width, height, text) in [(20, 5, "small"), (40, 6, "large")] {
            terminal.resize(width: width, height: height)
            var events: [TerminalEvent] = []
            driver.takeSize(&events)
            #expect(events == [.resize(width: width, height: height)])
            show(text)
            let sent = try terminal.read(until: text)
            #expect(sent.contains("\u{1B}[H\u{1B}[2J"))
        }
        driver.stop()
    }

    @Test("A terminal that is gone is told once, and drawing on does no harm")
    func hangup() throws {
        var terminal: PseudoTerminal? = try PseudoTerminal()
        let driver = try #require(try terminal?.driver())
        driver.present(driver.canvas())
        terminal = nil
        #expect(driver.wait(until: Monotonic.milliseconds + 5_000) == [.hangup])
        driver.present(driver.canvas(), cursor: .shown(x: 1, y: 1))
        #expect(driver.wait(until: Monotonic.milliseconds) == [.timeout])
        driver.stop()
    }

    @Test("What is no terminal is refused, and a type that is not known is drawn as an xterm")
    func kinds() throws {
        let null = open("/dev/null", O_RDWR)
        defer { close(null) }
        let port = TerminalPort(input: null, output: null, type: "xterm", isUTF8: true, ownsProcess: false)
        let error = #expect(throws: TerminalError.self) { try TerminalDriver(options: TerminalOptions(), port: port) }
        #expect(error?.code == .notATerminal)
        let terminal = try PseudoTerminal()
        let driver = try terminal.driver("no-such-terminal")
        #expect(driver.description.type == "xterm-256color")
        #expect(driver.description.notice?.contains("no-such-terminal") == true)
        driver.stop()
        let plain = try terminal.driver("vt100")
        #expect(plain.description.depth == ColorDepth.none)
        #expect(plain.description.glyphs == .ascii)
        plain.stop()
    }
}
