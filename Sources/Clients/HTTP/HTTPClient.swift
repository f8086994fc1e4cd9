import Contract
import Topology

/// Speaks HTTP with the servers of one source: the same TLS, proxy, credentials and headers for all of them.
///
/// Whatever the other side does, a call ends by its deadline and frees what it held; no redirect is followed (a 3xx is
/// an answer), no proxy of the environment is used, and no answer grows beyond its bound.
public final class HTTPClient: Sendable {
    let loop: TransferLoop
    let engine: HTTPEngine
    let transport: TransportSettings
    let headers: [HTTPHeader]
    let bearer: Secret?

    /// A client; nothing is opened before the first call.
    ///
    /// - Parameters:
    ///   - loop: the loop that its sockets live on.
    ///   - transport: TLS, proxy and credentials (HTTP basic) of the source.
    ///   - headers: sent with every request, unless the request has its own of that name.
    ///   - bearer: a token sent as `Authorization: Bearer`, read anew for each call; instead of credentials.
    public init(
        loop: TransferLoop, transport: TransportSettings = TransportSettings(), headers: [HTTPHeader] = [],
        bearer: Secret? = nil
    ) {
        self.loop = loop
        self.transport = transport
        self.headers = headers
        self.bearer = bearer
        engine = HTTPEngine(thread: loop.thread)
    }

    /// Sends a request and takes the whole answer.
    ///
    /// - Parameter deadline: when all of it must be over, name lookup included.
    /// - Throws: why there is no answer. For a write, `mayHaveBeenSent` tells a call that never left from one whose
    ///   effect is unknown; it is never sent again by itself.
    public func send(_ request: HTTPRequest, until deadline: Moment) async throws(ClientError) -> HTTPResponse {
        let id = loop.newID()
        let plan = try await plan(request, id: id, until: deadline)
        return try await engine.send(plan, id: id).get()
    }

    /// Sends a request and takes the body as it comes: for watches and long polls.
    ///
    /// - Parameters:
    ///   - deadline: when all of it must be over; nothing for a watch without end.
    ///   - idleMs: the longest silence in milliseconds, from the call on; nothing for as long as the deadline allows.
    /// - Throws: why there is no answer. What happens later is thrown by the stream.
    public func stream(
        _ request: HTTPRequest, until deadline: Moment?, idleMs: Int64? = nil
    ) async throws(ClientError) -> StreamAnswer {
        let id = loop.newID()
        let plan = try await plan(request, id: id, until: deadline, idleMs: idleMs)
        switch try await engine.open(plan, id: id, sink: { ChunkSink(id: id) }).get() {
        case .answer(let answer): return .answer(answer)
        case .body(let head, let handle):
            return .stream(HTTPStream(head: head, handle: handle, client: self))
        }
    }

    /// Sends a request and cuts the elements out of the JSON answer while it comes.
    ///
    /// - Parameters:
    ///   - path: where the elements are.
    ///   - limits: what one element may be.
    ///   - deadline: when all of it must be over.
    /// - Throws: why there is no answer. What happens later is thrown by the stream.
    public func elements(
        _ request: HTTPRequest, at path: JSONPath, limits: JSONLimits = JSONLimits(), until deadline: Moment
    ) async throws(ClientError) -> ElementAnswer {
        let id = loop.newID()
        var plan = try await plan(request, id: id, until: deadline)
        plan.readBytes = 64 << 10
        let label = plan.label
        let opening = await engine.open(plan, id: id) {
            ElementSink(id: id, splitter: JSONSplitter(path, limits: limits), label: label)
        }
        switch try opening.get() {
        case .answer(let answer): return .answer(answer)
        case .body(let head, let handle):
            return .elements(ElementStream(head: head, handle: handle, client: self))
        }
    }
}
