import Operations
import Topology

/// Where the parts of the overview stand: cards first, then the sections in the order of their worth, each as long as it
/// needs while there is room.
struct OverviewLayout: Sendable {
    /// The parts below the cards.
    enum Section: CaseIterable, Sendable { case zones, links, attention, services, operations, sources, events }

    /// How the zone cards stand.
    struct Cards: Sendable {
        /// How many stand side by side.
        var perLine: Int
        /// Columns of one, the gap included.
        var width: Int
        /// Rows of one; 1 where only the heading fits.
        var height: Int
        /// Rows of all, region headings included.
        var lines: Int
        /// What stands in them, before those that do not fit give way.
        var content: [CardLine]
    }

    /// The zone cards.
    let cards: Cards
    /// Attention, services and sources: their areas, heading included; empty where there is no room.
    let areas: [Section: Area]

    /// The narrowest card that still reads well.
    static let narrowest = 25
    /// Lays out the overview of a state.
    init(_ state: ConsoleState, in area: Area) {
        let snapshot = state.snapshot
        let zones = max(1, snapshot.zones.count { !$0.name.isEmpty })
        let homeless = snapshot.zones.contains { $0.name.isEmpty } ? 1 : 0
        let fitting = max(1, (area.width - 1) / Self.narrowest)
        let perLine = min(zones, fitting)
        let lines = (zones + perLine - 1) / perLine
        let roomForCards = max(2, (lines > 1 ? area.height * 3 / 5 : area.height - 4) - homeless)
        let content = CardLine.lines(of: snapshot, tall: area.height >= 30)
        let height = max(1, min(1 + content.count, roomForCards / lines - 1, area.height < 26 ? 8 : .max))
        cards = Cards(
            perLine: perLine, width: min(52, (area.width - 1) / perLine), height: height,
            lines: lines * (height + 1) + homeless, content: content)

        var rest = area.below(min(area.height, cards.lines))
        var areas: [Section: Area] = [:]
        func take(_ section: Section, _ wanted: Int, least: Int) {
            guard wanted > 0, rest.height >= least + 1 else { return }
            let gap = rest.height > wanted + 1 ? 1 : 0
            let rows = min(wanted, rest.height - gap)
            areas[section] = rest.below(gap).top(rows)
            rest = rest.below(gap + rows)
        }
        let matrix = Self.matrixRows(snapshot, in: area)
        // What is wrong is worth more than the matrix: it keeps its first lines.
        if matrix > 0, rest.height - matrix - 2 >= 1 + min(4, snapshot.attention.count) {
            take(.links, matrix, least: matrix - 1)
        }
        let sentences = AttentionLines(snapshot.attention, width: area.width, state.language)
        take(.attention, 1 + max(1, sentences.rows), least: 1)
        let hurting = Self.hurting(snapshot).count
        if hurting > 0 { take(.services, 1 + hurting, least: 3) }
        let operations = Self.operations(state).count
        if operations > 0 { take(.operations, 1 + operations, least: 1) }
        if !snapshot.sources.isEmpty { take(.sources, 1 + snapshot.sources.count, least: 2) }
        if !snapshot.events.isEmpty { take(.events, 1 + min(12, snapshot.events.count), least: 3) }
        self.areas = areas
    }

    /// How many links of a pair of zones are told of in a terminal so tall.
    static func linksPerPair(_ height: Int) -> Int { height >= 40 ? 3 : height >= 34 ? 2 : 1 }

    /// The rows of the matrix of lag, 0 where there is none or it does not fit.
    private static func matrixRows(_ snapshot: Snapshot, in area: Area) -> Int {
        LagMatrix.rows(snapshot, width: area.width, most: linksPerPair(area.height))
    }

    /// The services that are not well, the worst first, at most as many as a glance takes in.
    static func hurting(_ snapshot: Snapshot) -> [ServiceView] {
        let order = Dictionary(uniqueKeysWithValues: Health.allCases.enumerated().map { ($1, $0) })
        return snapshot.services.lazy
            .filter { $0.state == .sick || $0.state == .degraded || $0.state == .unknown }
            .sorted { a, b in
                let (x, y) = (order[a.state] ?? 0, order[b.state] ?? 0)
                return x == y ? (b.counts.down, a.key) < (a.counts.down, b.key) : x < y
            }
            .prefix(12).map { $0 }
    }

    /// What can be selected, in the order it is drawn.
    static func subjects(_ state: ConsoleState) -> [Subject] {
        let snapshot = state.snapshot
        return snapshot.zones.map { .zone($0.name) }
            + attention(snapshot)
            + hurting(snapshot).map { .service($0.key) }
            + operations(state).map { .operation($0.id) }
            + snapshot.sources.map { .source($0.name) }
    }

    /// The identities of the attention list's lines, in its order.
    static func attention(_ snapshot: Snapshot) -> [Subject] {
        var seen: [Subject: Int] = [:]
        return snapshot.attention.map { line in
            let first = Subject.attention(line.subject, line.target, 0)
            let number = seen[first, default: 0]
            seen[first] = number + 1
            return .attention(line.subject, line.target, number)
        }
    }

    /// The operations that a glance should take in: those that go on, stand still or owe, then the newest.
    static func operations(_ state: ConsoleState) -> [Operation] {
        let all = state.journal.operations
        let first = all.filter { !$0.state.isOver || !$0.owedSteps.isEmpty }
        let ids = Set(first.map(\.id))
        return Array((first + all.filter { !ids.contains($0.id) }).prefix(5))
    }

    /// The part that a subject stands in.
    static func section(of subject: Subject) -> Section {
        switch subject {
        case .zone: .zones
        case .attention: .attention
        case .service: .services
        case .operation: .operations
        default: .sources
        }
    }
}
