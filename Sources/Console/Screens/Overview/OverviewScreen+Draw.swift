import Terminal
import Topology

extension OverviewScreen {
    func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let layout = OverviewLayout(state, in: area)
        drawCards(state, layout.cards, in: area, with: &pen)
        if let place = layout.areas[.links] {
            LagMatrix.draw(state, most: OverviewLayout.linksPerPair(area.height), in: place, with: &pen)
        }
        if let place = layout.areas[.attention] { drawAttention(state, in: place, with: &pen) }
        if let place = layout.areas[.services] { drawHurting(state, in: place, with: &pen) }
        if let place = layout.areas[.operations] { drawOperations(state, in: place, with: &pen) }
        if let place = layout.areas[.sources] { drawSources(state, in: place, with: &pen) }
        if let place = layout.areas[.events] { drawEvents(state, in: place, with: &pen) }
    }

    private func drawAttention(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let lines = state.snapshot.attention
        pen.heading(
            pen.say(OverviewText.attention, String(lines.count)), x: area.x + 1, y: area.y, width: area.width - 2,
            end: pen.say(ColumnText.since))
        let body = area.below(1)
        guard !lines.isEmpty else {
            let known = state.snapshot.zones.contains { $0.counts.total > 0 }
            let sources = state.snapshot.sources
            let asking = !sources.isEmpty && sources.allSatisfy { $0.state == .waiting }
            let text =
                known
                ? pen.say(OverviewText.nothingWrong)
                : asking ? pen.say(FrameText.waiting, String(sources.count)) : pen.say(FrameText.nothingYet)
            pen.text(text, x: body.x + 3, y: body.y, width: body.width - 4, role: known ? .good : .stateUnknown)
            return
        }
        let sentences = AttentionLines(lines, width: area.width, pen.language)
        let selected = OverviewLayout.attention(state.snapshot).firstIndex { $0 == state.selection }
        var shown = sentences.first(showing: selected ?? 0, rows: body.height)
        var y = body.y
        while shown < lines.count, y < body.y + body.height {
            let attention = lines[shown]
            let (mark, role) = Marks.severity(attention.severity)
            pen.text(mark, x: body.x + 1, y: y, width: 1, role: role)
            let subject = Sentence.text(attention.subject, pen.language)
            pen.text(subject, x: body.x + 3, y: y, width: sentences.subject, role: .strong)
            pen.right(pen.age(since: attention.since), x: body.x + body.width - 6, y: y, width: 5, role: .dim)
            let x = body.x + 4 + sentences.subject
            let start = y
            for part in sentences.sentences[shown] where y < body.y + body.height {
                pen.text(part, x: x, y: y, width: body.x + body.width - 7 - x)
                y += 1
            }
            if shown == selected { pen.select(row: start, in: body) }
            shown += 1
        }
        if shown < lines.count {
            let more = pen.say(FrameText.more, String(lines.count - shown))
            let width = pen.width(of: more) + 2
            pen.right(more, x: area.x + area.width - 14 - width, y: area.y, width: width, role: .warning)
        }
    }

    private func drawHurting(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        pen.heading(pen.say(OverviewText.hurting), x: area.x + 1, y: area.y, width: area.width - 2)
        let traffic = state.snapshot.traffic.services
        let counted = !traffic.isEmpty
        let wide = counted && area.width >= 120
        for (line, service) in OverviewLayout.hurting(state.snapshot).prefix(area.height - 1).enumerated() {
            let y = area.y + 1 + line
            let (mark, role) = Marks.health(service.state)
            pen.text(mark, x: area.x + 1, y: y, width: 1, role: role)
            pen.text(service.key.description, x: area.x + 3, y: y, width: 17, role: .strong)
            var x = area.x + 21
            let end = area.x + area.width - (counted ? 17 : 0) - (wide ? 10 : 0)
            for zone in state.snapshot.zones {
                guard let counts = service.zones[zone.name], x + 18 < end, !wide || !zone.name.isEmpty else { continue }
                let name = zone.name.isEmpty ? pen.say(StateText.noZone) : zone.name
                let after = pen.text(name, x: x, y: y, width: 10, role: .dim)
                let tally = ServicesScreen.tally(counts)
                pen.text(tally.text, x: after + 1, y: y, width: 9, role: tally.role)
                x += 21
            }
            if counted {
                let rate = traffic[service.key]?.rate ?? .notApplicable
                let x = wide ? x : end
                let requests = rate.requests
                pen.right(requests.text + "/s", x: x, y: y, width: 8, role: requests.role)
                let errors = rate.errors
                pen.right(errors.text, x: x + 8, y: y, width: 8, role: errors.role)
                if wide {
                    let mean = rate.latency
                    pen.right(mean.text, x: x + 16, y: y, width: 9, role: mean.role)
                    let words = ServiceWords.wrong(service, state)
                    pen.text(
                        words, x: x + 28, y: y, width: area.x + area.width - x - 29,
                        role: role == .stateUp ? .dim : role)
                }
            }
            if state.selection == .service(service.key) { pen.select(row: y, in: area) }
        }
    }

    private func drawSources(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        pen.heading(pen.say(OverviewText.sources), x: area.x + 1, y: area.y, width: area.width - 2)
        for (line, source) in state.snapshot.sources.prefix(area.height - 1).enumerated() {
            let y = area.y + 1 + line
            let (mark, role) = Marks.source(source.state)
            pen.text(mark, x: area.x + 1, y: y, width: 1, role: role)
            pen.text(source.name, x: area.x + 3, y: y, width: 17, role: .strong)
            pen.text(pen.say(StateText(source.state)), x: area.x + 21, y: y, width: 9, role: role)
            let configured = source.nodes.filter { $0.state != .named }
            let live = configured.count { $0.state == .live || $0.state == .partial }
            let nodes = source.nodes.map { NodeName.short($0.id.node) + " " + pen.say(StateText($0.state)) }
            pen.text("\(live)/\(configured.count)", x: area.x + 31, y: y, width: 7)
            pen.text(
                nodes.joined(separator: "   "), x: area.x + 39, y: y, width: area.width - 40, role: .dim)
            if state.selection == .source(source.name) { pen.select(row: y, in: area) }
        }
    }
}
