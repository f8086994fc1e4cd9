import Topology

/// Finds routes that no request reaches, because another that goes before them takes all that they would.
enum Shadows {
    /// A route that is never reached.
    struct Shadow: Hashable, Sendable {
        var route: String
        /// What takes its requests (`route all (order -1)`).
        var by: String
    }

    /// Most comparisons; with more routes than that allows, those further down are not judged.
    private static let most = 400_000

    /// The routes that are never reached, in their order; only where that is certain from the predicates alone.
    static func of(_ routes: [Route]) -> [Shadow] {
        // Routes of a group take what they match together: which one takes it is the weight's to say.
        let takers = routes.enumerated().filter { $0.element.group == nil && $0.element.copies == 1 }
        let parsed = routes.map { Conditions($0.predicates) }
        var shadows: [Shadow] = []
        var left = most
        for (index, route) in routes.enumerated() {
            for (place, taker) in takers {
                guard place < index || taker.order < route.order else { break }
                left -= 1
                guard left > 0 else { return shadows }
                guard taker.id != route.id, taker.order <= route.order, parsed[place].covers(parsed[index]) else {
                    continue
                }
                shadows.append(Shadow(route: route.id, by: "route \(taker.id) (order \(taker.order))"))
                break
            }
        }
        return shadows
    }

    /// Conditions of a route, the paths apart.
    private struct Conditions {
        var others: Set<String> = []
        var paths: [String]?

        init(_ predicates: [String]) {
            for predicate in predicates {
                if paths == nil, let list = Self.paths(predicate) { paths = list } else { others.insert(predicate) }
            }
        }

        /// Whether whatever meets the other's conditions meets these too.
        func covers(_ other: Conditions) -> Bool {
            guard others.isSubset(of: other.others) else { return false }
            guard let paths else { return true }
            guard let narrower = other.paths, !narrower.isEmpty else { return false }
            return narrower.allSatisfy { path in paths.contains { Self.covers($0, path) } }
        }

        /// `Paths: [/a/**, /b], match trailing slash: true`, or `Path=/a/**,/b`.
        private static func paths(_ predicate: String) -> [String]? {
            if predicate.hasPrefix("Paths: ["), let end = predicate.lastIndex(of: "]") {
                return list(predicate[..<end].dropFirst("Paths: [".count))
            }
            return predicate.hasPrefix("Path=") ? list(predicate.dropFirst("Path=".count)) : nil
        }

        private static func list(_ text: Substring) -> [String] {
            text.split(separator: ",").map { String($0.drop { $0 == " " }) }.filter {
                !$0.isEmpty && !$0.contains("matchTrailing")
            }
        }

        /// Whether a pattern takes every path that the other does; only what is certain.
        private static func covers(_ pattern: String, _ other: String) -> Bool {
            if pattern == other || pattern == "/**" { return true }
            guard pattern.hasSuffix("/**") else { return false }
            let prefix = pattern.dropLast(3)
            guard !prefix.contains(where: { "*?{}[]\\".contains($0) }) else { return false }
            return other == prefix || other.hasPrefix("\(prefix)/")
        }
    }
}
