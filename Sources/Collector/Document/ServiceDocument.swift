import Topology

/// A service in the snapshot's JSON.
struct ServiceDocument: Encodable, Sendable {
    let name: String
    let namespace: String
    let state: Health
    let zones: [String: Counts]

    init(_ view: ServiceView) {
        name = view.key.name
        namespace = view.key.namespace
        state = view.state
        zones = view.zones
    }
}

/// An instance in the snapshot's JSON.
struct InstanceDocument: Encodable, Sendable {
    private let view: InstanceView

    init(_ view: InstanceView) { self.view = view }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(view.key.service.name, forKey: .service)
        try container.encode(view.key.service.namespace, forKey: .namespace)
        try container.encode(view.key.address, forKey: .address)
        if !view.key.discriminator.isEmpty { try container.encode(view.key.discriminator, forKey: .discriminator) }
        try container.encode(view.zone, forKey: .zone)
        if view.zone == nil { try container.encode(view.zoneRule, forKey: .zoneReason) }
        try container.encode(view.zoneRule, forKey: .zoneRule)
        try container.encode(view.state, forKey: .state)
        try container.encode(view.differs, forKey: .differs)
        try container.encode(view.registrations.map(RegistrationDocument.init), forKey: .registrations)
    }

    private enum CodingKeys: String, CodingKey {
        case service, namespace, address, discriminator, zone, zoneReason, zoneRule, state, differs, registrations
    }
}

/// A registration in the snapshot's JSON: `status` is the source's own word, `state` ours.
struct RegistrationDocument: Encodable, Sendable {
    private let view: RegistrationView

    init(_ view: RegistrationView) { self.view = view }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(view.node.source, forKey: .source)
        try container.encode(view.node.node, forKey: .node)
        try container.encode(view.registration.id, forKey: .id)
        try container.encode(view.registration.status, forKey: .status)
        try container.encode(view.state, forKey: .state)
        try container.encode(view.reason ?? view.registration.detail, forKey: .detail)
        try container.encode(view.registration.override, forKey: .override)
    }

    private enum CodingKeys: String, CodingKey { case source, node, id, status, state, detail, override }
}
