import Synchronization
import Topology

/// One open connection that carries bytes both ways, for protocols that are not HTTP.
///
/// One send and one receive may wait at a time. What breaks the order of bytes closes it: a send that ended by its
/// deadline or by cancellation may have gone out in part. A receive that ended so has taken nothing, and may be repeated.
/// Letting go of it closes it.
public final class ByteStream: Sendable {
    /// Where it goes, for messages (`10.1.0.5:6379`).
    public let label: String
    /// The IP address of the other end (of the proxy where there is one).
    public let remoteAddress: String?
    /// The IP address that we have towards it.
    public let localAddress: String?
    /// How long name, connect and TLS took.
    public let timings: HTTPTimings
    private let id: UInt64
    private let loop: TransferLoop
    private let engine: StreamEngine
    private let isClosed = Atomic(false)

    init(_ opening: StreamOpened, label: String, id: UInt64, loop: TransferLoop, engine: StreamEngine) {
        self.label = label
        remoteAddress = opening.remoteAddress
        localAddress = opening.localAddress
        timings = opening.timings
        self.id = id
        self.loop = loop
        self.engine = engine
    }

    deinit { loop.thread.cancel(id) }

    /// Sends all of the bytes: returns once the system has taken the last.
    ///
    /// - Throws: `.timeout`, `.cancelled` or `.connectionLost`; the stream is closed then.
    public func send(_ bytes: [UInt8], until deadline: Moment) async throws(ClientError) {
        try check()
        return try await engine.send(bytes, on: id, token: loop.newID(), label: label, until: deadline).get()
    }

    /// The next bytes, at least one; none once the other side has closed its end.
    ///
    /// - Parameter max: the most bytes to take at once.
    /// - Throws: `.timeout` or `.cancelled`, after which it may be called again; `.connectionLost`, which closes it.
    public func receive(max: Int = 64 << 10, until deadline: Moment) async throws(ClientError) -> [UInt8] {
        try check()
        return try await engine.receive(max: max, on: id, token: loop.newID(), label: label, until: deadline).get()
    }

    /// Closes it at once; who waits on it is told.
    public func close() {
        isClosed.store(true, ordering: .releasing)
        loop.thread.cancel(id)
    }

    /// A line of what is said on it, where calls are traced; the caller leaves secrets out.
    public func trace(_ line: @autoclosure () -> String) {
        guard let trace = loop.trace else { return }
        trace.write("#\(id) \(Excerpt.of(line(), limit: 400))")
    }

    private func check() throws(ClientError) {
        if isClosed.load(ordering: .acquiring) { throw StreamSocket.closed(label) }
    }
}
