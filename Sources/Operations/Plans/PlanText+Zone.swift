import Contract
import Topology

extension PlanText {
    /// Until when it is meant to last, and how long it takes at either pace.
    static func head(_ zone: ZonePlan) -> [String] {
        var lines: [String] = []
        if let expires = zone.expiresAt { lines.append("  alarm    at \(expires.rfc3339)") }
        let other: OperationPace = zone.pace == .careful ? .now : .careful
        if zone.takesMs > 0 {
            lines.append(
                "  pace     \(zone.pace.rawValue) \(Gates.duration(zone.takesMs))    \(other.rawValue) "
                    + Gates.duration(zone.otherPaceMs))
        }
        if !zone.except.isEmpty { lines.append("  except   \(zone.except.joined(separator: ", "))") }
        if !zone.include.isEmpty { lines.append("  include  \(zone.include.joined(separator: ", "))") }
        return lines
    }

    /// The stages, one line each, in columns; then what was found.
    static func happening(_ zone: ZonePlan, _ plan: Plan) -> [String] {
        guard !zone.overview.isEmpty else { return ["what happens"] + notes(plan) }
        var rows = [["what happens", "", "before", "after", "takes"]]
        for (index, stage) in zone.overview.enumerated() {
            rows.append([
                "  \(index + 1) \(stage.name)", stage.what, stage.before, stage.after, Gates.duration(stage.takesMs),
            ])
        }
        let widths = (0..<5).map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            let cells = zip(row, widths).map { $0.padding(to: $1) }
            return cells.joined(separator: "  ").trimmedAtEnd
        }
        let many = zone.stages.count > zone.overview.count ? ["  stages: " + stages(zone)] : []
        return lines + many + notes(plan)
    }

    /// What it comes to: who is called then, what stays, what may be missing, what would hold it.
    static func telling(_ zone: ZonePlan) -> [String] {
        var lines: [String] = []
        let shares = zone.forecast.compactMap { forecast in
            forecast.share.map { "\(forecast.zone) \(Planner.percent($0))" + load(forecast) }
        }
        if !shares.isEmpty {
            lines.append("  who is called then  \(shares.joined(separator: ", ")) (by \(zone.forecast[0].reason))")
        } else if let reason = zone.forecast.first?.reason {
            lines.append("  who is called then  \(reason)")
        }
        lines += zone.stays.map { "  stays in the zone   \($0)" }
        lines += zone.mayBeMissing.map { "  may be missing      \($0)" }
        lines += zone.stopRules.map { "  holds if            \($0)" }
        return lines.isEmpty ? [] : [""] + lines
    }

    private static func load(_ forecast: ForecastShare) -> String {
        forecast.load.map { " at \(Planner.percent($0)) of capacity" } ?? ""
    }

    private static func stages(_ zone: ZonePlan) -> String {
        zone.stages.map(\.name).filter { !$0.hasSuffix(" soak") }.joined(separator: ", ")
    }
}

extension String {
    /// The text with blanks behind it up to a width in characters.
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    /// The text without blanks at its end.
    fileprivate var trimmedAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
