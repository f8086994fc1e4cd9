import Serving

extension SimulatedGateway {
    /// `/actuator/env`, all of it or one property: where the rules of files are, by the names of Spring Cloud Gateway 4.3.
    func environment(_ request: ServerRequest, _ path: [String], _ state: GatewayState) -> ServerResponse {
        let file = "Config resource 'class path resource [application.yml]' via location 'optional:classpath:/'"
        let properties = Self.properties(state)
        let ports = [("local.server.port", "\(server.port)")]
        guard let name = path.first else {
            let sources = [source("server.ports", ports), source(file, properties)]
            return SpringAnswer.actuator(
                #"{"activeProfiles":[],"defaultProfiles":["default"],"propertySources":[\#(sources.joined(separator: ","))]}"#
            )
        }
        guard let value = (ports + properties).first(where: { $0.0 == name })?.1 else {
            return ServerResponse(status: 404)
        }
        let text = Self.quoted(value)
        let holder = ports.contains { $0.0 == name } ? "server.ports" : file
        return SpringAnswer.actuator(
            #"{"property":{"source":\#(Self.quoted(holder)),"value":\#(text)},"activeProfiles":[],"#
                + #""defaultProfiles":["default"],"propertySources":[{"name":\#(Self.quoted(holder)),"property":{"value":\#(text)}}]}"#
        )
    }

    private func source(_ name: String, _ properties: [(String, String)]) -> String {
        let values = properties.map { #"\#(Self.quoted($0.0)):{"value":\#(Self.quoted($0.1))}"# }
        return #"{"name":\#(Self.quoted(name)),"properties":{\#(values.joined(separator: ","))}}"#
    }

    private static func properties(_ state: GatewayState) -> [(String, String)] {
        var properties = [
            ("spring.application.name", "gateway"), ("management.endpoint.gateway.access", state.access.rawValue),
            ("management.endpoints.web.exposure.include", "*"),
        ]
        for (index, rule) in state.properties.enumerated() {
            let prefix = "spring.cloud.gateway.server.webflux.routes[\(index)]"
            properties += [("\(prefix).id", rule.id), ("\(prefix).uri", rule.uri)]
            for (place, part) in rule.predicates.enumerated() {
                properties.append(("\(prefix).predicates[\(place)]", part.shortcut))
            }
            for (place, part) in rule.filters.enumerated() {
                properties.append(("\(prefix).filters[\(place)]", part.shortcut))
            }
            for (name, value) in rule.metadata.sorted(by: { $0.key < $1.key }) {
                properties.append(("\(prefix).metadata.\(name)", value.text ?? ""))
            }
        }
        return properties
    }

    private static func quoted(_ text: String) -> String {
        String(decoding: JSONText.string(text).bytes, as: UTF8.self)
    }
}
