/// Zone resolution: one ordered list of rules, the first that knows decides, and its name is kept as the reason.
///
/// In order: the estate's `zoneRules`; the networks and host patterns of its zones; `microsphere.availability.zone` and
/// `zone` of the metadata; the registry's native field; the host name, where what follows its first dot is a zone of the
/// estate. `defaultZone` (Microsphere) and `default` (Eureka) are those systems' words for "none". What a registry says
/// is taken to the letter: Microsphere tells `Zone-A` from `zone-a`, so we must as well, and warn (`zonesByCase`).
public struct ZoneResolver: Sendable {
    /// Why nothing decided.
    public static let undecided = "no rule: outside the estate's networks, and no zone in its metadata"

    private struct Rule: Sendable {
        var service: Glob?
        var cidr: CIDR?
        var host: Glob?
        let decision: ZoneDecision
    }

    private let rules: [Rule]
    private let known: [String: ZoneDecision]
    private let needsAddress: Bool
    private static let none = ZoneDecision(zone: nil, rule: undecided)

    /// Compiles the rules of an estate.
    public init(_ estate: EstateDescription) {
        var rules = estate.zoneRules.enumerated().map { index, rule in
            Rule(
                service: rule.service.map(Glob.init), cidr: rule.cidr, host: rule.host.map(Glob.init),
                decision: ZoneDecision(zone: rule.zone, rule: "zoneRules[\(index)]"))
        }
        for zone in estate.zones {
            rules += zone.cidrs.map { Rule(cidr: $0, decision: ZoneDecision(zone: zone.name, rule: "cidr \($0)")) }
        }
        for zone in estate.zones {
            rules += zone.hosts.map {
                Rule(host: Glob($0), decision: ZoneDecision(zone: zone.name, rule: "host \($0)"))
            }
        }
        self.rules = rules
        needsAddress = rules.contains { $0.cidr != nil }
        known = Dictionary(
            estate.zones.map { ($0.name, ZoneDecision(zone: $0.name, rule: "host name")) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The zone of one registration of a service.
    public func resolve(_ registration: Registration, of service: ServiceKey) -> ZoneDecision {
        if let decision = byRules(host: registration.host, hostName: registration.hostName, service: service.name) {
            return decision
        }
        for (key, rule) in Self.metadataKeys {
            if let zone = Self.meant(registration.metadata[key]) { return ZoneDecision(zone: zone, rule: rule) }
        }
        if let zone = Self.meant(registration.nativeZone) {
            return ZoneDecision(zone: zone, rule: "native field of the registry")
        }
        return byHostName(registration.hostName.isEmpty ? registration.host : registration.hostName) ?? Self.none
    }

    /// The zone of a server, known by nothing but its address or host name.
    public func resolve(host: String) -> ZoneDecision {
        byRules(host: host, hostName: host, service: nil) ?? byHostName(host) ?? Self.none
    }

    private static let metadataKeys = [
        ("microsphere.availability.zone", "metadata microsphere.availability.zone"), ("zone", "metadata zone"),
    ]

    private func byRules(host: String, hostName: String, service: String?) -> ZoneDecision? {
        guard !rules.isEmpty else { return nil }
        let bytes = needsAddress ? IPAddress.bytes(host) : nil
        for rule in rules {
            if let glob = rule.service {
                guard let service, glob.matches(service) else { continue }
            }
            if let cidr = rule.cidr {
                guard let bytes, cidr.contains(bytes: bytes) else { continue }
            }
            if let glob = rule.host {
                guard glob.matches(hostName.isEmpty ? host : hostName) else { continue }
            }
            return rule.decision
        }
        return nil
    }

    private func byHostName(_ name: String) -> ZoneDecision? {
        guard !known.isEmpty, let dot = name.firstIndex(of: ".") else { return nil }
        let rest = name[name.index(after: dot)...]
        // Spring takes all that follows the first dot; a zone is more often the first label of that.
        return known[String(rest)] ?? known[String(rest.prefix { $0 != "." })]
    }

    private static func meant(_ text: String?) -> String? {
        guard var text, !text.isEmpty else { return nil }
        if text.first?.isWhitespace == true || text.last?.isWhitespace == true {
            text = String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
        return text.isEmpty || text == "defaultZone" || text == "default" ? nil : text
    }
}

extension ZoneResolver {
    /// Zones whose names differ only in case, each group sorted: to Microsphere clients they are different zones, to
    /// Spring Cloud LoadBalancer they are one.
    public static func zonesByCase(_ names: some Sequence<String>) -> [[String]] {
        Dictionary(grouping: Set(names), by: { $0.lowercased() }).values
            .filter { $0.count > 1 }.map { $0.sorted() }.sorted { $0[0] < $1[0] }
    }
}
