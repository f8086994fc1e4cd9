import Contract
import Topology

/// A gateway's definitions and routes at one moment.
struct LiveLook: Sendable {
    /// In its order; a later one of the same id counts.
    let definitions: [RouteDefinition]
    /// What is loaded.
    let table: RouteTable

    /// Reads both; definitions first, so that one that is not among the routes was left out.
    static func take(_ client: GatewayClient, until deadline: Moment) async -> Answer<LiveLook> {
        let definitions = await client.definitions(until: deadline)
        guard let list = definitions.value else { return definitions.map { _ in .failed("") } }
        return await client.routes(until: deadline).map { .value(LiveLook(definitions: list, table: $0)) }
    }

    /// The definition of an id that counts.
    func definition(_ id: String) -> RouteDefinition? { definitions.last { $0.id == id && $0.isEnabled } }

    /// How many definitions of an id are to be loaded.
    func copies(_ id: String) -> Int { definitions.count { $0.id == id && $0.isEnabled } }

    /// The route of an id as it is loaded.
    func route(_ id: String) -> Route? { table.route(RouteDecoder.id(id)) }

    /// What taking a change back would need.
    func saved(_ id: String) -> SavedRoute {
        SavedRoute(copies: copies(id), definition: definition(id)?.text, weight: route(id)?.weight)
    }

    /// Ids that are defined and not loaded.
    func unloaded(_ table: RouteTable? = nil, but id: String? = nil) -> [String] {
        let table = table ?? self.table
        guard !table.isOfDefinitions else { return [] }
        return definitions.filter { $0.isEnabled && $0.id != id && table.route(RouteDecoder.id($0.id)) == nil }.map(
            \.id)
    }

    /// Why a change must not be sent now: every weight of the group would be 0, and Spring then answers 404 to all of it.
    func zeroGroup(after action: GatewayAction) -> String? {
        if let weight = action.weight, weight > 0 { return nil }
        let own = RouteDecoder.id(action.id)
        let others = table.group(RouteDecoder.id(action.group)).filter { $0.id != own }
        if others.isEmpty, action.weight == nil { return nil }
        guard !others.contains(where: { ($0.weight ?? 0) > 0 }) else { return nil }
        return "every weight of group \(Printable.line(action.group)) would be 0 there: what is raised comes first"
    }
}
