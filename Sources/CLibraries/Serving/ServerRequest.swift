/// One HTTP request, read to its end.
public struct ServerRequest: Sendable {
    /// The method in upper case, as sent.
    public let method: String
    /// Path and query as they came over the wire, nothing decoded: what a test of encodings compares.
    public let target: String
    /// The path alone, nothing decoded.
    public let path: String
    /// The path's segments, each percent-decoded by itself, so that an encoded `/` stays inside its segment. Empty segments are dropped.
    public let segments: [String]
    /// The query's arguments in their order, names and values percent-decoded.
    public let query: [ServerField]
    /// The headers in their order.
    public let headers: [ServerField]
    /// The body, within the server's bound.
    public let body: [UInt8]
    /// The address of this machine that the client connected to, on a server of all loopback addresses; nothing elsewhere.
    public var localAddress: String?

    /// A request made from its raw target; tests of handlers need no socket for it.
    public init(method: String, target: String, headers: [ServerField] = [], body: [UInt8] = []) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        let bytes = Array(target.utf8)
        let mark = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.endIndex
        path = String(decoding: bytes[..<mark], as: UTF8.self)
        segments = bytes[..<mark].split(separator: UInt8(ascii: "/")).map { PercentCoding.decode($0) }
        query = mark < bytes.endIndex ? Self.arguments(bytes[(mark + 1)...]) : []
    }

    /// The first value of that header; header names have no case.
    public func header(_ name: String) -> String? {
        headers.first(header: name)
    }

    /// The first value of that argument of the query; an argument without `=` has the empty value.
    public func argument(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }

    private static func arguments(_ bytes: ArraySlice<UInt8>) -> [ServerField] {
        bytes.split(separator: UInt8(ascii: "&")).map { part in
            let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let value = equals < part.endIndex ? part[(equals + 1)...] : []
            return ServerField(
                PercentCoding.decode(part[..<equals], plusIsSpace: true), PercentCoding.decode(value, plusIsSpace: true)
            )
        }
    }
}
