// Curl, because types of the system belong to whichever C module the compiler met first.
import Curl
import Glibc
import Topology

/// Writes every call and answer to a file, for whoever has to find out what was really said.
///
/// Secrets are taken out (`Redaction`), and the file is its owner's alone. One line is one `write`, so that several
/// processes can share a file.
public final class Trace: Sendable {
    private let descriptor: Int32

    /// How much of an answer's body is kept.
    static let beginning = 512

    /// Opens a file to append to, making it where it is missing.
    ///
    /// - Throws: `.settings` where it cannot be written, or is not a file.
    public init(path: String) throws(ClientError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else {
            throw ClientError(.settings, "the trace \(path) cannot be written: \(String(cString: strerror(errno)))")
        }
        // One that was there before may have been open to others.
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, fchmod(descriptor, 0o600) == 0 else {
            close(descriptor)
            throw ClientError(.settings, "the trace \(path) is not a file of ours")
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// One line, dated. A full disk loses lines, nothing else.
    func write(_ text: String) {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let wall = Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
        let line = Array("\(wall) \(getpid()) \(text)\n".utf8)
        _ = line.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }
}

/// One call in the trace.
struct TraceEntry: Sendable {
    let trace: Trace
    let id: UInt64

    /// What is sent.
    func call(_ plan: TransferPlan) {
        var text = "#\(id) > \(plan.request.method) \(Redaction.url(plan.address.text))"
        if let proxy = plan.proxy { text += " via \(proxy.label)" }
        if let resolved = plan.resolved { text += " at \(resolved)" }
        if plan.user != nil { text += " Authorization: Basic \(Redaction.mark)" }
        for header in plan.headers {
            let value = Redaction.isSecret(header.name) ? Redaction.mark : Redaction.userinfo(header.value)
            text += " \(header.name): \(Excerpt.of(value, limit: 200));"
        }
        if let body = plan.request.body, !body.isEmpty {
            text += " | \(body.count) bytes: \(TraceBody.text(body.prefix(Trace.beginning)))"
        }
        trace.write(text)
    }

    /// A call that was not sent.
    func failure(_ error: ClientError, of plan: TransferPlan) {
        call(plan)
        trace.write("#\(id) < not sent: \(error.code.rawValue): \(error.message)")
    }

    /// What came back.
    func answer(_ transfer: Transfer, beginning: [UInt8], error: ClientError?) {
        let timings = transfer.timings
        var text = "#\(id) <"
        if transfer.head.status != 0 { text += " \(transfer.head.status)" }
        text += " \(timings.total / 1000) ms (name \(timings.name) connect \(timings.connect) tls \(timings.tls)"
        text += " first \(timings.firstByte) µs) \(transfer.bytes) bytes"
        if let error { text += " \(error.code.rawValue): \(error.message)" }
        for header in transfer.head.headers {
            let value = Redaction.isSecret(header.name) ? Redaction.mark : Redaction.userinfo(header.value)
            text += " \(Excerpt.of(header.name)): \(Excerpt.of(value, limit: 200));"
        }
        if !beginning.isEmpty { text += " | \(TraceBody.text(beginning))" }
        trace.write(text)
    }
}
