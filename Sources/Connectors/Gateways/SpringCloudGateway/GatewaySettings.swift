import Contract

/// The keys that Spring Cloud Gateway adds below a source, and their values.
struct GatewaySettings: Hashable, Sendable {
    /// The path of the actuator below a node's `url`, without a slash at its end.
    var actuator: String
    /// What the gateway's own metrics begin with, besides the names that every version has by default.
    var metricsPrefix: String
    /// The path of the actuator of the services behind it, where their registration names none.
    var upstreamsActuator: String
    /// How many instances behind it are asked for their counters in one round.
    var upstreamsMost: Int
    /// How long a gateway may take until a change that it accepted is among its routes, in milliseconds.
    var refreshMs: Int64

    /// What can be written in the estate file; defaults are Spring Boot's.
    static let keys: [KeyDeclaration] = [
        KeyDeclaration(
            name: "actuator", type: .text,
            help: "The path of the actuator below `url`; /actuator by default (management.endpoints.web.base-path). "
                + "Where the actuator has a port of its own (management.server.port), `url` names that port."),
        KeyDeclaration(
            name: "metricsPrefix", type: .text,
            help: "What the gateway's metrics begin with; spring.cloud.gateway by default "
                + "(spring.cloud.gateway.metrics.prefix)."),
        KeyDeclaration(
            name: "upstreamsActuator", type: .text,
            help: "The path of the actuator of the services behind the gateway, where their registration names none "
                + "(metadata management.context-path); /actuator by default."),
        KeyDeclaration(
            name: "upstreamsMost", type: .integer(0...10_000),
            help: "How many instances behind the gateway are asked for their request counters in one round; "
                + "500 by default, 0 asks none."),
        KeyDeclaration(
            name: "refreshWithin", type: .duration,
            help: "How long a gateway may take until a weight that it accepted shows among its routes, before the old "
                + "one is put back; 3s by default."),
    ]

    /// Reads a source's own keys.
    init(_ own: [String: SettingValue]) {
        func text(_ name: String) -> String? {
            if case .text(let value)? = own[name], !value.isEmpty { value } else { nil }
        }
        actuator = Self.path(text("actuator")) ?? "/actuator"
        metricsPrefix = text("metricsPrefix") ?? "spring.cloud.gateway"
        upstreamsActuator = Self.path(text("upstreamsActuator")) ?? "/actuator"
        upstreamsMost = if case .integer(let value)? = own["upstreamsMost"] { value } else { 500 }
        refreshMs = if case .duration(let value)? = own["refreshWithin"] { min(max(value, 200), 60_000) } else { 3_000 }
    }

    /// A path with a slash at its beginning and none at its end; nothing where it holds what no address may hold.
    ///
    /// `/` alone is the root, which is the empty path.
    static func path(_ text: String?) -> String? {
        guard let text, text.utf8.count <= 200, text.utf8.allSatisfy(isPathByte) else { return nil }
        let parts = text.split(separator: "/")
        guard !parts.contains(".."), !parts.contains(".") else { return nil }
        return parts.map { "/\($0)" }.joined()
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
