import FoundationEssentials
import Glibc

/// The process's edge: the few calls to the C library that commands need.
enum Process {
    /// Ends the process: what was printed is sent, then it is over at once.
    ///
    /// Without `exit`'s handlers: libraries clean up there (OpenSSL, GnuTLS) while the transfer loop's thread may still
    /// be inside them, and a command that had done its work would end in a crash.
    static func exit(_ status: ExitStatus) -> Never {
        fflush(nil)
        _exit(status.rawValue)
    }

    /// Writes to standard error at once, in one call where the kernel takes it in one.
    static func writeError(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }

    /// Sends what was printed.
    static func flush() { fflush(nil) }

    /// Forgets what was typed before a question was asked: it was not meant for it.
    static func discardTypedAhead() { tcflush(0, TCIFLUSH) }

    /// Whether a person can be asked: input and output are a terminal.
    static var isInteractive: Bool { isatty(0) == 1 && isatty(1) == 1 }

    /// An environment variable, nothing where it is unset or empty.
    static func environment(_ name: String) -> String? {
        guard let value = unsafe getenv(name), unsafe value.pointee != 0 else { return nil }
        return unsafe String(cString: value)
    }

    /// The whole environment.
    static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// This process's id.
    static var id: Int32 { getpid() }

    /// This host's name.
    static var hostName: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&buffer, buffer.count - 1) == 0 else { return "unknown-host" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Who runs this: the user who logged in where `sudo` tells, else the effective user.
    static var userName: String {
        if let behind = environment("SUDO_USER") { return behind }
        guard let entry = unsafe getpwuid(geteuid()), let name = unsafe entry.pointee.pw_name else {
            return "uid \(geteuid())"
        }
        return unsafe String(cString: name)
    }
}
