import Clients
import Contract
import Topology

/// What a gateway's other pages say; read now and then, since none of it changes fast.
struct GatewayPages: Hashable, Sendable {
    /// The definitions, where they are shown.
    var definitions: [DefinitionDigest]?
    /// Why they are not shown.
    var definitionsTrouble: String?
    /// Routes that stand in files, where that is shown.
    var fileRoutes: Set<String>?
    /// The program's version, where it tells.
    var version: String?
    /// What health says.
    var health: String?
    /// Why there is no health.
    var healthTrouble: String?

    /// The version in `/actuator/info`: that of the build, which is all that Spring Boot tells.
    static func version(_ body: [UInt8]) -> String? {
        guard let parser = try? JSONParser(limits: JSONLimits(bytes: GatewayClient.pageBytes, depth: 32)),
            let root = try? parser.parse(body)
        else { return nil }
        let candidates = [root["build"]?["version"], root["app"]?["version"], root["version"]]
        let text = candidates.compactMap { $0?.text }.first { !$0.isEmpty }
        return text.map { Printable.line($0, limit: 40) }
    }

    /// The status in `/actuator/health`.
    static func status(_ body: [UInt8]) -> String? {
        guard let parser = try? JSONParser(limits: JSONLimits(bytes: GatewayClient.pageBytes, depth: 32)),
            let root = try? parser.parse(body), let status = root["status"]?.text
        else { return nil }
        return Printable.line(status, limit: 40)
    }
}
