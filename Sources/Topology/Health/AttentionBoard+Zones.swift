extension AttentionBoard {
    /// How close together services of a zone must begin to fail to be one cause, in milliseconds.
    private static let oneCauseMs: Int64 = 30_000

    /// What is wrong with instances: a line a zone, or several where services began to fail at different times.
    static func zones(_ facts: Facts) -> [Draft] {
        typealias Trouble = (service: ServiceKey, trouble: ServiceFindings.ZoneTrouble)
        var byZone: [String: [Trouble]] = [:]
        for service in facts.services {
            for trouble in service.findings.troubles {
                byZone[trouble.zone, default: []].append((service.key, trouble))
            }
        }
        var drafts: [Draft] = []
        for (zone, troubles) in byZone {
            var causes: [[Trouble]] = []
            for trouble in troubles.sorted(by: { $0.trouble.began < $1.trouble.began }) {
                if let last = causes.last?.last, trouble.trouble.began - last.trouble.began <= oneCauseMs {
                    causes[causes.count - 1].append(trouble)
                } else {
                    causes.append([trouble])
                }
            }
            for cause in causes { drafts.append(draft(zone, cause.sorted(by: { worse($0.trouble, $1.trouble) }))) }
        }
        return drafts
    }

    private static func draft(
        _ zone: String, _ cause: [(service: ServiceKey, trouble: ServiceFindings.ZoneTrouble)]
    ) -> Draft {
        let sick = cause.contains { $0.trouble.health == .sick || $0.trouble.health == .unknown }
        var text = list(cause.map { "\($0.service) \(words($0.trouble))" })
        let began = cause.map(\.trouble.began)
        if cause.count > 1, let first = began.min(), let last = began.max() {
            text += "; began within \(max(1, (last - first + 999) / 1000)) s of each other"
        }
        var filter = "zone=" + (zone.isEmpty ? "\"\"" : zone) + " state=down,gone,unknown,starting"
        if cause.count == 1 { filter = "service=\(cause[0].service.name) " + filter }
        let subject = zone.isEmpty ? "no zone" : zone
        return Draft(
            cause: "zone \(zone) \(cause.map(\.service.description).min() ?? "")", severity: sick ? .bad : .warning,
            subject: subject, text: text, since: began.min(), target: .instances(filter: filter), rank: 1,
            weight: cause.reduce(0) { $0 + $1.trouble.counts.total })
    }

    private static func worse(_ a: ServiceFindings.ZoneTrouble, _ b: ServiceFindings.ZoneTrouble) -> Bool {
        a.health == b.health ? a.counts.total > b.counts.total : a.health == .sick
    }

    /// `18 of 20 down`, `10 down, 8 gone of 20`.
    private static func words(_ trouble: ServiceFindings.ZoneTrouble) -> String {
        let states: [(InstanceState, String)] = [
            (.down, "down"), (.gone, "gone"), (.unknown, "unknown"), (.starting, "starting"),
        ]
        let parts = states.filter { trouble.counts[$0.0] > 0 }
        if parts.count == 1 { return "\(trouble.counts[parts[0].0]) of \(trouble.expected) \(parts[0].1)" }
        return parts.map { "\(trouble.counts[$0.0]) \($0.1)" }.joined(separator: ", ") + " of \(trouble.expected)"
    }

    /// Zones whose names differ only in case, and instances that are in no zone.
    static func spelling(_ facts: Facts) -> [Draft] {
        var names = Set(facts.estate.zones.map(\.name))
        var homeless = 0
        for service in facts.services {
            for (zone, counts) in service.zones {
                if zone.isEmpty { homeless += counts.total - counts.gone } else { names.insert(zone) }
            }
        }
        var drafts = ZoneResolver.zonesByCase(names).map { group in
            Draft(
                cause: "case \(group)", severity: .warning, subject: group[0],
                text: "zones \(group.joined(separator: " and ")) differ only in case: some clients take them for one, "
                    + "others for several",
                target: .instances(filter: "zone=\(group.joined(separator: ","))"), rank: 7)
        }
        if homeless > 0, !facts.estate.zones.isEmpty {
            let (verb, pronoun) = homeless == 1 ? ("is", "it is") : ("are", "they are")
            drafts.append(
                Draft(
                    cause: "homeless", severity: .warning, subject: "zones",
                    text:
                        "\(plural(homeless, "instance")) \(verb) in no zone: \(pronoun) left out when a zone is moved",
                    target: .instances(filter: "zone=\"\""), rank: 8, weight: homeless))
        }
        return drafts
    }
}
