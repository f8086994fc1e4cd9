extension AttentionBoard {
    /// Links that do not carry data as they should: a line for each way, and pair of zones or dead master.
    static func links(_ facts: Facts) -> [Draft] {
        struct Cause: Hashable {
            var source: String
            var state: ReplicationLink.State
            var from: String
            var to: String
        }
        let silent = Set(facts.sources.lazy.flatMap(\.nodes).filter(\.isSilent).map(\.id))
        var causes: [Cause: [ReplicationLink]] = [:]
        for link in facts.links where link.state != .ok {
            let ends = [link.from, link.to].map { NodeID(source: link.source, node: $0) }
            // That a node is silent has its own line: what is not known because of it is no second cause.
            if link.state == .unknown, ends.contains(where: silent.contains) { continue }
            let cause =
                link.state == .sourceDown
                ? Cause(source: link.source, state: link.state, from: link.from, to: "")
                : Cause(
                    source: link.source, state: link.state, from: link.fromZone ?? link.from,
                    to: link.toZone ?? link.to)
            causes[cause, default: []].append(link)
        }
        return causes.map { cause, links in
            Draft(
                cause: "link \(cause)",
                severity: cause.state == .cut || cause.state == .sourceDown ? .bad : .warning, subject: cause.source,
                text: text(cause.state, links), target: .source(cause.source), rank: rank(cause.state),
                weight: links.count)
        }
    }

    private static func rank(_ state: ReplicationLink.State) -> Int {
        switch state {
        case .cut, .sourceDown: 1
        case .paused, .behind: 3
        case .unknown, .ok: 5
        }
    }

    private static func text(_ state: ReplicationLink.State, _ links: [ReplicationLink]) -> String {
        let first = links[0]
        let why = first.reason.map { ": \($0)" } ?? ""
        let place = [first.fromZone, first.toZone].compactMap { $0 }
        let zones = place.count == 2 && place[0] != place[1] ? " (\(place[0]) to \(place[1]))" : ""
        if state == .sourceDown {
            let whom = links.count == 1 ? first.to : plural(links.count, "replica")
            return "\(first.from) is dead, \(whom) no longer \(links.count == 1 ? "receives" : "receive") from it"
                + "\(zones)\(why)"
        }
        let who = links.count == 1 ? "\(first.to)" : list(links.map(\.to))
        let one = links.count == 1
        switch state {
        case .cut: return "\(who) no longer \(one ? "receives" : "receive") from \(first.from)\(zones)\(why)"
        case .paused: return "\(who) \(one ? "has" : "have") stopped applying from \(first.from)\(zones)\(why)"
        case .behind: return "\(who) \(one ? "is" : "are") behind \(first.from)\(zones)\(why)"
        case .unknown, .sourceDown, .ok:
            return "how far \(who) \(one ? "is" : "are") behind \(first.from) is not known\(zones)\(why)"
        }
    }
}
