/// A server's name as people say it.
enum NodeName {
    /// Host and port of a `url` or `address`: `http://10.1.0.5:8761/eureka` is `10.1.0.5:8761`.
    static func short(_ node: String) -> String {
        var rest = node[...]
        if let scheme = node.firstRange(of: "://") { rest = node[scheme.upperBound...] }
        rest = rest.prefix { $0 != "/" && $0 != "?" }
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        return rest.isEmpty ? node : String(rest)
    }
}
