import Terminal
import Topology

/// One route or weight group: its traffic, its split, and what every node has of it.
struct RouteScreen: Screen {
    static let id = ScreenID(rawValue: "route")
    var id: ScreenID { Self.id }
    var title: any Phrase { FrameText.route }
    var filters: Bool { false }
    var usesRoutes: Bool { true }

    func rows(of view: View, in state: ConsoleState, previous: RowList) -> RowList {
        .subjects(document(of: view, in: state).lines.indices.map { .line($0) })
    }

    func visibleRows(of view: View, in state: ConsoleState) -> Int { state.layout.body.height - 2 }

    func text(of subject: Subject, in state: ConsoleState) -> String? {
        guard case .line(let index) = subject else { return nil }
        let lines = document(of: state.view, in: state).lines
        return lines.indices.contains(index) ? lines[index].copied : nil
    }

    func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        pen.title(title, key(state.view).map { $0.source + "  " + $0.name } ?? "", end: "", in: area)
        pen.document(document(of: state.view, in: state), state.view, in: area.below(2))
    }

    private func key(_ view: View) -> RouteKey? {
        if case .route(let key)? = view.subject { key } else { nil }
    }

    private func document(of view: View, in state: ConsoleState) -> Document {
        var document = Document(labels: 22, width: state.columns)
        for line in lines(of: view, in: state) { document.wrap(line) }
        return document
    }

    private func lines(of view: View, in state: ConsoleState) -> [DocumentLine] {
        guard let key = key(view) else { return [] }
        guard let row = state.routes.row(key) else {
            return [DocumentLine("", state.say(GatewayText.vanished, key.name, key.source), .stateGone)]
        }
        var lines = head(row, state)
        for node in RouteGrid.nodes(row, state) {
            lines += [.blank, .heading(state.say(GatewayText.onNode, NodeName.short(node.node)))]
            lines += self.node(node, row, state)
        }
        return lines
    }

    private func head(_ row: RouteRow, _ state: ConsoleState) -> [DocumentLine] {
        let shape = GatewaysScreen.shape(row)
        let errors = row.rate.errors
        let says = [
            state.say(GatewayText.perSecond, row.rate.requests.text),
            state.say(ColumnText.errors) + " " + errors.text,
            state.say(ColumnText.mean) + " " + row.rate.latency.text,
        ]
        var lines = [
            DocumentLine(
                state.say(GatewayText.traffic), says.joined(separator: "  "),
                errors.role == .text ? row.rate.requests.role : errors.role, mark: shape)
        ]
        if let reason = row.rate.whyUnknown { lines.append(DocumentLine("", reason, .stateUnknown)) }
        if let trouble = row.trouble {
            lines.append(DocumentLine(state.say(GatewayText.rulesDiffer), trouble, .warning, mark: ("≠", .warning)))
        }
        for zone in state.zoneNames {
            guard let share = row.shares[zone] else { continue }
            let text = state.say(
                GatewayText.setTo, share.set.cell(Figures.share).text, share.measured.cell(Figures.share).text)
            lines.append(DocumentLine(zone, text, share.differs ? .warning : share.measured.cell(Figures.share).role))
        }
        return lines
    }

    private func node(_ node: NodeID, _ row: RouteRow, _ state: ConsoleState) -> [DocumentLine] {
        let own = row.routes.filter { $0.node == node }
        let view = RegistriesScreen.node(node, state)
        let answers = view.map { $0.state == .live || $0.state == .partial } ?? false
        var lines: [DocumentLine] = []
        if !answers {
            let why = [state.say(GatewayText.silent), view?.reason ?? ""].filter { !$0.isEmpty }
            lines.append(DocumentLine("", why.joined(separator: ": "), .stateUnknown, mark: ("◌", .stateUnknown)))
        } else if own.isEmpty {
            lines.append(DocumentLine("", state.say(GatewayText.missing), .warning, mark: ("≠", .warning)))
        }
        for route in own {
            let weight = route.route.weight.map { state.say(GatewayText.weight) + " \($0)" }
            let rate = state.say(GatewayText.perSecond, route.rate.requests.text)
            let zone =
                route.zone.map { state.say(GatewayText.zoneBy, $0, route.zoneRule) }
                ?? state.say(GatewayText.noZone, route.zoneRule)
            let says = [weight, rate, route.rate.errors.text, zone].compactMap { $0 }
            let differs = route.difference != nil
            lines.append(
                DocumentLine(
                    route.route.id, says.joined(separator: "  "), differs ? .warning : route.rate.requests.role,
                    mark: differs ? ("≠", .warning) : nil))
            if let difference = route.difference { lines.append(DocumentLine("", difference, .warning)) }
            lines.append(DocumentLine("", "→ " + route.route.uri, .dim))
            if !route.route.predicates.isEmpty {
                let text = state.say(GatewayText.predicates) + " " + route.route.predicates.joined(separator: ", ")
                lines.append(DocumentLine("", text, .dim))
            }
            if !route.route.filters.isEmpty {
                let text = state.say(GatewayText.filters) + " " + route.route.filters.joined(separator: ", ")
                lines.append(DocumentLine("", text, .dim))
            }
        }
        for line in RouteGrid.lines(row, state).suffix(2) where !own.isEmpty {
            let cell = line.cell(node)
            lines.append(DocumentLine(line.label, cell.text, cell.role))
        }
        return lines
    }
}
