/// One header of a request or an answer.
public struct HTTPHeader: Hashable, Sendable {
    /// Its name; those of answers are in lower case.
    public var name: String
    /// Its value.
    public var value: String

    /// A header.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// The status and the headers of an answer.
public struct HTTPHead: Hashable, Sendable {
    /// The status (200, 403 …).
    public var status: Int
    /// The headers in order, names in lower case.
    public var headers: [HTTPHeader]

    /// A head.
    public init(status: Int, headers: [HTTPHeader] = []) {
        self.status = status
        self.headers = headers
    }

    /// The value of the first header of that name, in any case.
    public func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name == name }?.value
    }

    /// Whether the status is 2xx.
    public var isSuccess: Bool { (200..<300).contains(status) }
}

/// Where a call spent its time, in microseconds from its start; 0 for what it did not need (a connection that was kept).
public struct HTTPTimings: Hashable, Sendable {
    /// How long our own name lookup took.
    public var name: Int64 = 0
    /// Until the connection stood.
    public var connect: Int64 = 0
    /// Until TLS was agreed on.
    public var tls: Int64 = 0
    /// Until the first byte of the answer.
    public var firstByte: Int64 = 0
    /// Until its end.
    public var total: Int64 = 0

    /// Nothing measured.
    public init() {}
}

/// What is known of a call once it is over.
struct HTTPSummary: Sendable {
    var head: HTTPHead
    var timings: HTTPTimings
    var bytes: Int
}
