import Terminal
import Topology

/// The lines of a zone's card that are about its traffic.
struct TrafficLines {
    let zone: String
    let state: ConsoleState
    let area: Area

    /// Draws one of them.
    func draw(_ line: CardLine, with pen: inout Pen) {
        let traffic =
            state.snapshot.traffic.zones[zone]
            ?? ZoneTraffic(intended: .notApplicable, measured: .notApplicable, rate: .notApplicable)
        let x = area.x + 1
        let width = area.width - 2
        switch line {
        case .traffic: drawShares(traffic, x: x, width: width, with: &pen)
        case .rate:
            let rate = traffic.rate.requests
            let shown = rate.text == "–" ? "–" : rate.text + "/s"
            pen.right(shown, x: x, y: area.y, width: 8, role: rate.role)
            spark(traffic.history, maximum: highest(\.history), .spark, x: x + 10, width: width - 10, with: &pen)
        case .errors:
            var after = pen.text(pen.say(OverviewText.errors), x: x, y: area.y, width: width, role: .dim) + 1
            let errors = traffic.rate.errors
            after = pen.text(errors.text, x: after, y: area.y, width: x + width - after, role: errors.role)
            let mean = traffic.rate.latency
            pen.right(mean.text, x: after + 1, y: area.y, width: x + width - after - 1, role: mean.role)
        case .errorHistory:
            let most = max(0.01, highest(\.errorHistory) ?? 0)
            let last = traffic.errorHistory.last.flatMap(\.self).flatMap(Marks.errors) ?? .spark
            spark(traffic.errorHistory, maximum: most, last, x: x + 10, width: width - 10, with: &pen)
        case .capacity: drawCapacity(x: x, width: width, with: &pen)
        case .up, .tallies, .worst, .out: break
        }
    }

    /// `traffic 49 % set 50 %`, and `≠` where the two are further apart than sampling explains.
    private func drawShares(_ traffic: ZoneTraffic, x: Int, width: Int, with pen: inout Pen) {
        let measured = traffic.measured.cell(Figures.share)
        let intended = traffic.intended.cell(Figures.share)
        let label = pen.text(pen.say(OverviewText.traffic), x: x, y: area.y, width: width, role: .dim)
        let after = label
        pen.right(measured.text, x: after, y: area.y, width: 6, role: measured.role == .text ? .strong : measured.role)
        var end = pen.text(
            pen.say(OverviewText.set, intended.text), x: after + 7, y: area.y, width: x + width - after - 7,
            role: intended.role == .text ? .dim : intended.role)
        if let set = traffic.intended.fresh, let real = traffic.measured.fresh, Self.deviates(set: set, measured: real)
        {
            end = pen.text(end < x + width ? " ≠" : "≠", x: end, y: area.y, width: 2, role: .warning)
        }
        guard let coverage = traffic.coverage, coverage.measured < coverage.all else { return }
        let text = "  " + pen.say(OverviewText.ofAll, String(coverage.measured), String(coverage.all))
        if end + pen.width(of: text) <= x + width { pen.text(text, x: end, y: area.y, width: 40, role: .dim) }
    }

    /// Whether a share is another one than was set: by more than a tenth of it, or anything where 0 was set.
    static func deviates(set: Double, measured: Double) -> Bool {
        if set == 0 { return measured > 0.0005 }
        return abs(set - measured) > max(0.05, set / 10)
    }

    private func drawCapacity(x: Int, width: Int, with pen: inout Pen) {
        let label = pen.text(pen.say(OverviewText.capacity), x: x, y: area.y, width: width, role: .dim)
        let after = x + max(10, label - x + 1)
        guard let capacity = ZoneCapacity(of: zone, in: state.snapshot) else {
            pen.text("–", x: after, y: area.y, width: 1, role: .dim)
            return
        }
        guard let load = capacity.load else {
            pen.text(pen.say(OverviewText.noFigure), x: after, y: area.y, width: x + width - after, role: .stateUnknown)
            return
        }
        let percent = load.isFinite ? String(Int((load * 100).rounded())) + " %" : "∞"
        let role: StyleRole = load > 0.8 ? .bad : load > 0.6 ? .warning : .text
        let whole = pen.say(OverviewText.takes, capacity.from, percent)
        let room = x + width - after
        let text = pen.width(of: whole) <= room ? whole : pen.say(OverviewText.takesShort, capacity.from, percent)
        pen.text(text, x: after, y: area.y, width: room, role: role)
    }

    /// The largest value of all zones: lines that stand beside each other are compared.
    private func highest(_ history: KeyPath<ZoneTraffic, [Double?]>) -> Double? {
        state.snapshot.traffic.zones.values.flatMap { $0[keyPath: history].compactMap(\.self) }.max()
    }

    private func spark(
        _ values: [Double?], maximum: Double?, _ role: StyleRole, x: Int, width: Int, with pen: inout Pen
    ) {
        let wanted = min(width, 36)
        pen.text(Sparkline.text(values, width: wanted, maximum: maximum), x: x, y: area.y, width: wanted, role: role)
    }
}
