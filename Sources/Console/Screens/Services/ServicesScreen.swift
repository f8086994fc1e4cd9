import Terminal
import Topology

/// Screen 2: every service, how much of it is up in each zone, the sickest first.
struct ServicesScreen: Screen {
    static let id = ScreenID(rawValue: "services")
    var id: ScreenID { Self.id }
    var title: any Phrase { FrameText.services }
    var sortColumns: [ColumnID] { [.state, .service, .up] }

    func rows(of view: View, in state: ConsoleState, previous: RowList) -> RowList {
        let services = state.snapshot.services.filter { RowFilter.matches(view.filter, $0) }
        return .subjects(Self.ordered(services, view.sort).map { .service($0.key) })
    }

    private static func ordered(_ services: [ServiceView], _ sort: Sort?) -> [ServiceView] {
        let rank = Dictionary(uniqueKeysWithValues: Health.allCases.enumerated().map { ($1, $0) })
        let ordered: [ServiceView] =
            switch sort?.column {
            case .service: services
            case .up: services.sorted { ($0.counts.up, $0.key) < ($1.counts.up, $1.key) }
            default: services.sorted { (rank[$0.state] ?? 0, $0.key) < (rank[$1.state] ?? 0, $1.key) }
            }
        return sort?.descending == true ? ordered.reversed() : ordered
    }

    func visibleRows(of view: View, in state: ConsoleState) -> Int { state.layout.body.height - 2 }
    func opens(_ subject: Subject, in state: ConsoleState) -> Bool { true }
    func open(_ subject: Subject, in state: inout ConsoleState) -> [Effect] { state.open(subject) }

    func text(of subject: Subject, in state: ConsoleState) -> String? {
        if case .service(let key) = subject { key.description } else { nil }
    }

    func draw(_ state: ConsoleState, in area: Area, with pen: inout Pen) {
        let snapshot = state.snapshot
        let count = state.view.rows.count
        pen.title(
            title, state.view.filter,
            end: pen.say(OverviewText.shown, String(count), String(snapshot.services.count)), in: area)
        let zones = snapshot.zones.map { zone in
            Column(
                ColumnID(rawValue: "zone " + zone.name),
                named: zone.name.isEmpty ? pen.say(StateText.noZone) : zone.name, 12, most: 18, right: true, rank: 2)
        }
        let columns =
            [
                Column(.state, ColumnText.state, 9), Column(.service, ColumnText.service, 16, most: 32),
                Column(.up, ColumnText.up, 9, right: true, rank: 1),
            ] + zones
        let table = Table(columns, in: area.below(1))
        table.drawHeading(state.view.sort, with: &pen)
        if count == 0 {
            let text =
                state.view.filter.isEmpty
                ? pen.say(OverviewText.noServices) : pen.say(OverviewText.noMatch, state.view.filter)
            pen.text(text, x: area.x + Table.lead, y: area.y + 2, width: area.width - Table.lead, role: .stateUnknown)
        }
        let shown = services(state)
        table.drawRows(
            of: state, with: &pen, shape: { shown[$0].map { Marks.health($0.state) } ?? ("", .text) },
            cell: { row, column, pen in shown[row].map { cell(column, $0, pen) } ?? Cell("") })
    }

    /// The services of the visible rows.
    private func services(_ state: ConsoleState) -> [Int: ServiceView] {
        var found: [Int: ServiceView] = [:]
        let first = state.view.scroll
        for row in first..<min(state.view.rows.count, first + max(0, state.layout.body.height)) {
            if case .service(let key)? = state.view.rows.subject(row) { found[row] = state.snapshot.service(key) }
        }
        return found
    }

    private func cell(_ column: ColumnID, _ service: ServiceView, _ pen: Pen) -> Cell {
        switch column {
        case .state: Cell(pen.say(StateText(service.state)), Marks.health(service.state).role)
        case .service: Cell(service.key.description, .strong)
        case .up: Self.tally(service.counts)
        default: service.zones[String(column.rawValue.dropFirst(5))].map(Self.tally) ?? Cell("–", .dim)
        }
    }

    /// `18/20`, and beside it what is out: those are not missing.
    static func tally(_ counts: Counts) -> Cell {
        let expected = counts.total - counts.out
        let text = "\(counts.up)/\(expected)" + (counts.out > 0 ? " ○\(counts.out)" : "")
        return Cell(
            text, counts.up == expected ? (expected == 0 ? .stateOut : .text) : Marks.health(Health(of: counts)).role)
    }
}

extension Pen {
    /// The first line of a screen: its title, what filters it, and a tally at the end.
    mutating func title(_ title: any Phrase, _ filter: String, end: String, in area: Area, role: StyleRole = .dim) {
        let after = text(title.text(language), x: area.x + 1, y: area.y, width: area.width, role: .title)
        let room = area.width - 4 - after - width(of: end)
        text(filter, x: after + 2, y: area.y, width: room, role: .match)
        right(end, x: area.x, y: area.y, width: area.width - 1, role: role)
    }
}
