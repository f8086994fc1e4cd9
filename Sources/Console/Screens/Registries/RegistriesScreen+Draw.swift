import Terminal
import Topology

extension RegistriesScreen {
    func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let layout = RegistriesLayout(area)
        let sources = state.snapshot.sources
        let end = pen.say(RegistryText.title, String(sources.count), String(sources.reduce(0) { $0 + $1.nodes.count }))
        pen.title(title, state.view.filter, end: end, in: layout.title)
        let table = Table(Self.columns, in: layout.table)
        table.drawHeading(nil, with: &pen)
        if sources.isEmpty {
            let text = pen.say(RegistryText.noSources)
            pen.text(text, x: area.x + Table.lead, y: area.y + 2, width: area.width - Table.lead, role: .stateUnknown)
        }
        let rows = state.view.rows
        table.drawRows(
            of: state, with: &pen,
            shape: { row in
                switch rows.subject(row) {
                case .source(let name)?:
                    sources.first { $0.name == name }.map { Marks.source($0.state) } ?? ("", .text)
                case .node(let id)?: Self.node(id, state).map { Marks.node($0.state) } ?? ("", .text)
                default: ("", .text)
                }
            },
            cell: { row, column, pen in
                switch rows.subject(row) {
                case .source(let name)?:
                    sources.first { $0.name == name }.map { cell(column, $0, state, pen) } ?? Cell("")
                case .node(let id)?: Self.node(id, state).map { cell(column, $0, state, &pen) } ?? Cell("")
                default: Cell("")
                }
            })
        drawDetail(state, in: layout.detail, with: &pen)
    }

    /// A server by its identity.
    static func node(_ id: NodeID, _ state: ConsoleState) -> NodeView? {
        state.snapshot.sources.first { $0.name == id.source }?.nodes.first { $0.id == id }
    }

    /// Whether any server of a source lists instances: a gateway or a database has none to list.
    private static func isRegistry(_ source: String, _ state: ConsoleState) -> Bool {
        state.snapshot.sources.first { $0.name == source }?.nodes.contains { $0.registrations > 0 } ?? false
    }

    /// Whether the servers of a source say the same, as far as enough of them answer to tell.
    private static func agreement(_ source: SourceView, _ state: ConsoleState) -> (text: String, role: StyleRole) {
        let differ = state.divergence.instances[source.name] ?? 0
        if differ > 0 { return ("≠ " + state.say(RegistryText.differ, String(differ)), .warning) }
        let servers = source.nodes.filter { $0.state != .named }
        guard servers.count > 1 else { return (state.say(RegistryText.alone), .dim) }
        let answering = servers.count { $0.state == .live || $0.state == .partial }
        return answering > 1
            ? (state.say(RegistryText.agree), .dim) : (state.say(RegistryText.fewAnswer), .stateUnknown)
    }

    private func cell(_ column: ColumnID, _ source: SourceView, _ state: ConsoleState, _ pen: Pen) -> Cell {
        switch column {
        case .node: return Cell(source.name + "  " + source.kind, .strong)
        case .state: return Cell(pen.say(StateText(source.state)), Marks.source(source.state).role)
        case .what:
            let (text, role) = Self.agreement(source, state)
            return Cell(text, role)
        default: return Cell("")
        }
    }

    private func cell(_ column: ColumnID, _ node: NodeView, _ state: ConsoleState, _ pen: inout Pen) -> Cell {
        let known = node.answeredAt != nil
        let old: StyleRole = node.state == .live || node.state == .partial ? .text : .stale
        switch column {
        case .node: return Cell("  " + NodeName.short(node.id.node))
        case .state: return Cell(pen.say(StateText(node.state)), Marks.node(node.state).role)
        case .zone: return node.zone.map { Cell($0) } ?? Cell("–", .dim)
        case .registrations where known && node.registrations == 0 && !Self.isRegistry(node.id.source, state):
            return Cell("–", .dim)
        case .registrations: return known ? Cell(String(node.registrations), old) : Cell("?", .stateUnknown)
        case .latency:
            guard let latency = node.latencyMs else { return Cell(known ? "–" : "?", .dim) }
            return Cell(pen.say(RegistryText.milliseconds, String(Int(latency + 0.5))), old)
        case .age:
            guard let answered = node.answeredAt else { return Cell(pen.say(StateText.never), .stateUnknown) }
            return Cell(pen.freshness(since: answered), old == .text ? .dim : .stale)
        case .version: return node.serverVersion.map { Cell($0, .dim) } ?? Cell("?", .dim)
        case .what:
            if let error = node.error { return Cell(error, .warning) }
            let differ = state.divergence.counts[node.id] ?? 0
            if differ > 0 { return Cell("≠ " + pen.say(RegistryText.differences, String(differ)), .warning) }
            return Cell(node.facts.map { "\($0.label) \($0.value)" }.joined(separator: "  "), .dim)
        default: return Cell("")
        }
    }

    /// The selected row in whole sentences, so that most questions need no key.
    private func drawDetail(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        guard area.height > 1, let subject = state.selection else { return }
        pen.heading(text(of: subject, in: state) ?? "", x: area.x + 1, y: area.y, width: area.width - 2)
        let lines: [DocumentLine]
        switch subject {
        case .node(let id):
            guard let node = Self.node(id, state) else { return }
            lines = NodeScreen.summary(node, state)
        case .source(let name):
            guard let source = state.snapshot.sources.first(where: { $0.name == name }) else { return }
            let (text, role) = Self.agreement(source, state)
            lines = [DocumentLine("", text, role)]
        default: return
        }
        for (offset, line) in lines.prefix(area.height - 1).enumerated() {
            let y = area.y + 1 + offset
            pen.text(line.label, x: area.x + 2, y: y, width: 22, role: .dim)
            pen.text(line.value, x: area.x + 25, y: y, width: area.width - 26, role: line.role)
        }
    }
}
