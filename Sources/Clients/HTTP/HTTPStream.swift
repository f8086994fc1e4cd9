/// The body of an answer as it comes, with back-pressure: what is not asked for is not read from the network for long.
///
/// Letting go of it ends the call.
public final class HTTPStream: Sendable {
    /// Status and headers.
    public let head: HTTPHead
    private let handle: StreamHandle<[UInt8]>
    private let client: HTTPClient

    init(head: HTTPHead, handle: StreamHandle<[UInt8]>, client: HTTPClient) {
        self.head = head
        self.handle = handle
        self.client = client
    }

    deinit { client.loop.thread.cancel(handle.id) }

    /// The next bytes; nothing once the body is over. One caller at a time.
    ///
    /// - Throws: why it ended early: `.timeout` after too long a silence, `.connectionLost`, `.cancelled` …
    public func next() async throws(ClientError) -> [UInt8]? {
        try await client.engine.next(handle).get()
    }

    /// Ends the call at once.
    public func cancel() { client.loop.thread.cancel(handle.id) }
}

/// The elements of an answer as they come, cut out on the loop and decoded by who asks, with back-pressure.
///
/// Letting go of it ends the call.
public final class ElementStream: Sendable {
    /// Status and headers.
    public let head: HTTPHead
    private let handle: StreamHandle<ElementBatch>
    private let client: HTTPClient

    init(head: HTTPHead, handle: StreamHandle<ElementBatch>, client: HTTPClient) {
        self.head = head
        self.handle = handle
        self.client = client
    }

    deinit { client.loop.thread.cancel(handle.id) }

    /// The next elements; nothing once the document is complete. One caller at a time.
    ///
    /// - Throws: why it ended early; `.malformed` or `.truncated` where the document is not whole JSON. What was handed
    ///   out before stays good.
    public func next() async throws(ClientError) -> ElementBatch? {
        try await client.engine.next(handle).get()
    }

    /// What stood around the elements, as far as it was read.
    public func summary() async -> ElementSummary {
        await client.engine.read(handle) { sink in
            guard let splitter = (sink as? ElementSink)?.splitter else { return ElementSummary() }
            return ElementSummary(
                fields: splitter.fields, namesFound: splitter.namesFound, elements: splitter.elementCount,
                faults: splitter.faultCount, bytes: splitter.offset, timings: sink.summary?.timings ?? HTTPTimings())
        }
    }

    /// Ends the call at once.
    public func cancel() { client.loop.thread.cancel(handle.id) }
}

/// What a document says around its elements.
public struct ElementSummary: Hashable, Sendable {
    /// The small fields of the objects on the way to the elements.
    public var fields = JSONFields()
    /// How many names of the path were found; 0 says that this is another document.
    public var namesFound = 0
    /// How many elements there were.
    public var elements = 0
    /// How many could not be cut out.
    public var faults = 0
    /// The document's size, decompressed.
    public var bytes = 0
    /// Where the time went, once it is over.
    public var timings = HTTPTimings()
}

/// How the answer to a streaming call begins.
public enum StreamAnswer: Sendable {
    /// 2xx: the body follows.
    case stream(HTTPStream)
    /// Another status: this is all of it, the body cut off after 64 KiB.
    case answer(HTTPResponse)
}

/// How the answer to a call for elements begins.
public enum ElementAnswer: Sendable {
    /// 2xx: the elements follow.
    case elements(ElementStream)
    /// Another status: this is all of it, the body cut off after 64 KiB.
    case answer(HTTPResponse)
}
