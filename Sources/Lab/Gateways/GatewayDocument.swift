/// The documents of a gateway's actuator, as Spring Cloud Gateway 4.3 writes them.
enum GatewayDocument {
    static func routes(_ state: GatewayState) -> [UInt8] {
        list(state.routes) { route(state, $0, to: &$1) }
    }

    static func route(_ state: GatewayState, _ route: GatewayRoute) -> [UInt8] {
        var writer = JSONWriter(gzip: false)
        self.route(state, route, to: &writer)
        return writer.finish()
    }

    static func definitions(_ state: GatewayState) -> [UInt8] {
        list(state.definitions, definition)
    }

    private static func route(_ state: GatewayState, _ route: GatewayRoute, to writer: inout JSONWriter) {
        writer.raw(#"{"predicate":"#)
        writer.string(route.predicateText(lambda: lambda(state)))
        if !route.definition.metadata.isEmpty {
            writer.raw(#","metadata":"#)
            writer.raw(JSONText.object(route.definition.metadata).bytes)
        }
        writer.raw(#","route_id":"#)
        writer.string(route.id)
        writer.raw(#","filters":"#)
        writer.raw(JSONText.array(route.filterTexts.map { .string($0) }).bytes)
        writer.raw(#","uri":"#)
        writer.string(route.uri)
        writer.raw(#","order":"#)
        writer.number(route.definition.order)
        writer.raw("}")
    }

    private static func definition(_ definition: GatewayDefinition, to writer: inout JSONWriter) {
        writer.raw(#"{"id":"#)
        writer.string(definition.id)
        writer.raw(#","predicates":"#)
        parts(definition.predicates, to: &writer)
        writer.raw(#","filters":"#)
        parts(definition.filters, to: &writer)
        writer.raw(#","uri":"#)
        writer.string(definition.uri)
        writer.raw(#","metadata":"#)
        writer.raw(JSONText.object(definition.metadata).bytes)
        writer.raw(#","order":"#)
        writer.number(definition.order)
        definition.enabled ? writer.raw(#","enabled":true}"#) : writer.raw(#","enabled":false}"#)
    }

    private static func parts(_ parts: [GatewayDefinition.Part], to writer: inout JSONWriter) {
        writer.raw(
            list(parts) { part, writer in
                writer.raw(#"{"name":"#)
                writer.string(part.name)
                writer.raw(#","args":{"#)
                for (index, argument) in part.arguments.enumerated() {
                    if index > 0 { writer.raw(",") }
                    writer.string(argument.name)
                    writer.raw(":")
                    writer.string(argument.value)
                }
                writer.raw("}}")
            })
    }

    private static func list<Element>(_ elements: [Element], _ write: (Element, inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(gzip: false)
        writer.raw("[")
        for (index, element) in elements.enumerated() {
            if index > 0 { writer.raw(",") }
            write(element, &writer)
        }
        writer.raw("]")
        return writer.finish()
    }

    private static func lambda(_ state: GatewayState) -> String {
        let address = String(state.lambda & 0xFF_FFFF_FFFF, radix: 16)
        return "RouteDefinitionRouteLocator$$Lambda$\(1000 + state.lambda % 900)/0x00007f\(address)"
    }
}
