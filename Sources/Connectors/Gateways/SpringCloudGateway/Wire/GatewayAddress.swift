import Clients

/// The addresses of one gateway, made of the estate file's `url` and the actuator's path.
struct GatewayAddress: Hashable, Sendable {
    /// The actuator without a slash at its end (`http://10.1.0.9:8080/actuator`).
    let actuator: String
    /// The host alone, in lower case, IPv6 without brackets.
    let host: String

    /// Reads an address; nothing where it has no host. A user and password in it are dropped, never kept.
    ///
    /// - Parameter path: the actuator's path; an `url` that ends in it already is taken as it is.
    init?(_ text: String, actuator path: String) {
        let trimmed = text.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
        let parts = trimmed.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].hasSuffix(":"), parts[1].isEmpty else { return nil }
        let scheme = parts[0].dropLast().lowercased()
        let rest = parts[2].prefix { $0 != "?" && $0 != "#" }
        let authority = rest.prefix { $0 != "/" }
        var below = String(rest[authority.endIndex...])
        while below.hasSuffix("/") { below.removeLast() }
        let location = authority.split(separator: "@", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        guard scheme == "http" || scheme == "https", let host = Self.host(of: location.lowercased()) else { return nil }
        self.host = host
        let base = "\(scheme)://\(location)\(below)"
        actuator = !path.isEmpty && below.hasSuffix(path) ? base : base + path
    }

    /// Host and port of an instance, as a service behind the gateway registered it.
    static func join(_ host: String, _ port: Int) -> String {
        host.contains(":") && !host.hasPrefix("[") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    private static func host(of location: String) -> String? {
        var host = location[...]
        if let colon = location.lastIndex(of: ":"), !location[colon...].contains("]") { host = location[..<colon] }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        return host.isEmpty ? nil : String(host)
    }

    /// The effective routes.
    var routes: String { "\(actuator)/gateway/routes" }
    /// The definitions that routes are made of.
    var definitions: String { "\(actuator)/gateway/routedefinitions" }
    /// Makes routes of definitions anew; answers before it has.
    var refresh: String { "\(actuator)/gateway/refresh" }
    /// Status of the process.
    var health: String { "\(actuator)/health" }
    /// What the program says of itself.
    var info: String { "\(actuator)/info" }

    /// One definition, for writing.
    func route(_ id: String) -> String { "\(routes)/\(PercentEncoding.encode(id))" }

    /// The properties about gateways alone, in either spelling of their names.
    var environment: String {
        "\(actuator)/env?pattern=\(PercentEncoding.encode("(?i)spring[._]cloud[._]gateway"))"
    }

    /// The counters; only those of these names where the server knows how to leave out the rest.
    func metrics(_ names: [String]) -> String {
        let all = "\(actuator)/prometheus"
        return names.isEmpty ? all : "\(all)?includedNames=\(names.map(PercentEncoding.encode).joined(separator: ","))"
    }
}
