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

    /// `last-zone-standing`: each service keeps at least one `up` instance outside what is drained, all zones together.
    static func lastZoneStanding(_ subject: GateSubject, _ evidence: Evidence) -> Gate {
        guard subject.takesInstancesOut else { return takesNothingOut(.lastZoneStanding) }
        let all = remaining(subject, evidence)
        let threshold = "at least 1"
        if let missing = all.first(where: { $0.1 == nil }) {
            return Gate(
                .lastZoneStanding, .unknown, threshold: threshold,
                text: "no registry that answers lists \(missing.0): nothing tells what would be left of it")
        }
        let services = all.compactMap(\.1)
        let least = services.map(\.stay).min() ?? 0
        let ended = services.filter { $0.stay == 0 }
        guard ended.isEmpty else {
            let unknown = ended.reduce(0) { $0 + $1.unknown }
            return Gate(
                .lastZoneStanding, .fail, value: "0", threshold: threshold,
                text: "\(list(ended.map { "\($0.service)" })) would have no instance up in any zone"
                    + (unknown > 0 ? " (\(unknown) unknown do not count)" : ""))
        }
        return Gate(
            .lastZoneStanding, .pass, value: "\(least)", threshold: threshold,
            text: services.map { "\($0.service) keeps \($0.stay) up" }.joined(separator: ", "))
    }

    /// `capacity`: at least half of each service's instances that are up now stay up.
    ///
    /// The measured rule (requests against `safeRequestsPerSecond`) needs something that counts requests, which no
    /// source of such an estate does yet; the gate says so where the estate file gives a figure.
    static func capacity(_ subject: GateSubject, _ evidence: Evidence) -> Gate {
        guard subject.takesInstancesOut else { return takesNothingOut(.capacity) }
        let all = remaining(subject, evidence)
        let services = all.compactMap(\.1)
        let threshold = services.map { "\($0.service) ≥ \(($0.up + 1) / 2)" }.joined(separator: ", ")
        let value = services.map { "\($0.service) \($0.stay) of \($0.up)" }.joined(separator: ", ")
        let given = evidence.snapshot.estate.safeRequestsPerSecond.keys.contains { pattern in
            services.contains { Glob.matches(pattern, $0.service.name) }
        }
        let rule =
            "rule: at least half of what is up now, because nothing measures requests"
            + (given ? " (safeRequestsPerSecond is given, and not used)" : "")
        if let missing = all.first(where: { $0.1 == nil }) {
            return Gate(
                .capacity, .unknown, threshold: "at least half stays up",
                text: "no registry that answers lists \(missing.0); \(rule)")
        }
        let short = services.filter { $0.stay * 2 < $0.up }
        guard short.isEmpty else {
            let text = short.map {
                "\($0.service): \($0.stay) of \($0.up) would stay up, \(($0.up + 1) / 2) are needed"
            }
            return Gate(
                .capacity, .fail, value: value, threshold: threshold,
                text: "\(text.joined(separator: ", ")); \(rule)")
        }
        return Gate(
            .capacity, .pass, value: value, threshold: threshold,
            text: services.map { "\($0.service): \($0.stay) of \($0.up) stay up" }.joined(separator: ", ") + "; \(rule)"
        )
    }

    private static func takesNothingOut(_ name: GateName) -> Gate {
        Gate(name, .notApplicable, text: "nothing is taken out of rotation")
    }

    /// `a`, `a and b`, `a, b and c`.
    static func list(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return "\(words.dropLast().joined(separator: ", ")) and \(last)"
    }
}
