import Glibc
import Ncurses

extension TerminalDriver {
    /// Waits for input, a signal, a wake-up or the deadline, and answers what there was; never an empty array.
    ///
    /// - Parameter deadline: `Monotonic.milliseconds` at which `.timeout` is answered; nil waits for ever.
    public func wait(until deadline: Int64?) -> [TerminalEvent] {
        while true {
            var events: [TerminalEvent] = []
            let ready = poll(until: deadline)
            if ready.woken { takeWake(&events) }
            if ready.input { read(&events) }
            if ready.errors { guard_drain_errors() }
            let now = Monotonic.milliseconds
            if !ready.input { translate(decoder.expire(at: now), &events) }
            if !events.isEmpty { return events }
            if let deadline, now >= deadline { return [.timeout] }
        }
    }

    private func poll(until deadline: Int64?) -> (input: Bool, woken: Bool, errors: Bool) {
        let due = [deadline, decoder.deadline].compactMap { $0 }.min()
        let timeout = due.map { Int32(clamping: max(0, $0 - Monotonic.milliseconds)) } ?? -1
        var descriptors = [
            pollfd(fd: waker.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: isGone ? -1 : port.input, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errorPipe, events: Int16(POLLIN), revents: 0),
        ]
        guard Glibc.poll(&descriptors, nfds_t(descriptors.count), timeout) > 0 else { return (false, false, false) }
        return (descriptors[1].revents != 0, descriptors[0].revents != 0, descriptors[2].revents & Int16(POLLIN) != 0)
    }

    private func read(_ events: inout [TerminalEvent]) {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = bytes.withUnsafeMutableBytes { Glibc.read(port.input, $0.baseAddress, $0.count) }
        if count > 0 {
            translate(decoder.feed(bytes[..<count], at: Monotonic.milliseconds), &events)
        } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
            isGone = true
            events.append(.hangup)
        }
    }

    private func translate(_ decoded: [InputDecoder.Event], _ events: inout [TerminalEvent]) {
        for event in decoded {
            switch event {
            case .key(let key): events.append(.key(key))
            case .paste(let text): events.append(.paste(text))
            case .mode(let mode, let state):
                guard mode == 2026 else { continue }
                isAnswered = true
                synchronizes = (1...3).contains(state)
            }
        }
    }

    /// Signals and wake-ups share one descriptor, so a signal also answers `.wake`: looking once too often is cheap.
    private func takeWake(_ events: inout [TerminalEvent]) {
        guard_rest()
        var signals = guard_take_signals()
        func came(_ signal: Int32) -> Bool { signals & (1 << UInt64(signal)) != 0 }
        if came(SIGTSTP), !isSuspended {
            suspend()
            signals |= guard_take_signals()
        }
        if isSuspended || came(SIGCONT) {
            isSuspended = false
            resume()
            events.append(.resumed)
            takeSize(&events)
        } else if came(SIGWINCH) {
            takeSize(&events)
        }
        for signal in [SIGTERM, SIGHUP, SIGINT, SIGQUIT] where came(signal) { events.append(.quit(signal: signal)) }
        events.append(.wake)
    }

    /// Waits a moment for the answer to our question if it may still be under way: the shell would take it for input.
    func awaitAnswer() {
        guard let askedAt, !isAnswered, !isGone else { return }
        let now = Monotonic.milliseconds
        guard now - askedAt < 1_000 else { return }
        var ignored: [TerminalEvent] = []
        while !isAnswered, !isGone, Monotonic.milliseconds < now + 100 {
            if poll(until: now + 100).input { read(&ignored) }
        }
    }

    func takeSize(_ events: inout [TerminalEvent]) {
        let size = Self.measure(port.output)
        guard size != (width, height) else { return }
        (width, height) = size
        if screen != nil { resizeterm(Int32(height), Int32(width)) }
        painter.forget()
        screen_forget()
        events.append(.resize(width: width, height: height))
    }
}
