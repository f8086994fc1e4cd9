import Glibc
import Testing

@testable import Terminal

/// The outer end of a pseudo-terminal: what a terminal emulator is to the driver.
final class PseudoTerminal {
    let outer: Int32
    let inner: Int32
    private(set) var received: [UInt8] = []

    init(width: Int = 40, height: Int = 6) throws {
        outer = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var lock: Int32 = 0
        var number: UInt32 = 0
        // TIOCSPTLCK and TIOCGPTN, which the C library's own calls are made of.
        try #require(outer >= 0 && ioctl(outer, 0x4004_5431, &lock) == 0 && ioctl(outer, 0x8004_5430, &number) == 0)
        inner = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        try #require(inner >= 0)
        resize(width: width, height: height)
        _ = fcntl(outer, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(outer)
        close(inner)
    }

    /// A driver on the inner end.
    func driver(_ type: String = "xterm-256color", _ options: TerminalOptions = TerminalOptions()) throws
        -> TerminalDriver
    {
        try #require(setlocale(LC_CTYPE, "C.UTF-8") != nil)
        let port = TerminalPort(input: dup(inner), output: dup(inner), type: type, isUTF8: true, ownsProcess: false)
        return try TerminalDriver(options: options, port: port)
    }

    func resize(width: Int, height: Int) {
        var size = winsize(ws_row: UInt16(height), ws_col: UInt16(width), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(outer, UInt(TIOCSWINSZ), &size)
    }

    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(outer, bytes, bytes.count)
    }

    /// Reads until a text has come, and answers everything since the last call; fails after five seconds.
    func read(until text: String) throws -> String {
        let wanted = Array(text.utf8)
        let deadline = Monotonic.milliseconds + 5_000
        while received.isEmpty || !received.containsSequence(wanted) {
            var descriptor = pollfd(fd: outer, events: Int16(POLLIN), revents: 0)
            let left = deadline - Monotonic.milliseconds
            try #require(
                left > 0,
                "\(text.debugDescription) did not come: \(String(decoding: received, as: UTF8.self).debugDescription)")
            guard poll(&descriptor, 1, Int32(left)) > 0 else { continue }
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = Glibc.read(outer, &bytes, bytes.count)
            try #require(count > 0)
            received += bytes[..<count]
        }
        defer { received = [] }
        return String(decoding: received, as: UTF8.self)
    }

    var modes: termios {
        var modes = termios()
        tcgetattr(outer, &modes)
        return modes
    }
}

extension [UInt8] {
    func containsSequence(_ other: [UInt8]) -> Bool {
        guard other.count <= count else { return false }
        return (0...count - other.count).contains { self[$0..<$0 + other.count].elementsEqual(other) }
    }
}
