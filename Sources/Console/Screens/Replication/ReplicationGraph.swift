import Terminal
import Topology

/// Two or three zones as boxes with the links between them; of more zones the matrix tells.
struct ReplicationGraph {
    /// Rows of the drawing for so many zones.
    static func rows(_ zones: Int) -> Int { zones == 2 ? 5 : zones == 3 ? 10 : 0 }

    private let state: ConsoleState
    private let zones: [String]
    private let short: [String: String]
    private let area: Area
    /// Columns of an upper box.
    private let box: Int

    /// A drawing of these zones; the first two stand side by side, the third below.
    init(_ state: ConsoleState, _ zones: [String], in area: Area) {
        self.state = state
        self.zones = zones
        self.area = area
        short = ZoneNames.short(state.zoneNames)
        box = min(30, max(22, area.width / 4))
    }

    /// Draws boxes, arrows and what they carry.
    func draw(with pen: inout Pen) {
        guard zones.count == 2 || zones.count == 3 else { return }
        let left = Area(x: area.x + 2, y: area.y, width: box, height: 5)
        let right = Area(x: area.x + area.width - 3 - box, y: area.y, width: box, height: 5)
        draw(zones[0], in: left, with: &pen)
        draw(zones[1], in: right, with: &pen)
        let middle = Area(
            x: left.x + box + 2, y: area.y, width: right.x - left.x - box - 4, height: 4)
        arrow(zones[0], zones[1], leftwards: false, in: middle.top(2), with: &pen)
        arrow(zones[1], zones[0], leftwards: true, in: middle.below(2), with: &pen)
        guard zones.count == 3 else { return }
        let below = Area(x: left.x, y: area.y + 7, width: right.x + box - left.x, height: 3)
        draw(zones[2], in: below, with: &pen)
        let (first, second) = (left.x + box / 2, right.x + box / 2)
        let half = (second - first) / 2 - 1
        vertical(zones[0], x: first, labels: Area(x: first + 2, y: area.y + 5, width: half - 2, height: 2), with: &pen)
        vertical(
            zones[1], x: second, labels: Area(x: second - half, y: area.y + 5, width: half - 2, height: 2),
            rightwards: true,
            with: &pen)
    }

    /// A zone with what begins and ends in it.
    private func draw(_ zone: String, in area: Area, with pen: inout Pen) {
        let inner = area.width - 2
        let title = "╭─ " + zone + " "
        let rule = String(repeating: "─", count: max(0, area.width - pen.width(of: title) - 1))
        pen.text(title + rule + "╮", x: area.x, y: area.y, width: area.width, role: .border)
        pen.text(zone, x: area.x + 3, y: area.y, width: area.width - 5, role: .strong)
        let ends = endpoints(zone, pen)
        let across = max(1, inner / 28)
        for row in 1..<(area.height - 1) {
            pen.text("│", x: area.x, y: area.y + row, width: 1, role: .border)
            pen.text("│", x: area.x + area.width - 1, y: area.y + row, width: 1, role: .border)
            for column in 0..<across {
                let index = (row - 1) * across + column
                guard index < ends.count else { continue }
                let isLast = index == (area.height - 2) * across - 1 && ends.count > index + 1
                let text = isLast ? pen.say(FrameText.more, String(ends.count - index)) : ends[index]
                pen.text(text, x: area.x + 2 + column * 28, y: area.y + row, width: min(27, inner - 2))
            }
        }
        let bottom = "╰" + String(repeating: "─", count: max(0, inner)) + "╯"
        pen.text(bottom, x: area.x, y: area.y + area.height - 1, width: area.width, role: .border)
    }

    /// `orders-db  source`, `cache  replica`, for each source that has an end here.
    private func endpoints(_ zone: String, _ pen: Pen) -> [String] {
        var names: [String] = []
        for link in state.snapshot.links where link.fromZone == zone || link.toZone == zone {
            if !names.contains(link.source) { names.append(link.source) }
        }
        return names.map { name in
            let own = state.snapshot.links.filter { $0.source == name }
            let gives = own.contains { $0.fromZone == zone }
            let takes = own.contains { $0.toZone == zone && $0.fromZone != zone }
            let role = gives && takes ? ReplicationText.both : gives ? ReplicationText.gives : ReplicationText.takes
            return name + "  " + pen.say(role)
        }
    }

    /// A label over an arrow between the upper boxes.
    private func arrow(_ from: String, _ to: String, leftwards: Bool, in area: Area, with pen: inout Pen) {
        let links = state.snapshot.links(from: from, to: to)
        guard let worst = links.first, area.width > 12 else { return }
        var (text, role) = LagText.words(worst, named: worst.source, &pen)
        if links.count > 1 { text += " +\(links.count - 1)" }
        pen.text(text, x: area.x + 1, y: area.y, width: area.width - 2, role: role)
        let stroke = worst.state == .unknown ? "┄" : "═"
        var line = Array(repeating: stroke, count: area.width - 1)
        switch worst.state {
        case .cut, .sourceDown: line[line.count / 2] = "╳"
        case .paused: line[line.count / 2] = "○"
        case .unknown, .behind, .ok: break
        }
        if role == .text { role = .border }
        let body = line.joined()
        pen.text(leftwards ? "◀" + body : body + "▶", x: area.x, y: area.y + 1, width: area.width, role: role)
    }

    /// The links between an upper box and the lower one, each with its direction.
    private func vertical(
        _ zone: String, x: Int, labels place: Area, rightwards: Bool = false, with pen: inout Pen
    ) {
        let down = state.snapshot.links(from: zone, to: zones[2])
        let up = state.snapshot.links(from: zones[2], to: zone)
        guard !down.isEmpty || !up.isEmpty else { return }
        func isBroken(_ links: [ReplicationLink]) -> Bool {
            links.contains { $0.state == .cut || $0.state == .sourceDown }
        }
        let broken = isBroken(down) || isBroken(up)
        let labels = [(down, zone, zones[2]), (up, zones[2], zone)].filter { !$0.0.isEmpty }
        let signs = [up.isEmpty ? broken ? "╳" : "│" : "▲", down.isEmpty ? broken ? "╳" : "│" : "▼"]
        for row in 0..<2 {
            let worst = row < labels.count ? labels[row].0.first : nil
            let look: StyleRole = worst.map { $0.state == .ok ? .border : Marks.link($0.state).role } ?? .border
            pen.text(signs[row], x: x, y: area.y + 5 + row, width: 1, role: look)
            guard row < labels.count, let worst else { continue }
            let (links, from, to) = labels[row]
            var (text, role) = LagText.words(worst, named: worst.source, tight: true, &pen)
            if links.count > 1 { text += " +\(links.count - 1)" }
            let way = "\(short[from] ?? from)→\(short[to] ?? to) "
            let taken = min(place.width, pen.width(of: way) + pen.width(of: text))
            let start = rightwards ? place.x + place.width - taken : place.x
            let after = pen.text(way, x: start, y: place.y + row, width: taken, role: .dim)
            pen.text(text, x: after, y: place.y + row, width: start + taken - after, role: role)
        }
    }
}
