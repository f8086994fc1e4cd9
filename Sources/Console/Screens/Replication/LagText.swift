import Terminal
import Topology

/// A link in a few words: three facts of lag, or why there are none.
enum LagText {
    /// `orders-db 214 tx 9 s`, `cache ? cut 3m`, `cache ? last 3m`.
    ///
    /// - Parameter tight: every column counts.
    static func words(
        _ link: ReplicationLink, named name: String, tight: Bool = false, _ pen: inout Pen
    ) -> (text: String, role: StyleRole) {
        let (mark, role) = Marks.link(link.state)
        let position = link.position.cell { Figures.position($0, link.unit) }.text
        let isBroken = link.state == .cut || link.state == .sourceDown || link.state == .paused
        var words = [name, tight && isBroken && link.position.last == nil ? "" : position]
        switch link.state {
        case .ok, .behind:
            let seconds = link.seconds.cell(Figures.seconds).text
            words.append(tight ? seconds.filter { $0 != " " } : seconds)
        case .cut, .sourceDown, .paused: words.append(pen.say(StateText(link.state)))
        case .unknown: if link.provenAt != nil { words.append(pen.say(ReplicationText.last)) }
        }
        if link.state != .ok, link.state != .behind, let proven = link.provenAt { words.append(pen.age(since: proven)) }
        let loud = link.state == .ok ? "" : mark + " "
        return (loud + words.filter { !$0.isEmpty }.joined(separator: " "), link.state == .ok ? .text : role)
    }

    private static let order = Dictionary(
        uniqueKeysWithValues: ReplicationLink.State.allCases.enumerated().map { ($1, $0) })

    /// What an operator reads first: the worst state, then the furthest behind.
    static func isWorse(_ a: ReplicationLink, _ b: ReplicationLink) -> Bool {
        let (x, y) = (order[a.state] ?? 0, order[b.state] ?? 0)
        if x != y { return x < y }
        return (a.seconds.last ?? 0, a.position.last ?? 0) > (b.seconds.last ?? 0, b.position.last ?? 0)
    }
}

extension Snapshot {
    /// The links between two zones, the worst first.
    func links(from: String, to: String) -> [ReplicationLink] {
        links.filter { $0.fromZone == from && $0.toZone == to }.sorted(by: LagText.isWorse)
    }

    /// The zones that a link begins or ends in, in their order.
    var linkedZones: [String] {
        let ends = Set(links.flatMap { [$0.fromZone, $0.toZone].compactMap(\.self) })
        return zones.map(\.name).filter(ends.contains)
    }

    /// The link of an identity.
    func link(_ id: ReplicationLink.ID) -> ReplicationLink? { links.first { $0.id == id } }
}
