/// One call.
public struct HTTPRequest: Sendable {
    /// The method.
    public var method: String
    /// The address, with path and query already encoded (`PercentEncoding`); without user and password.
    public var url: String
    /// Headers besides the client's own; one of the same name replaces the client's.
    public var headers: [HTTPHeader]
    /// The body.
    public var body: [UInt8]?
    /// Whether it changes anything, which decides what may be repeated.
    public var kind: Kind
    /// The most bytes that the answer's body may have once decompressed.
    public var byteLimit: Int
    /// How long the connection may take, in milliseconds; the whole deadline by default.
    public var connectTimeoutMs: Int64?
    /// Whether the source's credentials go along: not to a server that the estate file does not name.
    public var sendsCredentials: Bool
    /// Whether the connection is kept for the next call; not where hundreds of servers are asked now and then, because each
    /// kept one costs memory here and there.
    public var keepsConnection: Bool

    /// Whether a call changes anything.
    public enum Kind: Hashable, Sendable {
        /// May go out twice: over a kept connection, which curl replaces by itself when it turns out to be closed.
        case read
        /// Goes out once: over a fresh connection that is not kept, and never again by itself.
        case write
    }

    /// A call; what is not GET or HEAD changes something unless said otherwise.
    public init(
        _ method: String = "GET", _ url: String, headers: [HTTPHeader] = [], body: [UInt8]? = nil, kind: Kind? = nil,
        byteLimit: Int = 8 << 20, connectTimeoutMs: Int64? = nil, sendsCredentials: Bool = true,
        keepsConnection: Bool = true
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.kind = kind ?? (method == "GET" || method == "HEAD" ? .read : .write)
        self.byteLimit = byteLimit
        self.connectTimeoutMs = connectTimeoutMs
        self.sendsCredentials = sendsCredentials
        self.keepsConnection = keepsConnection
    }
}

/// Makes text fit for a part of an address.
public enum PercentEncoding {
    /// One segment of a path, or a name or value of a query: all but letters, digits and `-._~` is encoded.
    public static func encode(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }
}
