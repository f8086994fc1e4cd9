/// A rule that a gateway has loaded.
struct GatewayRoute: Sendable {
    let definition: GatewayDefinition
    /// The group that its weight counts in.
    var group: String?
    var weight = 0
    /// Where it sends requests, with the scheme's port written out as the gateway does.
    let uri: String
    private let patterns: [[Substring]]

    init(definition: GatewayDefinition) {
        self.definition = definition
        uri = Self.withPort(definition.uri)
        patterns = definition.predicates.filter { $0.name == "Path" }.flatMap(\.values).map { $0.split(separator: "/") }
    }

    var id: String { definition.id }

    /// Whether it takes a plain GET of that path: rules for particular hosts, headers, cookies, queries and addresses take none.
    func takes(_ path: [Substring]) -> Bool {
        for predicate in definition.predicates {
            switch predicate.name {
            case "Path": guard patterns.contains(where: { Self.matches(path[...], $0[...]) }) else { return false }
            case "Method": guard predicate.values.contains("GET") else { return false }
            case "Weight", "After", "Before", "Between", "Version": continue
            default: return false
            }
        }
        return true
    }

    private static func matches(_ path: ArraySlice<Substring>, _ pattern: ArraySlice<Substring>) -> Bool {
        guard let first = pattern.first else { return path.isEmpty }
        if first == "**" { return true }
        guard let segment = path.first else { return false }
        let fits = first == "*" || first.hasPrefix("{") || first == segment
        return fits && matches(path.dropFirst(), pattern.dropFirst())
    }

    private static func withPort(_ uri: String) -> String {
        for (scheme, port) in [("http://", 80), ("https://", 443)] where uri.hasPrefix(scheme) {
            let rest = uri.dropFirst(scheme.count)
            let end = rest.firstIndex(of: "/") ?? rest.endIndex
            guard !rest[..<end].contains(":") else { return uri }
            return "\(scheme)\(rest[..<end]):\(port)\(rest[end...])"
        }
        return uri
    }

    /// Its conditions as the gateway prints them.
    ///
    /// - Parameter lambda: the name of the gateway's own first condition, which is another one after each start.
    func predicateText(lambda: String) -> String {
        var text = lambda
        for predicate in definition.predicates {
            text = "(\(text) && \(Self.text(of: predicate)))"
        }
        return text
    }

    private static func text(of predicate: GatewayDefinition.Part) -> String {
        let values = predicate.values
        switch predicate.name {
        case "Path": return "Paths: [\(values.joined(separator: ", "))], match trailing slash: true"
        case "Weight": return "Weight: \(values.joined(separator: " "))"
        case "Method": return "Methods: [\(values.joined(separator: ", "))]"
        case "Host": return "Hosts: [\(values.joined(separator: ", "))]"
        default: return "\(predicate.name): \(values.joined(separator: " "))"
        }
    }

    /// What it does to requests, as the gateway prints it.
    var filterTexts: [String] {
        definition.filters.enumerated().map { index, filter in
            let names = filter.name == "StripPrefix" ? ["parts"] : []
            let arguments = filter.arguments.enumerated().map { place, argument in
                "\(place < names.count ? names[place] : argument.name) = \(argument.value)"
            }
            return "[[\(filter.name) \(arguments.joined(separator: ", "))], order = \(index + 1)]"
        }
    }
}
