import Contract
import Topology

extension Gates {
    /// `replication-lag`: what was written in the zone that is left has arrived elsewhere, within the estate's budget.
    ///
    /// Position and seconds, both: a position of 0 left proves that nothing is missing; seconds alone never do. A link out
    /// of a dark zone cannot tell, and does not block what moves traffic alone: the plan lists what may be missing.
    static func replicationLag(_ subject: GateSubject, _ evidence: Evidence) -> Gate {
        guard let leaving = subject.leaving else { return notAboutZones(.replicationLag) }
        let links = leavingLinks(leaving, evidence)
        guard !links.isEmpty else {
            return Gate(.replicationLag, .notApplicable, text: "no replication link leaves \(leaving)")
        }
        guard let budget = evidence.rules.lagBudgetSeconds else {
            return Gate(
                .replicationLag, .notApplicable,
                text: "the estate file sets no lagBudget; " + list(links.map { told($0) }))
        }
        var behind: [String] = []
        var unknown: [String] = []
        var dark: [String] = []
        var worst = 0.0
        for link in links {
            if link.isDark(in: evidence.snapshot) {
                dark.append(name(link))
                continue
            }
            switch (link.position, link.seconds) {
            case (.value(let position, _), .value(let seconds, _)):
                worst = max(worst, position == 0 ? 0 : seconds)
                if position > 0, seconds > budget { behind.append(told(link)) }
            case (.value(let position, _), _) where position == 0: break
            default: unknown.append("\(name(link)): \(why(link))")
            }
        }
        let threshold = "≤ \(tenths(budget)) s"
        let note = dark.isEmpty ? "" : "; \(list(dark)): dark, may be missing over there"
        if !behind.isEmpty {
            return Gate(
                .replicationLag, .fail, value: "\(tenths(worst)) s", threshold: threshold,
                text: list(behind + unknown) + note)
        }
        if !unknown.isEmpty {
            return Gate(.replicationLag, .unknown, threshold: threshold, text: list(unknown) + note)
        }
        return Gate(
            .replicationLag, .pass, value: dark.count == links.count ? nil : "\(tenths(worst)) s", threshold: threshold,
            text: dark.count == links.count
                ? "all \(links.count) links out of \(leaving) are dark, and may miss what was written there last"
                : list(links.filter { !$0.isDark(in: evidence.snapshot) }.map { told($0) }) + note)
    }

    /// `receiver-running`: data of the zone that is left can flow, as far as its receivers are concerned.
    static func receiverRunning(_ subject: GateSubject, _ evidence: Evidence) -> Gate {
        guard let leaving = subject.leaving else { return notAboutZones(.receiverRunning) }
        let links = leavingLinks(leaving, evidence)
        guard !links.isEmpty else {
            return Gate(.receiverRunning, .notApplicable, text: "no replication link leaves \(leaving)")
        }
        var stopped: [String] = []
        var unknown: [String] = []
        var dark = 0
        for link in links {
            if link.isDark(in: evidence.snapshot) {
                dark += 1
                continue
            }
            switch (link.state, link.live) {
            case (.cut, _), (.paused, _): stopped.append("\(name(link)): \(why(link))")
            case (_, .value(true, _)): break
            case (_, .value(false, _)): stopped.append("\(name(link)): \(why(link))")
            case (_, .stale), (_, .unknown), (_, .notApplicable): unknown.append("\(name(link)): \(why(link))")
            }
        }
        let running = links.count - stopped.count - unknown.count - dark
        let value = "\(running) of \(links.count)"
        let threshold = dark == 0 ? "all" : "all but \(dark) from the dark"
        if !stopped.isEmpty {
            return Gate(.receiverRunning, .fail, value: value, threshold: threshold, text: list(stopped + unknown))
        }
        if !unknown.isEmpty {
            return Gate(.receiverRunning, .unknown, value: value, threshold: threshold, text: list(unknown))
        }
        return Gate(
            .receiverRunning, .pass, value: value, threshold: threshold,
            text: dark == 0 ? "all links out of \(leaving) flow" : "\(dark) come from the dark, the others flow")
    }

    /// `clock-skew`: no server of the zones that go on says a clock that is far from this host's.
    static func clockSkew(_ subject: GateSubject, _ evidence: Evidence) -> Gate {
        guard let leaving = subject.leaving else { return notAboutZones(.clockSkew) }
        let nodes = evidence.snapshot.sources.flatMap(\.nodes).filter {
            $0.zone != leaving && ($0.state == .live || $0.state == .partial)
        }
        guard !nodes.isEmpty else { return Gate(.clockSkew, .unknown, text: "no server outside \(leaving) answers") }
        let off = nodes.compactMap { node in
            node.facts.first { $0.label == "clock" && $0.severity != nil }.map { "\(node.id.server): \($0.value)" }
        }
        guard off.isEmpty else {
            return Gate(.clockSkew, .fail, value: "\(off.count)", threshold: "0", text: list(off))
        }
        return Gate(
            .clockSkew, .pass, value: "0", threshold: "0",
            text: "no server that answers has a clock far from this host's")
    }

    private static func leavingLinks(_ zone: String, _ evidence: Evidence) -> [ReplicationLink] {
        evidence.snapshot.links.filter { $0.fromZone == zone && $0.toZone != zone }
    }

    private static func name(_ link: ReplicationLink) -> String {
        "\(link.source) \(link.from) → \(link.to)" + (link.toZone.map { " (\($0))" } ?? "")
    }

    private static func told(_ link: ReplicationLink) -> String {
        let position = link.position.fresh.map { "\(Int($0)) \(link.unit)" } ?? "position unknown"
        let seconds = link.seconds.fresh.map { "\(tenths($0)) s" } ?? "seconds unknown"
        return "\(name(link)): \(position), \(seconds)"
    }

    private static func why(_ link: ReplicationLink) -> String {
        if let reason = link.reason { return reason }
        if case .unknown(let reason) = link.position { return reason }
        if case .unknown(let reason) = link.seconds { return reason }
        if case .unknown(let reason) = link.live { return reason }
        return link.state.rawValue
    }

    private static func tenths(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
