extension AttentionBoard {
    /// As many instances that came up in a zone that is out are no oversight.
    private static let many = 10

    /// What happens in zones that are out and should not: each a line.
    static func out(_ facts: Facts) -> [Draft] {
        facts.out.flatMap { zone in
            [arrivals(zone, facts), stillSent(zone, facts), expired(zone, facts)].compactMap { $0 }
        }
    }

    private static func lead(_ zone: ZoneOut) -> String {
        "\(zone.zone) is out since \(zone.since.hourAndMinute) (operation \(zone.operation))"
    }

    /// Instances that are up there: whoever registers in a zone that is out gets traffic.
    private static func arrivals(_ zone: ZoneOut, _ facts: Facts) -> Draft? {
        let services = facts.services.filter { service in
            (service.zones[zone.zone]?.up ?? 0) > 0 && !zone.leaves(service.key.name)
        }
        guard !services.isEmpty else { return nil }
        let up = services.map { (name: $0.key.name, count: $0.zones[zone.zone]?.up ?? 0) }
            .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
        let count = up.reduce(0) { $0 + $1.count }
        let since = facts.clock?.moment(of: zone.since)
        let areNew = services.allSatisfy { service in
            service.instances.allSatisfy { instance in
                instance.zone != zone.zone || instance.state != .up || since.map { instance.since > $0 } ?? true
            }
        }
        let verb = areNew ? "came up there" : count == 1 ? "is up there" : "are up there"
        return Draft(
            cause: "out \(zone.zone) up", severity: count >= many ? .bad : .warning, subject: zone.zone,
            text: "\(lead(zone)): \(plural(count, "instance")) of \(list(up.map(\.name))) \(verb)",
            target: .instances(
                filter: "zone=\(zone.zone) state=up service=\(up.map(\.name).prefix(10).joined(separator: ","))"),
            rank: 1, weight: count)
    }

    /// Gateways whose weights still send there: a restart, or somebody else, brought the old ones back.
    private static func stillSent(_ zone: ZoneOut, _ facts: Facts) -> Draft? {
        let sending = facts.traffic.routes.filter { view in
            view.zone == zone.zone && (view.split?.weight ?? 0) > 0 && !zone.leaves(view.route.id)
                && !zone.leaves(view.route.group ?? "") && !zone.leaves(view.route.service ?? "")
        }
        guard let first = sending.first else { return nil }
        let nodes = Set(sending.map(\.node)).sorted()
        let routes = Set(sending.map(\.route.id)).sorted()
        return Draft(
            cause: "out \(zone.zone) sent", severity: .bad, subject: first.node.source,
            text: "\(lead(zone)): \(list(nodes.map(\.server))) still \(nodes.count == 1 ? "sends" : "send") there on "
                + "\(routes.count == 1 ? "route" : "routes") \(list(routes))",
            target: .source(first.node.source), rank: 1, weight: sending.count)
    }

    private static func expired(_ zone: ZoneOut, _ facts: Facts) -> Draft? {
        guard let expiry = zone.expiresAt, let now = facts.clock, now.wall >= expiry else { return nil }
        return Draft(
            cause: "out \(zone.zone) expired", severity: .bad, subject: zone.zone,
            text:
                "\(lead(zone)), by \(zone.by): its time was over at \(expiry.hourAndMinute); restore it, or extend it",
            target: .operation(zone.operation), rank: 1)
    }
}

extension ZoneOut {
    /// Whether the operation left a service, a route or a group where it is.
    public func leaves(_ name: String) -> Bool {
        !name.isEmpty && except.contains { Glob.matches($0, name) }
    }
}
