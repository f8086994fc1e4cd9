/// A whole answer, whatever its status: a redirect or an error page is an answer too.
public struct HTTPResponse: Sendable {
    /// Status and headers.
    public var head: HTTPHead
    /// The body, decompressed.
    public var body: [UInt8]
    /// Where the time went.
    public var timings: HTTPTimings

    /// An answer.
    public init(head: HTTPHead, body: [UInt8] = [], timings: HTTPTimings = HTTPTimings()) {
        self.head = head
        self.body = body
        self.timings = timings
    }

    /// The status.
    public var status: Int { head.status }

    /// Whether the status is 2xx.
    public var isSuccess: Bool { head.isSuccess }

    /// The value of the first header of that name.
    public func header(_ name: String) -> String? { head.header(name) }

    /// The body as text, wrong UTF-8 replaced.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The beginning of the body on one printable line, for messages.
    public var excerpt: String { Excerpt.of(body, limit: 120) }
}
