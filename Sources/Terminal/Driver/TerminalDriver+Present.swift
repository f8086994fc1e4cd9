import Glibc
import Ncurses

extension TerminalDriver {
    /// Shows a canvas: sends what differs from the frame before, in one update, and nothing where nothing differs.
    ///
    /// A canvas of another size than the terminal's is cut or leaves the rest as it is; the next one will fit, since
    /// `wait` has answered `.resize`.
    public func present(_ canvas: Canvas, cursor: CursorPlacement = .hidden) {
        guard screen != nil, !isGone, let window = screen_window() else { return }
        if !isShown { enterScreen() }
        let changed = painter.paint(canvas)
        let moved = cursor != shownCursor
        guard changed > 0 || moved else { return }
        place(cursor, in: window)
        wnoutrefresh(window)
        // A few cells cannot tear; a whole frame can.
        let holds = synchronizes && changed > width
        if holds { send(Sequences.beginSynchronized) }
        doupdate()
        if holds { send(Sequences.endSynchronized) }
    }

    private func place(_ cursor: CursorPlacement, in window: UnsafeMutablePointer<WINDOW>) {
        switch cursor {
        case .hidden:
            if shownCursor?.isShown != false { curs_set(0) }
            wmove(window, 0, 0)
        case .parked(let x, let y):
            if shownCursor?.isShown != false { curs_set(0) }
            move(window, x, y)
        case .shown(let x, let y):
            if shownCursor?.isShown != true { curs_set(1) }
            move(window, x, y)
        }
        shownCursor = cursor
    }

    private func move(_ window: UnsafeMutablePointer<WINDOW>, _ x: Int, _ y: Int) {
        wmove(window, Int32(min(max(0, y), height - 1)), Int32(min(max(0, x), width - 1)))
    }

    /// Sends what has to precede a first frame. ncurses sends its own part with the frame.
    private func enterScreen() {
        isShown = true
        shownCursor = nil
        painter.forget()
        screen_forget()
        guard description.speaksXterm else { return }
        send(Sequences.enter)
        guard askedAt == nil, description.answersQuestions else { return }
        askedAt = Monotonic.milliseconds
        send(Sequences.askSynchronized)
    }

    /// Leaves the screen as the shell expects it.
    func leaveScreen() {
        guard isShown else {
            endwin()
            return
        }
        isShown = false
        if description.speaksXterm, !isGone { send(Sequences.leave) }
        curs_set(1)
        endwin()
    }

    /// Puts a text into the clipboard of the machine that the terminal runs on, as far as the terminal lets it.
    ///
    /// - Throws: `clipboard` when the text is too long.
    public func copy(_ text: String) throws(TerminalError) {
        let bytes = try Clipboard(environment: TerminalDescription.environment).sequence(for: text)
        if isShown, !isGone, description.speaksXterm { write(bytes) }
    }

    /// Writes past ncurses, whose buffer is empty between two updates; only sequences that move nothing.
    private func send(_ text: String) {
        write(Array(text.utf8))
    }

    private func write(_ bytes: [UInt8]) {
        var bytes = bytes[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(port.output, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if count == 0 || errno != EINTR {
                return
            }
        }
    }
}
