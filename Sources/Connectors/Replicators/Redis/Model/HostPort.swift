/// A server's address as it is written or named, made comparable.
struct HostPort: Hashable, Sendable {
    /// Lower case, IPv6 without brackets, all names of the own host as one.
    let host: String
    let port: Int

    /// A host is what can be shown of it, so that two that look alike are one.
    init(host: String, port: Int) {
        let shown = Printable.line(host, limit: 100).lowercased()
        var text = Substring(shown)
        if text.hasPrefix("["), text.hasSuffix("]") { text = text.dropFirst().dropLast() }
        self.host = Self.isLoopback(String(text)) ? "127.0.0.1" : String(text)
        self.port = port
    }

    /// `host:port` or `[v6]:port`.
    init?(_ address: String) {
        guard let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...]) else {
            return nil
        }
        self.init(host: String(address[..<colon]), port: port)
    }

    /// Whether it is whoever says it.
    var isLoopback: Bool { host == "127.0.0.1" }

    /// As it is written in the estate file.
    var text: String { Self.text(host: host, port: port) }

    static func text(host: String, port: Int) -> String {
        let host = Printable.line(host, limit: 100)
        return host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// Not all of 127.0.0.0/8: a host may have servers at several addresses of it.
    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host.hasSuffix(".localhost") || host == "::1" || host == "::ffff:127.0.0.1"
            || host == "127.0.0.1"
    }
}
