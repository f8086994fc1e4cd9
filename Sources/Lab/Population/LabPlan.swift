/// Where everything listens that is named by something else: known before the first instance is.
struct LabPlan: Sendable {
    /// A gateway that will be registered.
    struct Gateway: Sendable {
        let zone: Int
        let address: String
        let port: UInt16
    }

    /// The port of all instances.
    var servicePort: UInt16 = 8080
    var gateways: [Gateway] = []

    /// The zones of a fleet of so many gateways: two in the first, so that one of them can differ from its neighbour.
    static func gatewayZones(_ count: Int) -> [Int] {
        Array([0, 0, 1, 3].prefix(count))
    }

    /// The address at which a zone balances a service's requests over its own instances.
    static func balancer(zone: Int, service: Int) -> String {
        "127.\(LabZone.all[zone].number).0.\(service + 1)"
    }

    /// The balancer's zone and service of an address.
    static func balancer(at address: String) -> (zone: Int, service: Int)? {
        let parts = address.split(separator: ".").compactMap { Int($0) }
        guard parts.count == 4, parts[0] == 127, parts[2] == 0, ShopService.all.indices.contains(parts[3] - 1),
            let zone = LabZone.all.firstIndex(where: { $0.number == parts[1] })
        else { return nil }
        return (zone, parts[3] - 1)
    }

    /// The rules in every gateway's file: weighted over the zones where a service stands, or by the registry.
    func definitions(zones: (Int) -> [Int]) -> [GatewayDefinition] {
        let weights = [25, 25, 20, 15, 15]
        return ShopService.all.enumerated().flatMap { index, service -> [GatewayDefinition] in
            let path = "Path=/\(service.name)/**"
            switch service.entry {
            case .inside: return []
            case .named:
                return [GatewayDefinition(id: service.name, uri: "lb://\(service.name)", predicates: [path])]
            case .weighted:
                return zones(index).map { zone in
                    GatewayDefinition(
                        id: "\(service.name)-\(LabZone.all[zone].name)",
                        uri: "http://\(Self.balancer(zone: zone, service: index)):\(servicePort)",
                        predicates: [path, "Weight=\(service.name),\(weights[zone])"], filters: ["StripPrefix=1"],
                        metadata: ["zone": LabZone.all[zone].name])
                }
            }
        }
    }
}
