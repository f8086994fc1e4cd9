import Glibc
import Ncurses

/// The terminal the process was started in: shows canvases, answers input and signals.
///
/// Used by one thread, the one that draws; only `waker` is for others. Whatever ends the process (an exit, a signal,
/// a crash) gives the terminal back first.
public final class TerminalDriver {
    /// What the terminal can do; for layouts and for the page that explains what is seen.
    public private(set) var description: TerminalDescription
    /// Wakes `wait` from any thread.
    public let waker: Waker
    /// The columns of the terminal.
    public internal(set) var width: Int
    /// The rows of the terminal.
    public internal(set) var height: Int

    let options: TerminalOptions
    let shellModes: termios
    var decoder = InputDecoder()
    var screen: OpaquePointer?
    var painter: Painter
    var isShown = false
    var isSuspended = false
    var isGone = false
    var askedAt: Int64?
    var isAnswered = false
    var shownCursor: CursorPlacement?
    var synchronizes = false
    var errorPipe: Int32 = -1

    let port: TerminalPort

    /// Sets the terminal up; nothing is sent before the first frame.
    ///
    /// - Throws: `notATerminal`, `unknownTerminal` or `system`.
    public convenience init(options: TerminalOptions = TerminalOptions()) throws(TerminalError) {
        try self.init(options: options, port: .ofProcess())
    }

    init(options: TerminalOptions, port: TerminalPort) throws(TerminalError) {
        guard isatty(port.input) == 1, isatty(port.output) == 1 else {
            throw TerminalError(
                .notATerminal,
                "the console needs a terminal on standard input and output; without one use the commands with -o json")
        }
        self.options = options
        self.port = port
        waker = Waker()
        guard waker.descriptor >= 0 else {
            throw TerminalError(.system, "no event descriptor for the terminal", cause: TerminalError.lastCause)
        }
        var modes = termios()
        guard tcgetattr(port.input, &modes) == 0 else {
            throw TerminalError(.system, "cannot read the terminal's modes", cause: TerminalError.lastCause)
        }
        shellModes = modes
        // Before ncurses, which installs its own handlers only where nobody has.
        if port.ownsProcess { guard_install() }
        var type = port.type
        for candidate in TerminalDescription.candidates(for: port.type) where screen == nil {
            screen = screen_open(candidate, port.input, port.output)
            type = candidate
        }
        guard screen != nil, let window = screen_window() else {
            throw TerminalError(
                .unknownTerminal,
                "the terminal type \"\(port.type)\" is not known on this host; set TERM to one that is, for example "
                    + "TERM=xterm-256color, or install the package ncurses-term")
        }
        description = TerminalDescription(detecting: type, port: port, options: options)
        (width, height) = Self.measure(port.output)
        painter = Painter(window: window, theme: options.theme, description: description)
        configure(window)
    }

    deinit {
        stop()
    }

    /// An empty canvas of the terminal's size.
    public func canvas() -> Canvas {
        Canvas(width: width, height: height, metrics: description.metrics)
    }

    /// Gives the terminal back; what was written to standard error meanwhile appears then. Nothing happens after that.
    public func stop() {
        guard let screen else { return }
        self.screen = nil
        if !isSuspended { awaitAnswer() }
        leaveScreen()
        disarm()
        delscreen(screen)
    }

    /// The terminal's size: what the kernel says, else the variables `COLUMNS` and `LINES`, else 80×24.
    static func measure(_ output: Int32) -> (width: Int, height: Int) {
        var columns: Int32 = 0
        var rows: Int32 = 0
        screen_size(output, &columns, &rows)
        func size(_ value: Int32, _ variable: String, _ fallback: Int) -> Int {
            if value > 0 { return min(Int(value), 1_000) }
            let named = TerminalDescription.environment(variable).flatMap { Int($0) } ?? 0
            return named > 0 ? min(named, 1_000) : fallback
        }
        return (size(columns, "COLUMNS", 80), size(rows, "LINES", 24))
    }

    private func configure(_ window: UnsafeMutablePointer<WINDOW>) {
        raw()
        noecho()
        nonl()
        nodelay(window, true)
        // ncurses puts updates off while input waits: the loop decides that here.
        typeahead(-1)
        leaveok(window, false)
        if description.depth != .none {
            start_color()
            use_default_colors()
        }
        if resizeterm(Int32(height), Int32(width)) == OK { screen_forget() }
        arm()
    }

    /// From here on a crash or an exit gives the terminal back, and what others write to standard error waits.
    func arm() {
        guard port.ownsProcess else { return }
        var modes = shellModes
        let bytes = Self.restoringBytes(description)
        bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { guard_arm(port.output, $0.baseAddress, $0.count, &modes) }
        }
        errorPipe = guard_capture_errors()
    }

    /// The terminal has been given back; what others wrote to standard error appears.
    func disarm() {
        guard port.ownsProcess else { return }
        guard_disarm()
        guard_release_errors()
        errorPipe = -1
    }

    /// What gives the screen back when nothing orderly can be done any more, in one write.
    private static func restoringBytes(_ description: TerminalDescription) -> [UInt8] {
        var text = ""
        if description.speaksXterm { text += Sequences.leave + Sequences.endSynchronized }
        for name in ["sgr0", "op", "cnorm", "rmcup"] {
            guard let value = screen_string(name) else { continue }
            text += Sequences.withoutPadding(String(cString: value))
        }
        if screen_string("rmcup") == nil { text += "\r\n" }
        return Array(text.utf8)
    }
}
