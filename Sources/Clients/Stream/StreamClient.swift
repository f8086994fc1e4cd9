import Contract
import Topology

/// Opens byte streams to the servers of one source: the same TLS, proxy and name lookups as HTTP has, from the same settings.
///
/// Nothing is ever sent again by itself; whoever speaks on a stream decides what may be repeated. Credentials are the
/// protocol's matter and are not used here.
public final class StreamClient: Sendable {
    let loop: TransferLoop
    let transport: TransportSettings
    private let engine: StreamEngine

    /// A client; nothing is opened before the first call.
    ///
    /// - Parameters:
    ///   - loop: the loop that its sockets live on.
    ///   - transport: TLS and proxy of the source.
    public init(loop: TransferLoop, transport: TransportSettings = TransportSettings()) {
        self.loop = loop
        self.transport = transport
        engine = StreamEngine(thread: loop.thread)
    }

    /// Connects, through the proxy where there is one, with TLS where the source has it.
    ///
    /// - Parameters:
    ///   - address: `host:port`.
    ///   - deadline: when all of it must be over: name, connect, proxy and handshake.
    /// - Throws: why there is no connection; nothing of ours was sent then.
    public func open(_ address: String, until deadline: Moment) async throws(ClientError) -> ByteStream {
        let id = loop.newID()
        let scheme = transport.isSecure ? "https" : "http"
        let request = HTTPRequest("CONNECT", "\(scheme)://\(address)", kind: .read, sendsCredentials: false)
        let http = HTTPClient(loop: loop, transport: transport)
        var plan = try await http.plan(request, id: id, until: deadline)
        guard plan.address.target == "/" else {
            throw ClientError(.settings, "\(Excerpt.of(address)) is not an address; write host:port")
        }
        plan.connectsOnly = true
        let opened = try await engine.connect(plan, id: id).get()
        return ByteStream(opened, label: plan.label, id: id, loop: loop, engine: engine)
    }
}
