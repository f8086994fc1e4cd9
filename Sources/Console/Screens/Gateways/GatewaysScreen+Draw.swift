import Terminal
import Topology

extension GatewaysScreen {
    func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let layout = GatewaysLayout(area, zones: state.zoneNames.count)
        drawTitle(state, in: layout.title, with: &pen)
        let zones = state.zoneNames.filter { zone in state.routes.rows.contains { $0.shares[zone] != nil } }
        let table = Table(Self.columns(zones), in: layout.table)
        table.drawHeading(state.view.sort, with: &pen)
        let rows = state.view.rows
        if rows.count == 0 { drawEmpty(state, in: layout.table.below(1), with: &pen) }
        func row(_ index: Int) -> RouteRow? {
            if case .route(let key)? = rows.subject(index) { state.routes.row(key) } else { nil }
        }
        let many = state.routes.sources.count > 1
        table.drawRows(
            of: state, with: &pen, shape: { row($0).map(Self.shape) ?? ("", .text) },
            cell: { index, column, pen in
                row(index).map { Self.cell(column, $0, named: many, pen) } ?? Cell("")
            })
        if layout.detail.height > 1, let selected = state.selectedRoute {
            RouteGrid.draw(selected, state, in: layout.detail, with: &pen)
        }
    }

    private static func columns(_ zones: [String]) -> [Column] {
        let shares = zones.map { zone in
            Column(ColumnID(rawValue: "zone " + zone), named: zone, 12, most: 16, rank: 2)
        }
        let places = shares.isEmpty ? [Column(.what, GatewayText.sendsTo, 30, most: 60, rank: 1)] : shares
        return [Column(.route, ColumnText.route, 13, most: 32)] + places + [
            Column(.requests, ColumnText.requests, 5, most: 7, right: true),
            Column(.errors, ColumnText.errors, 6, most: 8, right: true),
            Column(.mean, ColumnText.mean, 7, right: true, rank: 3),
            Column(.nodes, ColumnText.nodes, 6, most: 9, right: true, rank: 1),
        ]
    }

    static func shape(_ row: RouteRow) -> (mark: String, role: StyleRole) {
        if row.differs { return ("≠", .warning) }
        switch row.rate {
        case .unknown, .stale: return ("◌", .stateUnknown)
        case .value(let rate, _) where (rate.errorRatio ?? 0) >= 0.05: return ("▲", .stateFailing)
        case .value, .notApplicable: return ("●", .stateUp)
        }
    }

    private static func cell(_ column: ColumnID, _ row: RouteRow, named: Bool, _ pen: Pen) -> Cell {
        switch column {
        case .route: return Cell(named ? row.key.source + "/" + row.key.name : row.key.name, .strong)
        case .requests: return row.rate.requests
        case .errors: return row.rate.errors
        case .mean: return row.rate.latency
        case .nodes:
            let text = "\(row.alike)/\(row.nodes)" + (row.differs ? " ≠" : row.silent ? " ◌" : "")
            return Cell(text, row.differs ? .warning : row.alike < row.nodes ? .stateUnknown : .text)
        case .what: return Cell(row.destination, .dim)
        default:
            guard row.key.isGroup else {
                return Cell(row.destination + "  " + pen.say(GatewayText.notWeighted), .dim, covers: "zone ")
            }
            return share(row.shares[String(column.rawValue.dropFirst(5))])
        }
    }

    /// `50 → 52 %`: what is set, what was counted, and `≠` where a node has another weight.
    static func share(_ share: RouteRow.Share?) -> Cell {
        guard let share else { return Cell("–", .dim) }
        func bare(_ value: Measured<Double>) -> String {
            let text = value.cell { Figures.bare(share: $0) }.text
            return String(repeating: " ", count: max(0, 3 - text.count)) + text
        }
        let text = "\(bare(share.set)) → \(bare(share.measured)) %" + (share.differs ? "≠" : "")
        if share.differs { return Cell(text, .warning) }
        if share.measured.last == nil, share.measured.applies { return Cell(text, .stateUnknown) }
        if share.set.last == 0, share.measured.last == 0 { return Cell(text, .dim) }
        return Cell(text, share.measured.fresh == nil && share.measured.applies ? .stale : .text)
    }

    private func drawTitle(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let sources = state.routes.sources
        var words = pen.say(
            GatewayText.tally, String(Set(state.snapshot.traffic.routes.map(\.node)).count),
            String(state.routes.rows.count))
        if sources.count == 1 { words = sources[0] + "  " + words }
        if !state.view.filter.isEmpty { words = state.view.filter }
        pen.title(title, words, end: pen.say(GatewayText.legend), in: area)
    }

    private func drawEmpty(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let text =
            state.routes.rows.isEmpty
            ? pen.say(state.snapshot.kept ? GatewayText.keptRoutes : GatewayText.none)
            : pen.say(OverviewText.noMatch, state.view.filter)
        pen.text(text, x: area.x + Table.lead, y: area.y, width: area.width - Table.lead - 1, role: .stateUnknown)
    }
}
