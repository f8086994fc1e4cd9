import Contract
import Topology

extension Gates {
    /// What would stay in rotation of one service.
    struct Remaining {
        /// Which service.
        let service: ServiceKey
        /// How many of its instances are up now, all zones together.
        let up: Int
        /// How many of those would stay up.
        let stay: Int
        /// How many of its instances nobody fresh tells about.
        let unknown: Int
    }

    /// What would stay of each service that the subject takes instances from, ordered by service; nothing where the
    /// snapshot does not list a service at all.
    static func remaining(_ subject: GateSubject, _ evidence: Evidence) -> [(ServiceKey, Remaining?)] {
        let taken = Dictionary(grouping: Set(subject.instances), by: \.service)
        return taken.sorted { $0.key < $1.key }.map { service, instances in
            guard let view = evidence.snapshot.service(service) else { return (service, nil) }
            let leaving = Set(instances)
            let stay = view.instances.count { $0.state == .up && !leaving.contains($0.key) }
            return (
                service,
                Remaining(service: service, up: view.counts.up, stay: stay, unknown: view.counts.unknown)
            )
        }
    }

    /// `last-zone-standing`: each service keeps at least one `up` instance outside what is drained, all zones together,
    /// and each route keeps somewhere else to send to.
    static func lastZoneStanding(_ subject: GateSubject, _ evidence: Evidence) -> Gate {
        let contents = subject.contents(evidence)
        guard subject.takesInstancesOut || subject.zonePlan != nil else { return takesNothingOut(.lastZoneStanding) }
        let all = subject.takesInstancesOut ? remaining(subject, evidence) : []
        let threshold = "at least 1"
        let services = all.compactMap(\.1)
        let least = services.map(\.stay).min()
        let ended = services.filter { $0.stay == 0 }
        var wrong: [String] = []
        if !ended.isEmpty {
            let unknown = ended.reduce(0) { $0 + $1.unknown }
            wrong.append(
                "\(list(ended.map { "\($0.service)" })) would have no instance up in any zone"
                    + (unknown > 0 ? " (\(unknown) unknown do not count)" : ""))
        }
        let stranded = Set(contents?.stranded.map(\.name) ?? []).sorted()
        if let contents, !stranded.isEmpty {
            wrong.append("\(list(stranded)) sends to \(contents.zone) alone")
        }
        guard wrong.isEmpty else {
            let help = subject.leaving == nil ? "" : ": --except NAME leaves it where it is"
            return Gate(
                .lastZoneStanding, .fail, value: "0", threshold: threshold,
                text: wrong.joined(separator: "; ") + help)
        }
        if let missing = all.first(where: { $0.1 == nil }) {
            return Gate(
                .lastZoneStanding, .unknown, threshold: threshold,
                text: "no registry that answers lists \(missing.0): nothing tells what would be left of it")
        }
        if let unclear = contents?.unclear, !unclear.isEmpty {
            return Gate(
                .lastZoneStanding, .unknown, threshold: threshold,
                text: "of \(list(Set(unclear.map(\.name)).sorted())) nothing tells where its other routes send to")
        }
        var text = list(services.map { "\($0.service) keeps \($0.stay) up" })
        if let contents { text = standing(contents, services.count, subject.zonePlan, evidence) }
        return Gate(
            .lastZoneStanding, .pass, value: least.map { "\($0)" }, threshold: threshold,
            text: text.isEmpty ? "every group of routes keeps one that is taken" : text)
    }

    private static func standing(
        _ contents: ZoneContents, _ services: Int, _ plan: ZonePlan?, _ evidence: Evidence
    ) -> String {
        let open = receivers(evidence, leaving: contents.zone).map(\.name)
        let left = contents.excepted.map(\.key.description) + Set(contents.exceptedGroups.map(\.name)).sorted()
        return "\(list(open)) stay\(open.count == 1 ? "s" : "") open for \(services) services and "
            + "\(contents.groups.count) groups of routes" + (left.isEmpty ? "" : "; except: \(list(left))")
    }

    /// `capacity`: what stays can carry what is measured, where the estate file says how much an instance takes; else at
    /// least half of each service's instances that are up now stay up. It says which.
    static func capacity(_ subject: GateSubject, _ evidence: Evidence) -> Gate {
        guard subject.takesInstancesOut else { return takesNothingOut(.capacity) }
        let all = remaining(subject, evidence)
        let services = all.compactMap(\.1)
        let loads = services.map { ServiceLoad($0.service, in: evidence.snapshot, leaving: subject.leaving) }
        let pairs = zip(services, loads).map { $0 }
        let threshold = list(
            pairs.map { $1.needed.map { "\($0)" } ?? "\(($0.up + 1) / 2)" }.enumerated().map {
                "\(services[$0.offset].service) ≥ \($0.element)"
            })
        let value = list(services.map { "\($0.service) \($0.stay) of \($0.up)" })
        let rule = rule(pairs)
        if let missing = all.first(where: { $0.1 == nil }) {
            return Gate(
                .capacity, .unknown, threshold: "at least half stays up",
                text: "no registry that answers lists \(missing.0); \(rule)")
        }
        let short = pairs.filter { service, load in
            if let needed = load.needed { return service.stay < needed }
            return service.stay * 2 < service.up
        }
        guard short.isEmpty else {
            return Gate(
                .capacity, .fail, value: value, threshold: threshold,
                text: "\(list(short.map { tight($0, $1) })); \(rule)")
        }
        return Gate(
            .capacity, .pass, value: value, threshold: threshold, text: "\(list(pairs.map { fine($0, $1) })); \(rule)")
    }

    private static func rule(_ pairs: [(Remaining, ServiceLoad)]) -> String {
        let measured = pairs.count { $1.needed != nil }
        let half = pairs.filter { $1.needed == nil }
        if half.isEmpty { return "rule: requests measured ≤ 80 % of what the instances that stay take safely" }
        var text = "rule: at least half of what is up now, because nothing measures requests"
        let given = half.filter { $1.safe != nil }
        if measured > 0 || given.count < half.count && !given.isEmpty {
            text = "rule: at least half of what is up now"
        }
        if !given.isEmpty {
            let notes = Set(given.compactMap(\.1.note)).sorted()
            text +=
                " (safeRequestsPerSecond is given for \(list(given.map { "\($0.0.service)" })), and not used: "
                + "\(list(notes)))"
        }
        return measured == 0
            ? text
            : "rule: requests measured ≤ 80 % of what is safe where both are known; else "
                + text.dropFirst("rule: ".count)
    }

    private static func tight(_ service: Remaining, _ load: ServiceLoad) -> String {
        guard let needed = load.needed else {
            return
                "\(service.service): \(service.stay) of \(service.up) would stay up, \((service.up + 1) / 2) are needed"
        }
        let percent =
            load.load(on: service.stay).map { "would be at \(Planner.percent($0)) > 80 %" } ?? "would have none"
        return "\(service.service): \(percent), \(needed) are needed and \(service.stay) would stay up" + note(load)
    }

    private static func fine(_ service: Remaining, _ load: ServiceLoad) -> String {
        guard load.needed != nil else { return "\(service.service): \(service.stay) of \(service.up) stay up" }
        let percent = Planner.percent(load.load(on: service.stay) ?? 0)
        return "\(service.service): at \(percent) then" + note(load)
    }

    private static func note(_ load: ServiceLoad) -> String { load.note.map { " (\($0))" } ?? "" }

    /// The zones that go on: not the one that is left, not those that are out.
    static func receivers(_ evidence: Evidence, leaving: String?) -> [ZoneView] {
        let out = Set(evidence.snapshot.out.map(\.zone))
        return evidence.snapshot.zones.filter {
            !$0.name.isEmpty && $0.name != leaving && !out.contains($0.name)
        }
    }

    private static func takesNothingOut(_ name: GateName) -> Gate {
        Gate(name, .notApplicable, text: "nothing is taken out of rotation")
    }

    /// `a`, `a and b`, `a, b and c`; of many the first, and how many more there are.
    static func list(_ words: [String]) -> String {
        if words.count > 12 { return "\(words.prefix(10).joined(separator: ", ")) and \(words.count - 10) more" }
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return "\(words.dropLast().joined(separator: ", ")) and \(last)"
    }
}
