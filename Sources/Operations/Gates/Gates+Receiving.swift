import Contract
import Topology

extension Gates {
    /// How long a zone is left alone after it was moved the other way, in milliseconds.
    static let flapMs: Int64 = 3_600_000

    /// `healthy-target`: of every service that is taken out, what is left elsewhere is healthy; for a shift, the zone that
    /// gets more.
    static func healthyTarget(_ subject: GateSubject, _ evidence: Evidence) -> Gate {
        guard let leaving = subject.leaving else { return notAboutZones(.healthyTarget) }
        if case .shift(_, _, let to) = subject.zonePlan?.scope { return healthy(to, evidence) }
        let services = Dictionary(grouping: Set(subject.instances), by: \.service).keys.sorted()
        if services.isEmpty {
            return Gate(
                .healthyTarget, .notApplicable, text: "no instance is taken out: nothing tells of what is behind it")
        }
        var sick: [String] = []
        var unknown: [String] = []
        for key in services {
            guard let view = evidence.snapshot.service(key) else {
                unknown.append("\(key) is not listed by any registry that answers")
                continue
            }
            let rest = rest(of: view, without: leaving, evidence.snapshot.traffic.failing)
            if rest.total == 0 {
                sick.append("\(key) lives in \(leaving) alone")
                continue
            }
            switch Health(of: rest) {
            case .sick, .out: sick.append("\(key): \(rest.told) outside \(leaving)")
            case .unknown: unknown.append("\(key): \(rest.told) outside \(leaving)")
            case .degraded, .ok: break
            }
        }
        let good = services.count - sick.count - unknown.count
        let (value, threshold) = ("\(good) of \(services.count) services", "all")
        if !sick.isEmpty {
            return Gate(.healthyTarget, .fail, value: value, threshold: threshold, text: list(sick + unknown))
        }
        if !unknown.isEmpty {
            return Gate(.healthyTarget, .unknown, value: value, threshold: threshold, text: list(unknown))
        }
        let open = list(receivers(evidence, leaving: leaving).map(\.name))
        return Gate(
            .healthyTarget, .pass, value: value, threshold: threshold, text: "\(open): \(value) are healthy there")
    }

    /// What a service has outside a zone; who fails or crawls though it is up does not count as up.
    private static func rest(
        of service: ServiceView, without zone: String, _ failing: [InstanceKey: String]
    ) -> Counts {
        var counts = Counts()
        for instance in service.instances where instance.zone != zone {
            counts.count(instance.state == .up && failing[instance.key] != nil ? .down : instance.state)
        }
        return counts
    }

    private static func healthy(_ zone: String, _ evidence: Evidence) -> Gate {
        guard let view = evidence.snapshot.zones.first(where: { $0.name == zone }), view.counts.total > 0 else {
            return Gate(
                .healthyTarget, .notApplicable, text: "no registry tells of instances in \(zone)")
        }
        let value = view.state.rawValue
        switch view.state {
        case .ok, .degraded:
            return Gate(
                .healthyTarget, .pass, value: value, threshold: "not sick", text: "\(zone): \(view.counts.told)")
        case .sick, .out:
            return Gate(
                .healthyTarget, .fail, value: value, threshold: "not sick",
                text: "\(zone) is \(value): \(view.counts.told)")
        case .unknown:
            return Gate(
                .healthyTarget, .unknown, threshold: "not sick", text: "nothing that answers tells how \(zone) is")
        }
    }

    /// `clients-fail-open`: nothing of what is taken out stays in the clients' lists, where their zone preference, or the
    /// lack of one, would go on calling it.
    static func clientsFailOpen(_ subject: GateSubject, _ evidence: Evidence) -> Gate {
        guard let contents = subject.contents(evidence) else { return notAboutZones(.clientsFailOpen) }
        guard !subject.instances.isEmpty || !contents.services.isEmpty else {
            return Gate(.clientsFailOpen, .notApplicable, text: "no instance is taken out")
        }
        let drained = Set(subject.instances)
        let callers = receivers(evidence, leaving: nil).map(\.name)
        var open: [String] = []
        for (key, _) in contents.services {
            guard let view = evidence.snapshot.service(key) else { continue }
            let listed = ServiceCalls.listed(of: view, without: drained)
            guard let left = listed[contents.zone], left > 0 else { continue }
            let kinds: [(String, ZonePreference)] = [
                ("no preference", .none), ("Spring Cloud", .springCloud), ("Microsphere", .microsphere(.init())),
            ]
            let calling = kinds.filter { _, preference in
                callers.contains { preference.called(of: listed, from: $0)[contents.zone] != nil }
            }
            open.append("\(key): \(left) stay listed and are called (\(list(calling.map(\.0))))")
        }
        let count = contents.services.count
        guard open.isEmpty else {
            return Gate(.clientsFailOpen, .fail, value: "\(open.count)", threshold: "0", text: list(open))
        }
        return Gate(
            .clientsFailOpen, .pass, value: "0", threshold: "0",
            text: "none would (Spring Cloud, Microsphere: \(count) services)")
    }

    /// `anti-flap`: the zone was not moved the other way within the hour; an override acknowledges it.
    static func antiFlap(_ subject: GateSubject, _ evidence: Evidence) -> Gate {
        guard let leaving = subject.leaving else { return notAboutZones(.antiFlap) }
        let threshold = "≥ \(flapMs / 60_000) m"
        guard let last = evidence.journal.lastFlip, last.isBack else {
            return Gate(
                .antiFlap, .pass, threshold: threshold, text: "nothing brought traffic back to \(leaving) lately")
        }
        let age = max(0, evidence.now.wall.milliseconds - last.at.milliseconds)
        let text = "\(last.operation) (\(last.kind.rawValue)) brought traffic back to \(leaving) \(age / 60_000) m ago"
        return Gate(
            .antiFlap, age >= flapMs ? .pass : .fail, value: "\(age / 60_000) m", threshold: threshold, text: text)
    }

    /// `outside-zone`: this host, with its console, its runner and its journal, is not in the zone that is left.
    static func outsideZone(_ subject: GateSubject, _ evidence: Evidence) -> Gate {
        guard let leaving = subject.leaving else { return notAboutZones(.outsideZone) }
        let resolver = ZoneResolver(evidence.snapshot.estate)
        let zones = evidence.rules.host.map { (host: $0, zone: resolver.resolve(host: $0).zone) }
        if let inside = zones.first(where: { $0.zone == leaving }) {
            return Gate(
                .outsideZone, .fail, value: leaving, threshold: "not \(leaving)",
                text:
                    "this host (\(inside.host)) is in \(leaving): where the zone goes dark, so do its console, its runner "
                    + "and its journal")
        }
        let estate = evidence.snapshot.estate
        let isKnown = estate.zones.contains { !$0.cidrs.isEmpty || !$0.hosts.isEmpty } || !estate.zoneRules.isEmpty
        guard isKnown, !zones.isEmpty else {
            return Gate(
                .outsideZone, .notApplicable,
                text: "nothing tells in which zone this host is: the estate file gives no networks or hosts of zones")
        }
        let place = zones.compactMap(\.zone).first
        return Gate(
            .outsideZone, .pass, value: place ?? "outside", threshold: "not \(leaving)",
            text: place.map { "this host is in \($0)" } ?? "this host is in no zone of the estate")
    }

    static func notAboutZones(_ name: GateName) -> Gate {
        Gate(name, .notApplicable, text: "no zone is left")
    }
}
