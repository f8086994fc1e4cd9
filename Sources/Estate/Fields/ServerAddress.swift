import Topology

/// The parts of a server's URL or address, checked; the text itself stays as it was written.
struct ServerAddress {
    var scheme: String
    var host: String
    var port: Int?
    var path: String
    /// Whether a user or a password stands before the host.
    var hasUser = false

    /// Why a text is no address, and what to do.
    struct Refusal: Error {
        let text: String
    }

    /// `scheme://host[:port][/path]` of one of these schemes.
    init(url text: String, schemes: [String]) throws(Refusal) {
        let forms = schemes.map { "\($0)://host:port" }.joined(separator: " or ")
        guard let separator = text.firstRange(of: "://"), !text[..<separator.lowerBound].contains("@") else {
            throw Refusal(text: "is no URL; write \(forms)")
        }
        scheme = text[..<separator.lowerBound].lowercased()
        guard schemes.contains(scheme) else {
            throw Refusal(text: "takes \(schemes.joined(separator: " or ")), not \(quoted(scheme)); write \(forms)")
        }
        let rest = text[separator.upperBound...]
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        path = String(rest[end...])
        var authority = rest[..<end]
        if let at = rest.lastIndex(of: "@") {
            // A password may hold a slash, so that what seems to be the path is none.
            hasUser = true
            authority = rest[rest.index(after: at)...].prefix { !"/?#".contains($0) }
            path = ""
        }
        guard !path.contains("?"), !path.contains("#") else {
            throw Refusal(text: "holds a query or a fragment; end it before the ? or #")
        }
        guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw Refusal(text: "holds a space or a letter that a URL cannot have; write it as %20 and the like")
        }
        (host, port) = try Self.hostAndPort(authority)
    }

    /// `host:port`; an IPv6 host in brackets.
    init(address text: String) throws(Refusal) {
        (scheme, path) = ("", "")
        if text.contains("://") || text.contains("/") {
            throw Refusal(text: "takes host:port, without a scheme and a path")
        }
        hasUser = text.contains("@")
        if hasUser {
            (host, port) = ("", nil)
            return
        }
        (host, port) = try Self.hostAndPort(text[...])
        if port == nil { throw Refusal(text: "has no port; write host:port") }
    }

    /// The same for every spelling of one server.
    var identity: String {
        let standard = ["http": 80, "https": 443][scheme]
        let end = path.lastIndex { $0 != "/" }
        let trimmed = end.map { path[...$0] } ?? ""
        let shown = IPAddress.bytes(host).map(IPAddress.text) ?? host.lowercased()
        return "\(scheme)://\(shown)|\(port ?? standard ?? 0)\(trimmed)"
    }

    private static func hostAndPort(_ text: Substring) throws(Refusal) -> (String, Int?) {
        var host = text
        var rest: Substring = ""
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]"), IPAddress.bytes(String(text[..<close].dropFirst()))?.count == 16
            else {
                throw Refusal(text: "holds no IPv6 address between [ and ]")
            }
            host = text[..<close].dropFirst()
            rest = text[close...].dropFirst()
        } else if let colon = text.firstIndex(of: ":") {
            (host, rest) = (text[..<colon], text[colon...])
            if rest.dropFirst().contains(":") {
                throw Refusal(text: "holds more than one colon; put an IPv6 address in brackets")
            }
            try checkHost(host)
        } else {
            try checkHost(host)
        }
        guard !rest.isEmpty else { return (String(host), nil) }
        guard rest.first == ":", let port = Int(rest.dropFirst()), (1...65535).contains(port),
            rest.dropFirst().utf8.allSatisfy({ (48...57).contains($0) })
        else { throw Refusal(text: "has the port \(quoted(String(rest.dropFirst()))); a port goes from 1 to 65535") }
        return (String(host), port)
    }

    private static func checkHost(_ host: Substring) throws(Refusal) {
        guard !host.isEmpty else { throw Refusal(text: "has no host") }
        let isHost =
            host.utf8.count <= 253
            && host.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "." || $0 == "_"
            }
        guard isHost else { throw Refusal(text: "has the host \(quoted(String(host))), which is no host name") }
        // 10.1.0.300 is a slip of the finger, not a name.
        let isNumeric = host.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
        if isNumeric, IPAddress.bytes(String(host)) == nil {
            throw Refusal(text: "has the host \(quoted(String(host))), which is neither an IP address nor a name")
        }
    }
}
