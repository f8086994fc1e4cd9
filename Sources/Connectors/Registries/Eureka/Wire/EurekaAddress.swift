import Clients

/// The addresses of one server, made of the estate file's `url`.
///
/// `http://h:8761/eureka` and `http://h:8080/eureka/v2` with or without a slash at the end; Spring's firewall answers
/// 400 to a doubled slash, so none is ever made.
struct EurekaAddress: Hashable, Sendable {
    /// The base without a slash at its end.
    let base: String
    /// `http` or `https`.
    let scheme: String
    /// Host and port in lower case (`eureka-a:8761`): what two names of one server are compared by.
    let hostAndPort: String
    /// The host alone, IPv6 without brackets.
    let host: String
    /// `/eureka`, the path below the host.
    let path: String

    /// Reads an address; nothing where it has no host. A user and password in it are dropped, never kept.
    init?(_ text: String) {
        let trimmed = text.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
        guard let mark = trimmed.range(of: "://") else { return nil }
        scheme = trimmed[..<mark.lowerBound].lowercased()
        let rest = trimmed[mark.upperBound...].prefix { $0 != "?" && $0 != "#" }
        let authority = rest.prefix { $0 != "/" }
        var path = String(rest[authority.endIndex...])
        while path.hasSuffix("/") { path.removeLast() }
        let location = authority.split(separator: "@", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        guard !scheme.isEmpty, let (host, port) = Self.split(location.lowercased(), scheme: scheme) else { return nil }
        self.host = host
        self.path = path
        hostAndPort = Self.join(host, port)
        base = "\(scheme)://\(location)\(path)"
    }

    /// Host and port as one text, brackets around IPv6.
    static func join(_ host: String, _ port: Int) -> String {
        let host = host.lowercased()
        return host.contains(":") && !host.hasPrefix("[") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    private static func split(_ location: String, scheme: String) -> (host: String, port: Int)? {
        var host = location[...]
        var port = scheme == "https" ? 443 : 80
        if let colon = location.lastIndex(of: ":"), !location[colon...].contains("]") {
            host = location[..<colon]
            let digits = location[location.index(after: colon)...]
            if !digits.isEmpty {
                guard let number = Int(digits), (1...65_535).contains(number) else { return nil }
                port = number
            }
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        return host.isEmpty ? nil : (String(host), port)
    }

    /// Every application (cached).
    var applications: String { "\(base)/apps" }
    /// What changed within three minutes (cached).
    var delta: String { "\(base)/apps/delta" }
    /// What the server says of itself and its peers.
    var status: String { "\(base)/status" }

    /// Spring's dashboard, one level above `/eureka`; nothing for a base of another form.
    var dashboard: String? {
        var root = path
        if root.hasSuffix("/v2") { root.removeLast(3) }
        guard root.hasSuffix("/eureka") else { return nil }
        return base.dropLast(path.count) + root.dropLast("/eureka".count) + "/"
    }

    /// One instance, past every cache.
    func instance(_ application: String, _ id: String) -> String {
        "\(base)/apps/\(PercentEncoding.encode(application))/\(PercentEncoding.encode(id))"
    }

    /// The override of one instance; a value for PUT, and for a DELETE that sets the status at once.
    func override(_ application: String, _ id: String, value: String? = nil) -> String {
        let url = instance(application, id) + "/status"
        return value.map { "\(url)?value=\(PercentEncoding.encode($0))" } ?? url
    }
}
