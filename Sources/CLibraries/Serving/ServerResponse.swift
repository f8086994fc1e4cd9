/// What a handler answers: a status, headers and a body.
public struct ServerResponse: Sendable {
    /// The status code.
    public var status: Int
    /// The headers; length, date and connection are the server's own business.
    public var headers: [ServerField]
    /// The body.
    public var body: ServerBody

    /// A response.
    public init(status: Int = 200, headers: [ServerField] = [], body: ServerBody = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A response of text, with its content type.
    public init(status: Int = 200, text: String, type: String = "text/plain; charset=utf-8") {
        self.init(status: status, headers: [ServerField("Content-Type", type)], body: .bytes(Array(text.utf8)))
    }
}

/// A response's body.
public enum ServerBody: Sendable {
    /// All of it.
    case bytes([UInt8])
    /// Bytes made while they are sent, for bodies that should never be in memory as a whole.
    ///
    /// `next` is asked for what follows the given offset, at most so many bytes, and ends with none. A body that ends before its
    /// `length` closes the connection, as a server does that dies in the middle; without a length it is sent in chunks.
    case stream(length: UInt64?, next: @Sendable (_ offset: UInt64, _ most: Int) -> [UInt8])
}

/// What becomes of a request.
public enum ServerAnswer: Sendable {
    /// It is answered at once.
    case respond(ServerResponse)
    /// It is answered when somebody fulfils the promise; never, where nobody does: the client sees a server that hangs.
    case later(LaterResponse)
    /// The connection is closed without an answer.
    case drop
}
