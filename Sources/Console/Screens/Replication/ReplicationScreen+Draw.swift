import Terminal
import Topology

extension ReplicationScreen {
    func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let layout = ReplicationLayout(state, in: area, folded: state.view.expanded)
        drawTitle(state, in: layout.title, with: &pen)
        if layout.graph.height > 0 {
            if layout.isMatrix {
                LagMatrix.draw(state, most: area.height >= 30 ? 3 : 1, in: layout.graph, with: &pen)
            } else {
                ReplicationGraph(state, state.snapshot.linkedZones, in: layout.graph).draw(with: &pen)
            }
        }
        let table = Table(Self.columns, in: layout.table)
        table.drawHeading(state.view.sort, with: &pen)
        let rows = state.view.rows
        if rows.count == 0 { drawEmpty(state, in: layout.table.below(1), with: &pen) }
        let short = ZoneNames.short(state.zoneNames)
        let visible = links(state)
        table.drawRows(
            of: state, with: &pen, shape: { visible[$0].map { Marks.link($0.state) } ?? ("", .text) },
            cell: { row, column, pen in visible[row].map { Self.cell(column, $0, short, &pen) } ?? Cell("") })
        if layout.detail.height == 2, case .link(let id)? = state.selection, let link = state.snapshot.link(id) {
            drawDetail(link, in: layout.detail, with: &pen)
        }
    }

    /// The links of the visible rows.
    private func links(_ state: ConsoleState) -> [Int: ReplicationLink] {
        let first = state.view.scroll
        let rows = first..<max(first, min(state.view.rows.count, first + max(0, state.layout.body.height)))
        let wanted = Set(
            rows.compactMap { row -> ReplicationLink.ID? in
                if case .link(let id)? = state.view.rows.subject(row) { id } else { nil }
            })
        let found = Dictionary(
            state.snapshot.links.lazy.filter { wanted.contains($0.id) }.map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first })
        var links: [Int: ReplicationLink] = [:]
        for row in rows {
            if case .link(let id)? = state.view.rows.subject(row) { links[row] = found[id] }
        }
        return links
    }

    private func drawTitle(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let links = state.snapshot.links
        func count(_ states: ReplicationLink.State...) -> Int { links.count { states.contains($0.state) } }
        var parts = [pen.say(ReplicationText.links, String(links.count))]
        for (phrase, number) in [
            (ReplicationText.behind, count(.behind)), (.cut, count(.cut, .sourceDown)), (.paused, count(.paused)),
            (.unknown, count(.unknown)),
        ] where number > 0 {
            parts.append(pen.say(phrase, String(number)))
        }
        let filter = state.view.filter
        pen.title(title, filter.isEmpty ? parts.joined(separator: ", ") : filter, end: "", in: area)
    }

    private func drawEmpty(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let text =
            state.snapshot.links.isEmpty
            ? pen.say(state.snapshot.kept ? ReplicationText.keptLinks : ReplicationText.none)
            : pen.say(OverviewText.noMatch, state.view.filter)
        pen.text(text, x: area.x + Table.lead, y: area.y, width: area.width - Table.lead - 1, role: .stateUnknown)
    }

    private static func cell(
        _ column: ColumnID, _ link: ReplicationLink, _ short: [String: String], _ pen: inout Pen
    ) -> Cell {
        switch column {
        case .link:
            let from = link.fromZone.map { short[$0] ?? $0 } ?? "?"
            let to = link.toZone.map { short[$0] ?? $0 } ?? "?"
            return Cell("\(link.source)  \(from) → \(to)", .strong)
        case .state: return Cell(pen.say(StateText(link.state)), Marks.link(link.state).role)
        case .position: return link.position.cell { Figures.position($0, link.unit) }
        case .seconds: return link.seconds.cell(Figures.seconds)
        case .proven:
            guard let proven = link.provenAt else { return Cell(pen.say(StateText.never), .stateUnknown) }
            let isOld = link.state != .ok && link.state != .behind
            return Cell(pen.freshness(since: proven), isOld ? .stale : .dim)
        case .what: return Cell(link.reason ?? "", link.state == .ok ? .dim : .warning)
        case .address: return Cell(NodeName.short(link.from), .dim)
        case .node: return Cell(NodeName.short(link.to), .dim)
        case .kind: return Cell(Sparkline.text(link.history, width: 24), .spark)
        default: return Cell("")
        }
    }

    /// Two lines: which servers, then the three facts of its lag and why.
    private func drawDetail(_ link: ReplicationLink, in area: Area, with pen: inout Pen) {
        let (mark, role) = Marks.link(link.state)
        let end = area.x + area.width - 1
        var x = pen.text(mark + " ", x: area.x + 1, y: area.y, width: 3, role: role)
        x = pen.text("\(link.source)  \(link.kind)  ", x: x, y: area.y, width: end - x, role: .strong)
        let ends = [(link.from, link.fromZone), (link.to, link.toZone)].map { node, zone in
            NodeName.short(node) + " (" + (zone ?? "?") + ")"
        }
        pen.text(ends.joined(separator: " → "), x: x, y: area.y, width: end - x)
        let live = link.live.cell { pen.say($0 ? ReplicationText.flows : ReplicationText.doesNotFlow) }
        let facts = [
            pen.say(StateText(link.state)), link.position.cell { Figures.position($0, link.unit) }.text,
            link.seconds.cell(Figures.seconds).text, live.text,
        ]
        x = pen.text(facts.joined(separator: "  "), x: area.x + 3, y: area.y + 1, width: end - area.x - 3, role: role)
        let why = link.reason ?? link.position.whyUnknown ?? link.seconds.whyUnknown ?? ""
        pen.text(why, x: x + 2, y: area.y + 1, width: end - x - 2, role: link.state == .ok ? .dim : .warning)
    }
}
