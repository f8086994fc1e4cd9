import Terminal
import Topology

/// The selected row node by node: the weight of each zone, where it is defined, when its node answered.
enum RouteGrid {
    /// Columns of the labels.
    private static let labels = 18

    /// Draws as many nodes as fit, those that differ first.
    static func draw(_ row: RouteRow, _ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let all = nodes(row, state)
        let names = names(all)
        let column = max(12, (names.map { pen.width(of: $0) }.max() ?? 0) + 4)
        let fit = max(1, (area.width - labels - 1) / column)
        let shown = Array(all.prefix(fit))
        let more = all.count > shown.count ? pen.say(GatewayText.moreNodes, String(all.count - shown.count)) : ""
        pen.heading(
            row.key.name + "  " + pen.say(row.key.isGroup ? GatewayText.weight : GatewayText.notWeighted),
            x: area.x + 1, y: area.y, width: area.width - 2, end: more)
        var y = area.y + 1
        let end = area.y + area.height
        func place(_ index: Int) -> Int { area.x + labels + index * column }
        for (index, node) in shown.enumerated() where y < end {
            let view = RegistriesScreen.node(node, state)
            let silent = view.map { $0.state != .live && $0.state != .partial } ?? true
            let name = names[index] + (silent ? " ◌" : "")
            pen.text(name, x: place(index), y: y, width: column - 1, role: silent ? .stateUnknown : .strong)
        }
        y += 1
        for line in lines(row, state) {
            guard y < end else { return }
            pen.text(line.label, x: area.x + 1, y: y, width: labels - 2, role: .dim)
            for (index, node) in shown.enumerated() {
                if let answered = RegistriesScreen.node(node, state)?.answeredAt { _ = pen.freshness(since: answered) }
                let cell = line.cell(node)
                pen.text(cell.text, x: place(index), y: y, width: column - 1, role: cell.role)
            }
            y += 1
        }
        if let trouble = row.trouble, y < end {
            pen.text("≠ " + trouble, x: area.x + 1, y: y, width: area.width - 2, role: .warning)
        }
    }

    /// The nodes' names, without their port where they all have the same.
    private static func names(_ nodes: [NodeID]) -> [String] {
        let names = nodes.map { NodeName.short($0.node) }
        let ports = Set(names.map { $0.split(separator: ":").last.map(String.init) ?? "" })
        let hosts = names.map { name in name.lastIndex(of: ":").map { String(name[..<$0]) } ?? name }
        return ports.count == 1 && Set(hosts).count == hosts.count ? hosts : names
    }

    /// A line of the grid: its label, and what stands there of a node.
    struct Line {
        var label: String
        var cell: (NodeID) -> Cell
    }

    /// The nodes of the row's source, those that differ first.
    static func nodes(_ row: RouteRow, _ state: ConsoleState) -> [NodeID] {
        let source = state.snapshot.sources.first { $0.name == row.key.source }
        var nodes = (source?.nodes ?? []).filter { $0.state != .named }.map(\.id)
        for view in row.routes where !nodes.contains(view.node) { nodes.append(view.node) }
        let different = Set(row.routes.filter(\.hasOwnDifference).map(\.node))
        return nodes.filter(different.contains) + nodes.filter { !different.contains($0) }
    }

    /// The lines of the grid.
    static func lines(_ row: RouteRow, _ state: ConsoleState) -> [Line] {
        let byNode = Dictionary(grouping: row.routes, by: \.node)
        var lines: [Line] = []
        if row.key.isGroup {
            let zones = state.zoneNames.filter { row.shares[$0] != nil } + (row.shares[""] == nil ? [] : [""])
            lines += zones.map { zone in
                Line(label: zone.isEmpty ? state.say(StateText.noZone) : zone) { node in
                    weight(byNode[node]?.filter { ($0.zone ?? "") == zone }, node, state)
                }
            }
        } else {
            lines.append(
                Line(label: state.say(GatewayText.sendsTo)) { node in
                    byNode[node]?.first.map { Cell($0.route.uri, $0.difference == nil ? .text : .warning) }
                        ?? absent(node, state)
                })
        }
        lines.append(
            Line(label: state.say(GatewayText.definedIn)) { node in
                byNode[node].map { definition($0, state) } ?? Cell("")
            })
        lines.append(
            Line(label: state.say(RegistryText.answered)) { node in
                guard let view = RegistriesScreen.node(node, state) else { return Cell("") }
                guard let at = view.answeredAt else { return Cell(state.say(StateText.never), .stateUnknown) }
                let isFresh = view.state == .live || view.state == .partial
                let ago = state.say(RegistryText.ago, Age.freshness(since: at, state.now))
                return Cell(ago, isFresh ? .dim : .stale)
            })
        return lines
    }

    private static func weight(_ routes: [RouteView]?, _ node: NodeID, _ state: ConsoleState) -> Cell {
        guard let routes, !routes.isEmpty else { return absent(node, state) }
        let differs = routes.contains(where: \.hasOwnDifference)
        let weights = routes.compactMap(\.route.weight)
        let text = weights.isEmpty ? "?" : String(weights.reduce(0, +))
        let stale = routes.contains { if case .stale = $0.rate { true } else { false } }
        return Cell(
            text + (differs ? " ≠" : "") + (stale ? " ◌" : ""), differs ? .warning : stale ? .stale : .text)
    }

    /// What a node is not told to have: missing where it answers, not known where it does not.
    private static func absent(_ node: NodeID, _ state: ConsoleState) -> Cell {
        let answers = RegistriesScreen.node(node, state).map { $0.state == .live || $0.state == .partial } ?? false
        return answers ? Cell("– ≠", .warning) : Cell("?", .stateUnknown)
    }

    private static func definition(_ routes: [RouteView], _ state: ConsoleState) -> Cell {
        let places = Set(routes.map(\.route.definedIn))
        guard places.count == 1, let place = places.first else {
            return Cell(state.say(GatewayText.inSeveral), .warning)
        }
        switch place {
        case .code?: return Cell(state.say(GatewayText.inCode))
        case .properties?: return Cell(state.say(GatewayText.inProperties))
        case .memory?: return Cell(state.say(GatewayText.inMemory))
        case nil: return Cell("?", .stateUnknown)
        }
    }
}
