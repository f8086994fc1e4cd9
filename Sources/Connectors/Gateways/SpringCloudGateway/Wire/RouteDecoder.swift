import Clients
import Contract
import Topology

/// Makes routes of what a gateway lists, one at a time; either form of its actuator.
enum RouteDecoder {
    /// One route, and what it tells beside.
    struct Decoded: Hashable, Sendable {
        /// The route, every text fit for a screen.
        var route: Route
        /// Conditions stand behind its weight.
        var isWeightLast: Bool
        /// It was told as its definition, which need not be what is loaded (`actuator.verbose.enabled=false`).
        var isDefinition: Bool
    }

    /// Longest texts, in characters: ids, addresses; one condition or filter.
    private static let (idLimit, uriLimit, textLimit) = (256, 512, 512)
    /// Most conditions, and most filters.
    private static let listLimit = 128

    /// Reads one.
    ///
    /// - Throws: why it cannot be used, with as much of its name as can be told.
    static func decode(_ value: JSONValue) throws(RouteFault) -> Decoded {
        guard value.kind == .object else { throw RouteFault("a route is \(value.kind.rawValue), not an object") }
        guard let raw = value["route_id"]?.text, !raw.isEmpty else { throw RouteFault("a route has no route_id") }
        let id = Self.id(raw)
        if let definition = value["route_definition"], definition.kind == .object {
            return try decode(definition: definition, id: id, order: value["order"])
        }
        // A route without a definition is told by its parts in that form, and has no address there.
        let object = value["route_object"]
        let isParts = value["predicate"] == nil && (object != nil || value["uri"] == nil)
        let parts = isParts ? object ?? value : value
        var route = Route(id: id, uri: "")
        if let uri = parts["uri"]?.text {
            setAddress(of: &route, uri)
        } else if !isParts {
            throw RouteFault("route \(id) has no uri")
        }
        route.order = try Self.order(value["order"], id)
        let text = PredicateText(String((parts["predicate"]?.text ?? "").unicodeScalars.prefix(64 << 10)))
        route.predicates = text.conditions.prefix(listLimit).map { Printable.line($0, limit: textLimit) }
        route.group = text.group.map(Self.id)
        route.weight = text.weight
        route.zone = zone(parts["metadata"])
        route.filters = (parts["filters"]?.elementsOrSelf ?? []).prefix(listLimit).compactMap { filter in
            filter.text.map { Printable.line(LambdaName.removed(from: $0), limit: textLimit) }
        }
        return Decoded(route: route, isWeightLast: text.isWeightLast, isDefinition: false)
    }

    /// An id as it is shown, and as writes name it wherever nothing had to be taken out of it.
    static func id(_ text: String) -> String { Printable.line(text, limit: idLimit) }

    private static func decode(
        definition: JSONValue, id: String, order: JSONValue?
    ) throws(RouteFault) -> Decoded {
        guard let uri = definition["uri"]?.text else { throw RouteFault("route \(id) has no uri") }
        var route = Route(id: id, uri: "")
        setAddress(of: &route, uri)
        route.order = try Self.order(order ?? definition["order"], id)
        route.zone = zone(definition["metadata"])
        var isWeightLast = true
        for predicate in (definition["predicates"]?.elementsOrSelf ?? []).prefix(listLimit) {
            if let weight = WeightArgument(predicate) {
                route.group = weight.group.map(Self.id)
                route.weight = weight.weight
                isWeightLast = true
            } else {
                isWeightLast = route.group == nil ? isWeightLast : false
                route.predicates.append(shown(predicate))
            }
        }
        route.filters = (definition["filters"]?.elementsOrSelf ?? []).prefix(listLimit).map(shown)
        return Decoded(route: route, isWeightLast: isWeightLast, isDefinition: true)
    }

    private static func order(_ value: JSONValue?, _ id: String) throws(RouteFault) -> Int {
        guard let value, !value.isNull else { return 0 }
        guard let order = value.intOrString else { throw RouteFault("route \(id) has an order that is no number") }
        return order
    }

    /// `Path=/x/**,/y/**`: as a definition is written in a file.
    private static func shown(_ part: JSONValue) -> String {
        let arguments = (part["args"].map { Array($0.members) } ?? []).prefix(listLimit).map { argument -> String in
            let value = argument.value.text ?? argument.value.kind.rawValue
            let name = argument.name.string
            return name.hasPrefix("_genkey_") ? value : "\(name)=\(value)"
        }
        let name = part["name"]?.text ?? "?"
        return Printable.line(
            arguments.isEmpty ? name : "\(name)=\(arguments.joined(separator: ","))", limit: textLimit)
    }

    private static func setAddress(of route: inout Route, _ uri: String) {
        route.uri = Printable.line(scrubbed(uri), limit: uriLimit)
        route.service = service(uri)
    }

    private static func zone(_ metadata: JSONValue?) -> String? {
        guard let zone = metadata?["zone"]?.text, !zone.isEmpty else { return nil }
        return Printable.line(zone, limit: 120)
    }

    /// `lb://payment` and `lb:ws://payment` name a service.
    private static func service(_ uri: String) -> String? {
        guard uri.prefix(3).lowercased() == "lb:" else { return nil }
        let rest = uri.dropFirst(3)
        let parts = rest.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].isEmpty else { return nil }
        let name = parts[2].prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != ":" }
        return name.isEmpty ? nil : Printable.line(String(name), limit: idLimit)
    }

    /// An address without user and password.
    private static func scrubbed(_ uri: String) -> String {
        let parts = uri.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].isEmpty else { return uri }
        let authority = parts[2].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let at = authority.lastIndex(of: "@") else { return uri }
        return "\(parts[0])//***\(authority[at...])\(parts[2][authority.endIndex...])"
    }
}

/// Why one element of a list cannot be used.
struct RouteFault: Error, Hashable, Sendable {
    /// In an operator's words, sanitised.
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
