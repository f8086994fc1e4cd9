import Terminal
import Topology

extension OverviewScreen {
    func drawCards(_ state: ConsoleState, _ cards: OverviewLayout.Cards, in area: Area, with pen: inout Pen) {
        let zones = state.snapshot.zones.filter { !$0.name.isEmpty }
        let homeless = state.snapshot.zones.first { $0.name.isEmpty }
        guard !zones.isEmpty || homeless != nil else {
            pen.text(
                pen.say(OverviewText.noZones), x: area.x + 1, y: area.y + 1, width: area.width - 2, role: .stateUnknown)
            return
        }
        var y = area.y
        var index = 0
        while index < zones.count, y < area.y + area.height {
            let line = zones[index..<min(index + cards.perLine, zones.count)]
            drawRegions(line, cards, y: y, in: area, with: &pen)
            for (column, zone) in line.enumerated() {
                let card = Area(
                    x: area.x + 1 + column * cards.width, y: y + 1, width: cards.width - 2,
                    height: min(cards.height, area.y + area.height - y - 1))
                drawCard(zone, state, cards.content, in: card, with: &pen)
            }
            index += cards.perLine
            y += cards.height + 1
        }
        if let homeless, y < area.y + area.height {
            drawHomeless(homeless, selected: state.selection == .zone(""), y: y, in: area, with: &pen)
        }
    }

    /// Instances whose zone no rule decided: a line, because they are nobody's zone.
    private func drawHomeless(_ zone: ZoneView, selected: Bool, y: Int, in area: Area, with pen: inout Pen) {
        var x = pen.text("▌", x: area.x + 1, y: y, width: 1, role: .warning)
        x = pen.text(pen.say(StateText.noZone), x: x, y: y, width: 24, role: .strong) + 2
        for state in InstanceState.allCases where zone.counts[state] > 0 {
            let text = "\(pen.say(StateText(state))) \(zone.counts[state])"
            x = pen.text(text, x: x, y: y, width: area.width - x - 1, role: Marks.role(state)) + 2
        }
        if selected { pen.select(row: y, in: area) }
    }

    /// One rule a region, over its cards.
    private func drawRegions(
        _ zones: ArraySlice<ZoneView>, _ cards: OverviewLayout.Cards, y: Int, in area: Area, with pen: inout Pen
    ) {
        var column = 0
        while column < zones.count {
            let region = zones[zones.startIndex + column].region
            var end = column
            while end < zones.count, zones[zones.startIndex + end].region == region { end += 1 }
            let x = area.x + 1 + column * cards.width
            let width = end == zones.count ? area.x + area.width - 1 - x : (end - column) * cards.width - 1
            pen.heading(region ?? pen.say(StateText.noRegion), x: x, y: y, width: width)
            column = end
        }
    }

    private func drawCard(
        _ zone: ZoneView, _ state: ConsoleState, _ content: [CardLine], in area: Area, with pen: inout Pen
    ) {
        let (mark, role) = Marks.health(zone.state)
        guard area.height > 0, area.width > 8 else { return }
        let selected = state.selection == .zone(zone.name)
        for line in 0..<area.height { pen.text("▌", x: area.x, y: area.y + line, width: 1, role: role) }
        let word = pen.say(StateText(zone.state))
        let wordWidth = pen.width(of: word) + 2
        let name = (selected ? ">" : "") + (zone.name.isEmpty ? pen.say(StateText.noZone) : zone.name)
        pen.text(name, x: area.x + 1, y: area.y, width: area.width - wordWidth - 1, role: .strong)
        pen.right(mark + " " + word, x: area.x + area.width - wordWidth, y: area.y, width: wordWidth, role: role)
        let lines = CardLine.fitting(zone, state.snapshot, content, area.height - 1)
        for (row, line) in lines.enumerated() {
            draw(line, of: zone, role, state, in: area.below(1 + row).top(1), with: &pen)
        }
        if selected {
            pen.overlay(.selection, area.top(1))
            pen.cursor = (area.x, area.y)
        }
    }

    private func draw(
        _ line: CardLine, of zone: ZoneView, _ role: StyleRole, _ state: ConsoleState, in area: Area,
        with pen: inout Pen
    ) {
        let counts = zone.counts
        let half = (area.width - 2) / 2
        let right = area.x + 2 + half
        let y = area.y
        switch line {
        case .up:
            tally(.up, counts, x: area.x + 1, y: y, width: half, with: &pen)
            let bar = Bar.text(counts.up, of: counts.total - counts.out, width: half)
            pen.text(bar, x: right, y: y, width: half, role: role)
        case .tallies(let first, let second):
            tally(first, counts, x: area.x + 1, y: y, width: half, with: &pen)
            if let second { tally(second, counts, x: right, y: y, width: half, with: &pen) }
        case .worst:
            var x = pen.text(pen.say(OverviewText.worst), x: area.x + 1, y: y, width: half, role: .dim) + 1
            guard let worst = zone.worst else {
                pen.text("–", x: x, y: y, width: 1, role: .dim)
                return
            }
            let tally = "\(worst.counts.up)/\(worst.counts.total - worst.counts.out)"
            let end = area.x + area.width - 1
            x = pen.text(worst.service.name, x: x, y: y, width: end - x - tally.count - 1, role: role)
            pen.text(tally, x: x + 1, y: y, width: end - x - 1, role: role)
        case .traffic, .rate, .errors, .errorHistory, .capacity:
            TrafficLines(zone: zone.name, state: state, area: area).draw(line, with: &pen)
        case .out:
            guard let out = state.snapshot.out.first(where: { $0.zone == zone.name }) else { return }
            let until = out.expiresAt.map { " " + pen.say(OverviewText.until, $0.hourAndMinute) } ?? ""
            let text = pen.say(OverviewText.outBy, out.by.firstWord) + until
            pen.text(text, x: area.x + 1, y: y, width: area.width - 2, role: .stateOut)
        }
    }

    /// A state's word and number; a number that is not 0 has the state's colour.
    private func tally(_ state: InstanceState, _ counts: Counts, x: Int, y: Int, width: Int, with pen: inout Pen) {
        let number = counts[state]
        let word = pen.say(StateText(state))
        pen.text(word, x: x, y: y, width: width - 1, role: .dim)
        pen.right(String(number), x: x, y: y, width: width - 1, role: number > 0 ? Marks.role(state) : .dim)
    }
}

extension String {
    /// Who of `user@host`.
    var firstWord: String { String(prefix { $0 != "@" && $0 != " " }) }
}
