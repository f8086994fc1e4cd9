import Contract
import Topology

/// Looks over the routes that one node has loaded, and what they are made of.
enum RouteNotes {
    /// What is wrong with them.
    ///
    /// - Parameter definitions: read before the routes, so that one that is not among them was left out; nothing where
    ///   they are hidden.
    static func of(_ table: RouteTable, definitions: [DefinitionDigest]?) -> [RouteNote] {
        var notes = definitions.map { unloaded($0, table) } ?? []
        for route in table.routes where route.copies > 1 && !isOverridden(route, definitions) {
            notes.append(
                RouteNote(
                    subject: "route \(route.id)",
                    text: "defined \(route.copies) times, and not alike: the last one counts"))
        }
        for route in table.routes where table.weightsNotLast.contains(route.id) {
            notes.append(
                RouteNote(
                    subject: "route \(route.id)",
                    text: "its Weight is not the last predicate: it is not set from here; put it last"))
        }
        notes += emptyGroups(table.routes)
        notes += Shadows.of(table.routes).map { shadow in
            RouteNote(
                subject: "route \(shadow.route)",
                text: "never reached: \(shadow.by) goes before it and takes all that it would")
        }
        return Array(notes.prefix(GatewayNotes.most))
    }

    /// Whether a route from a file has one definition on top that differs in the weight alone: what setting it leaves.
    static func isOverridden(_ route: Route, _ definitions: [DefinitionDigest]?) -> Bool {
        let own = definitions?.filter { $0.id == route.id && $0.isEnabled } ?? []
        return route.copies == 2 && own.count == 2 && own[0].rest == own[1].rest
    }

    /// Definitions that a refresh has not made routes of: one that cannot be bound stops every later change.
    static func unloaded(_ definitions: [DefinitionDigest], _ table: RouteTable) -> [RouteNote] {
        // Told as definitions, routes prove nothing of what is loaded.
        guard !table.isOfDefinitions else { return [] }
        var last: [String: DefinitionDigest] = [:]
        for definition in definitions where definition.isEnabled { last[definition.id] = definition }
        return definitions.compactMap { definition in
            guard last[definition.id] == definition else { return nil }
            last[definition.id] = nil
            guard let route = table.route(definition.id) else {
                return RouteNote(
                    subject: "route \(definition.id)",
                    text:
                        "defined and not loaded: where it cannot be bound it stops every change of routes on its node; "
                        + "the gateway's log says why, DELETE of it and a refresh take it away",
                    severity: .bad)
            }
            guard let weight = definition.weight, let loaded = route.weight, weight != loaded else { return nil }
            return RouteNote(
                subject: "route \(definition.id)",
                text:
                    "defined with weight \(weight) and loaded with \(loaded): a refresh is missing, or a definition that "
                    + "cannot be bound stops it",
                severity: .bad)
        }
    }

    private static func emptyGroups(_ routes: [Route]) -> [RouteNote] {
        var sums: [(group: String, sum: Int)] = []
        var places: [String: Int] = [:]
        for route in routes {
            guard let group = route.group, let weight = route.weight else { continue }
            if let place = places[group] {
                sums[place].sum = max(sums[place].sum, weight)
            } else {
                places[group] = sums.count
                sums.append((group, weight))
            }
        }
        return sums.filter { $0.sum <= 0 }.map {
            RouteNote(
                subject: "group \($0.group)",
                text: "every weight is 0: no route of it is chosen, requests are answered 404",
                severity: .bad)
        }
    }
}

/// As much of a definition as is kept between polls.
struct DefinitionDigest: Hashable, Sendable {
    /// Its id, fit for a screen.
    var id: String
    /// Whether it is to be loaded.
    var isEnabled: Bool
    /// Its weight, where it has one that is a number.
    var weight: Int?
    /// What it says but for the weight, as a number that is the same where that is.
    var rest: Int

    /// Keeps what is needed.
    init(_ definition: RouteDefinition) {
        id = RouteDecoder.id(definition.id)
        isEnabled = definition.isEnabled
        weight = definition.weight?.weight
        rest = definition.rest.hashValue
    }
}
