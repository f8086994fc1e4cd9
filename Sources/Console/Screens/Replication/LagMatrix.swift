import Terminal
import Topology

/// The lag between zones: data comes from the zone of the row and goes to the zone of the column.
enum LagMatrix {
    /// Columns of the names of the rows.
    private static let names = 18
    /// The narrowest column that still reads.
    private static let narrowest = 18
    /// The widest that is of use.
    private static let widest = 44

    /// The zones that it shows in a width: all that have a name, else those that have links; none where it does not fit.
    static func zones(_ snapshot: Snapshot, width: Int) -> [String] {
        guard !snapshot.links.isEmpty else { return [] }
        let all = snapshot.zones.map(\.name).filter { !$0.isEmpty }
        return [all, snapshot.linkedZones].first { zones in
            zones.count > 1 && (width - names - 2) / zones.count >= narrowest
        } ?? []
    }

    /// The rows that it needs: the heading, and for each zone as many lines as its fullest cell, bounded; of a list, one
    /// line of it.
    static func rows(_ snapshot: Snapshot, width: Int, most: Int) -> Int {
        let zones = zones(snapshot, width: width)
        if zones.isEmpty { return snapshot.links.isEmpty ? 0 : 2 }
        return zones.reduce(1) { $0 + lines(of: $1, zones, snapshot, most) }
    }

    private static func lines(of zone: String, _ zones: [String], _ snapshot: Snapshot, _ most: Int) -> Int {
        let fullest = zones.map { to in to == zone ? 1 : snapshot.links(from: zone, to: to).count }.max() ?? 1
        return min(max(1, fullest), most)
    }

    /// Draws it; where a cell has more links than lines the worst are shown and the rest counted.
    static func draw(_ state: ConsoleState, most: Int, in area: Area, with pen: inout Pen) {
        let snapshot = state.snapshot
        let zones = zones(snapshot, width: area.width)
        guard !zones.isEmpty else { return drawList(state, in: area, with: &pen) }
        let width = min(widest, (area.width - names - 2) / max(1, zones.count))
        pen.text(
            pen.say(ReplicationText.matrix), x: area.x + 1, y: area.y, width: area.width - 2, role: .heading)
        for (column, zone) in zones.enumerated() {
            pen.text(
                zone, x: area.x + 1 + names + column * width, y: area.y, width: width - 1, role: .strong)
        }
        var y = area.y + 1
        for from in zones {
            let lines = lines(of: from, zones, snapshot, most)
            guard y < area.y + area.height else { return }
            pen.text(from, x: area.x + 1, y: y, width: names - 1, role: .strong)
            for (column, to) in zones.enumerated() {
                let cell = Area(x: area.x + 1 + names + column * width, y: y, width: width - 1, height: lines)
                if from == to {
                    pen.text("  ·", x: cell.x, y: y, width: cell.width, role: .dim)
                } else {
                    drawCell(snapshot.links(from: from, to: to), in: cell, wide: width >= 32, with: &pen)
                }
            }
            y += lines
        }
    }

    /// The worst links one after the other, where there are too many zones for a matrix.
    private static func drawList(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let links = state.snapshot.links.sorted(by: LagText.isWorse)
        pen.heading(
            pen.say(ReplicationText.links, String(links.count)), x: area.x + 1, y: area.y, width: area.width - 2)
        let short = ZoneNames.short(state.zoneNames)
        var (x, y) = (area.x + 1, area.y + 1)
        for link in links {
            let (text, role) = LagText.words(link, named: link.source, tight: true, &pen)
            let ends = [link.fromZone, link.toZone].map { zone in zone.map { short[$0] ?? $0 } ?? "?" }
            let way = ends.joined(separator: "→") + " "
            let taken = pen.width(of: way) + pen.width(of: text)
            if x + taken >= area.x + area.width {
                (x, y) = (area.x + 1, y + 1)
            }
            guard y < area.y + area.height else { return }
            let after = pen.text(way, x: x, y: y, width: taken, role: .dim)
            x = pen.text(text, x: after, y: y, width: area.x + area.width - after - 1, role: role) + 3
        }
    }

    private static func drawCell(_ links: [ReplicationLink], in area: Area, wide: Bool, with pen: inout Pen) {
        guard !links.isEmpty else {
            pen.text(pen.say(ReplicationText.noLink), x: area.x, y: area.y, width: area.width, role: .dim)
            return
        }
        for (line, link) in links.prefix(area.height).enumerated() {
            let rest = line == area.height - 1 ? links.count - area.height : 0
            let more = rest > 0 ? " +\(rest)" : ""
            let short = link.source.count <= 8 || link.kind.isEmpty ? link.source : link.kind
            let name = wide ? link.kind + " " + link.source : short
            let (text, role) = LagText.words(link, named: name, tight: !wide, &pen)
            let end = pen.text(text, x: area.x, y: area.y + line, width: area.width, role: role)
            if end + pen.width(of: more) <= area.x + area.width {
                pen.text(more, x: end, y: area.y + line, width: area.x + area.width - end, role: .dim)
            }
        }
    }
}
