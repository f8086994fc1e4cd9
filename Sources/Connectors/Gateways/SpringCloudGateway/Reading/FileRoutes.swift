import Clients
import Contract

/// The ids of routes that stand in a file or in the environment of a gateway, as its `/actuator/env` proves it.
///
/// Of several property sources the first that lists routes is the only one that counts: Spring takes a list from one
/// place as a whole. Where values are masked (Spring Boot's default since 3.0) nothing is proven.
enum FileRoutes {
    /// Reads an answer; nothing where it is none.
    static func ids(_ body: [UInt8]) -> Set<String>? {
        guard let parser = try? JSONParser(limits: JSONLimits(bytes: GatewayClient.documentBytes, depth: 32)),
            let root = try? parser.parse(body), let sources = root["propertySources"]
        else { return nil }
        var found: [String: Set<String>] = [:]
        for source in sources.elements {
            var here: [String: Set<String>] = [:]
            for property in source["properties"].map({ Array($0.members) }) ?? [] {
                guard let prefix = prefix(of: property.name.string) else { continue }
                here[prefix, default: []].formUnion(property.value["value"]?.text.map { [RouteDecoder.id($0)] } ?? [])
            }
            found.merge(here) { first, _ in first }
        }
        let ids = found.values.reduce(into: Set<String>()) { $0.formUnion($1) }
        return ids.filter { !$0.allSatisfy { $0 == "*" } }
    }

    /// `spring.cloud.gateway.routes` of `spring.cloud.gateway.routes[3].id`; the environment's spelling is folded into it.
    private static func prefix(of name: String) -> String? {
        let folded = String(name.lowercased().map { $0 == "_" || $0 == "[" || $0 == "]" ? "." : $0 })
        let parts = folded.split(separator: ".")
        guard parts.count >= 6, parts.last == "id", let number = parts.dropLast().last, Int(number) != nil else {
            return nil
        }
        let prefix = parts.dropLast(2).joined(separator: ".")
        return prefixes.contains(prefix) ? prefix : nil
    }

    private static let prefixes: Set<String> = [
        "spring.cloud.gateway.routes", "spring.cloud.gateway.server.webflux.routes",
    ]
}
